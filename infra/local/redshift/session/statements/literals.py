"""Literals on their way into a column, each by itself; DuckDB would make one type of all rows.

Several rows of VALUES: https://docs.aws.amazon.com/redshift/latest/dg/r_INSERT_30.html
What a text may become: https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html
"""

import re
from collections.abc import Sequence

from sqlglot import exp

from ...errors import RedshiftError, not_supported
from ...translation.build import cast
from ..descriptions import Column

_WHOLE = {20, 21, 23}
_NUMBERS = {*_WHOLE, 700, 701, 1700}
_TEXTS = {1042, 1043}
_SUPER = 4000
_DIGITS = re.compile(r"\s*[+-]?\d+\s*")


def is_plain(item: exp.Expr) -> bool:
    """Whether an expression is a literal, which takes the type of its column."""
    return isinstance(_unsigned(item.unalias()), (exp.Literal, exp.Null))


def require_readable(item: exp.Expr, column: Column) -> None:
    """Raise 22P02 for a text that is no whole number, where a column takes nothing else."""
    value = item.unalias()
    if column.type.oid in _WHOLE and _is_text(value) and not _DIGITS.fullmatch(value.name):
        kind = column.type.text
        raise RedshiftError("22P02", f'invalid input syntax for {kind}: "{value.name}"')


def type_rows(source: exp.Values, columns: Sequence[Column | None]) -> None:
    """Give the literals of each column its type."""
    for place, column in enumerate(columns):
        if column is None:
            continue
        values = [row.expressions[place] for row in source.expressions]
        if column.type.oid in _NUMBERS:
            for value in filter(_is_text, values):
                require_readable(value, column)
                value.replace(cast(value, column.type.duckdb))
        elif column.type.oid == _SUPER and len(values) > 1:
            for value in filter(is_plain, values):
                value.replace(cast(value, column.type.duckdb))
        elif column.type.oid in _TEXTS and len({*map(_form, values)} - {None}) > 1:
            raise not_supported(
                f"VALUES of numbers and texts, or of numbers of several scales, for the column "
                f'"{column.name}" of characters'
            )


def _form(value: exp.Expr) -> int | None:
    """What a literal's text depends on: the digits behind a number's point, -1 of a text."""
    inner = _unsigned(value)
    if not isinstance(inner, exp.Literal):
        return None
    return -1 if inner.is_string else len(inner.name.partition(".")[2])


def _unsigned(value: exp.Expr) -> exp.Expr:
    inner: exp.Expr = value.this if isinstance(value, exp.Neg) else value
    return inner


def _is_text(value: exp.Expr) -> bool:
    return isinstance(value, exp.Literal) and value.is_string
