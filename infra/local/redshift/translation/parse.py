"""Redshift SQL text to sqlglot's tree, with parameters in their places."""

import re
from collections.abc import Sequence

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from ..errors import SYNTAX_ERROR, RedshiftError, not_supported
from .scan import PLACEHOLDER
from .syntax_errors import describe_syntax_error

# sqlglot reads these as another function and loses the difference.
_LOST_BY_THE_PARSER = re.compile(r"\b(add_months|pgdate_part|date_part_year)\s*\(", re.IGNORECASE)


def parse_sql(sql: str, values: Sequence[exp.Expr] = ()) -> exp.Expr:
    """The tree of one statement; raises 42601 for what is no SQL, 0A000 for what is not read."""
    lost = _LOST_BY_THE_PARSER.search(sql)
    if lost:
        raise not_supported(f"function {lost.group(1).lower()}()")
    try:
        tree = sqlglot.parse_one(sql, read="redshift")
    except SqlglotError as error:
        raise describe_syntax_error(sql, error) from error
    if isinstance(tree, exp.Command):
        raise not_supported(f"statement {tree.name or tree.this}")
    # E'…', as psycopg2 quotes; its escapes are read by then.
    for quoted in list(tree.find_all(exp.ByteString)):
        quoted.replace(exp.Literal.string(quoted.name))
    return _put_values(tree, values)


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
