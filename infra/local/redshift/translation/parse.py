"""Redshift SQL text to sqlglot's tree, with parameters in their places.

sqlglot reads many functions as another one and loses the difference (ADD_MONTHS and DATEADD, LEN
and LENGTH). Those that are translated here by their own name are hidden from it, so that the tree
has them as they were written; of those that it reads, none may be known under a foreign name.
"""

from collections.abc import Sequence

from sqlglot import exp
from sqlglot.dialects.redshift import Redshift
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from ..errors import SYNTAX_ERROR, RedshiftError, not_supported
from .float_precision import read_float_precision
from .foreign_types import refuse_foreign_types
from .foreign_words import refuse_foreign_words
from .functions import READ_BY_THE_PARSER, is_read_as_written
from .long_numbers import read_long_numbers
from .scan import PLACEHOLDER
from .separators import check_separators, refuse_reserved_names
from .syntax_errors import describe_syntax_error

_DIALECT = Redshift()
_HIDDEN = "redshift_function_"
# Read by sqlglot as LISTAGG, TRY_CAST and CASE, without a trace of what was written.
_FOREIGN = {"string_agg", "safe_cast", "try_convert", "if"}
_PLACES = frozenset(("line", "col", "start", "end"))
# Before the name of a table with a list of columns, not of a function.
_BEFORE_A_TABLE = {"into", "table", "update", "join", "view", "exists", "references", "with", "as"}


def parse_sql(sql: str, values: Sequence[exp.Expr] = ()) -> exp.Expr:
    """The tree of one statement; raises 42601 for what is no SQL, 0A000 for what is not read."""
    try:
        tokens = _DIALECT.tokenize(sql)
        check_separators(tokens)
        refuse_foreign_words(tokens)
        refuse_foreign_types(tokens)
        tokens = _exactly(tokens)
        _hide_functions(tokens)
        trees = _DIALECT.parser().parse(tokens, sql)
    except SqlglotError as error:
        raise describe_syntax_error(sql, error) from error
    tree = trees[0] if len(trees) == 1 else None
    if tree is None:
        raise RedshiftError(SYNTAX_ERROR, "syntax error: one statement is expected")
    if isinstance(tree, exp.Command):
        raise not_supported(f"statement {tree.name or tree.this}")
    refuse_reserved_names(tree, tokens)
    # E'…', as psycopg2 quotes; its escapes are read by then.
    for quoted in list(tree.find_all(exp.ByteString)):
        quoted.replace(exp.Literal.string(quoted.name))
    _show_functions(tree, sql)
    read_float_precision(tree)
    read_long_numbers(tree, tokens)
    _forget_places(tree)
    return _put_values(tree, values)


def _exactly(tokens: list[Token]) -> list[Token]:
    """APPROXIMATE PERCENTILE_DISC as the exact one, which is within its error.

    sqlglot would lose its order.
    """
    approximate = [
        is_read and token.text.lower() == "approximate"
        for token, following in zip(tokens, [*tokens[1:], None], strict=True)
        for is_read in [following is not None and following.text.lower() == "percentile_disc"]
    ]
    return [token for token, is_so in zip(tokens, approximate, strict=True) if not is_so]


def _hide_functions(tokens: list[Token]) -> None:
    before = ""
    for token, following in zip(tokens, tokens[1:], strict=False):
        name = token.text.lower()
        if following.token_type is TokenType.L_PAREN and before not in _BEFORE_A_TABLE:
            is_text = token.token_type in (TokenType.STRING, TokenType.IDENTIFIER)
            if name in _FOREIGN and not is_text:
                raise not_supported(f"function {name}()")
            if is_read_as_written(name) and not is_text:
                token.text = _HIDDEN + token.text
                token.token_type = TokenType.VAR
        before = name


def _show_functions(tree: exp.Expr, sql: str) -> None:
    for node in tree.find_all(exp.Func):
        if isinstance(node, exp.Anonymous):
            name = str(node.this)
            if name.lower().startswith(_HIDDEN):
                node.set("this", name[len(_HIDDEN) :].lower())
        elif node._meta and "start" in node.meta:
            written = sql[node.meta["start"] : node.meta["end"] + 1].strip('"').lower()
            if written.isidentifier() and written not in READ_BY_THE_PARSER:
                raise not_supported(f"function {written}()")


def _forget_places(tree: exp.Expr) -> None:
    """Take off where in the text each node stood: nobody asks again, and each copy copies it."""
    for node in tree.walk():
        if node._meta:
            left = {key: value for key, value in node._meta.items() if key not in _PLACES}
            node._meta = left or None


def _put_values(tree: exp.Expr, values: Sequence[exp.Expr]) -> exp.Expr:
    for placeholder in list(tree.find_all(exp.Placeholder)):
        name = placeholder.name
        if not name.startswith(PLACEHOLDER):
            raise RedshiftError(SYNTAX_ERROR, f'syntax error at or near ":{name}"')
        number = int(name.removeprefix(PLACEHOLDER))
        if not 0 < number <= len(values):
            raise RedshiftError("42P02", f"there is no parameter ${number}")
        placeholder.replace(values[number - 1].copy())
    return tree
