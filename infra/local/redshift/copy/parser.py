"""Parses Redshift's COPY statement.

Source: Amazon Redshift Database Developer Guide, "COPY" and its parameter pages. A documented
parameter that is not implemented raises 0A000 with its name; anything else is a syntax error.
"""

from infra.local.redshift.copy.errors import CopyError, refuse
from infra.local.redshift.copy.options import parse_options
from infra.local.redshift.copy.statement import CopyStatement
from infra.local.redshift.copy.token_stream import END, TokenStream
from infra.local.redshift.copy.tokens import split_tokens
from infra.local.redshift.errors import SYNTAX_ERROR


def parse_copy(sql: str) -> CopyStatement | None:
    """The statement, or None when `sql` is no COPY. Raises CopyError: 42601, 0A000."""
    if _first_word(sql) != "copy":
        return None
    stream = TokenStream(split_tokens(sql))
    stream.expect_word("copy")
    schema, table = _parse_table(stream)
    columns = _parse_columns(stream)
    if stream.peek().text.lower() == "to":
        raise refuse("COPY TO")
    stream.expect_word("from")
    if stream.peek().text.lower() == "stdin":
        raise refuse("COPY FROM STDIN")
    source = _parse_source(stream)
    options = parse_options(stream)
    stream.accept_symbol(";")
    if stream.peek() is not END:
        raise stream.error()
    return CopyStatement(schema, table, columns, source, options, sql)


def _first_word(sql: str) -> str:
    """The statement's first word, read without tokenising text that may be no COPY at all."""
    rest = sql.lstrip()
    while rest.startswith(("--", "/*")):
        end = "\n" if rest.startswith("--") else "*/"
        _, _, rest = rest.partition(end)
        rest = rest.lstrip()
    word = rest[:7].split(None, 1)[0] if rest.strip() else ""
    return word.partition("(")[0].partition("/")[0].lower()


def _parse_table(stream: TokenStream) -> tuple[str | None, str]:
    names = [stream.expect_identifier()]
    while stream.accept_symbol("."):
        names.append(stream.expect_identifier())
    if len(names) > 2:
        raise CopyError("COPY into a table of another database is refused", SYNTAX_ERROR)
    return (names[0] if len(names) == 2 else None), names[-1]


def _parse_columns(stream: TokenStream) -> tuple[str, ...]:
    if not stream.accept_symbol("("):
        return ()
    columns = [stream.expect_identifier()]
    while stream.accept_symbol(","):
        columns.append(stream.expect_identifier())
    stream.expect_symbol(")")
    repeated = {column for column in columns if columns.count(column) > 1}
    if repeated:
        name = sorted(repeated)[0]
        raise CopyError(f'column "{name}" specified more than once', "42701")
    return tuple(columns)


def _parse_source(stream: TokenStream) -> str:
    source = stream.accept_string()
    if source is None:
        raise stream.error()
    if not source.startswith("s3://"):
        raise refuse(f"COPY from {source.split(':')[0]}: (only s3:// is read)")
    return source
