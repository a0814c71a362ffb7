"""Parses Redshift's UNLOAD statement.

Source: Amazon Redshift Database Developer Guide, "UNLOAD". A documented parameter that is not
implemented raises 0A000 with its name; anything else is a syntax error.
"""

from infra.local.redshift.copy.errors import refuse
from infra.local.redshift.copy.token_stream import END, TokenStream
from infra.local.redshift.copy.tokens import split_tokens
from infra.local.redshift.unload.options import parse_options
from infra.local.redshift.unload.statement import UnloadStatement


def parse_unload(sql: str) -> UnloadStatement:
    """The statement. Raises CopyError: 42601, or 0A000 naming what is not built."""
    stream = TokenStream(split_tokens(sql))
    stream.expect_word("unload")
    stream.expect_symbol("(")
    query = stream.expect_string()
    stream.expect_symbol(")")
    stream.expect_word("to")
    target = stream.expect_string()
    if not target.startswith("s3://"):
        raise refuse(f"UNLOAD to {target.split(':')[0]}: (only s3:// is written)")
    options = parse_options(stream)
    stream.accept_symbol(";")
    if stream.peek() is not END:
        raise stream.error()
    return UnloadStatement(query, target, options)
