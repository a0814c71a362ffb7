"""Literals on their way into a column, each by itself; DuckDB would make one type of all rows.

Several rows of VALUES: https://docs.aws.amazon.com/redshift/latest/dg/r_INSERT_30.html
What a text may become: https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html
"""

import re
from collections.abc import Sequence

from sqlglot import exp

from ...errors import RedshiftError, not_supported
from ...translation.build import call, cast
from ..descriptions import Column

_WHOLE = {20, 21, 23}
_NUMBERS = {*_WHOLE, 700, 701, 1700}
_TEXTS = {1042, 1043}
_SUPER = 4000
_MOMENTS = {1082: "cast_date", 1114: "cast_timestamp", 1184: "cast_timestamptz"}
# DuckDB passes over any behind a moment.
_WORD = re.compile("[A-SU-Ya-su-y]")
_DIGITS = re.compile(r"\s*[+-]?\d+\s*")


def is_plain(item: exp.Expr) -> bool:
    """Whether an expression is a literal, which takes the type of its column."""
    return isinstance(_unsigned(item.unalias()), (exp.Literal, exp.Null))


def require_readable(item: exp.Expr, column: Column) -> None:
    """Raise 22P02 for a text that is no whole number, where a column takes nothing else.

    And 0A000 for a moment with words, which only a cast reads.
    """
    value = item.unalias()
    if column.type.oid in _MOMENTS and _is_text(value) and _WORD.search(value.name):
        raise not_supported(f"the text '{value.name}' for a column of moments without a cast")
    if column.type.oid in _WHOLE and _is_text(value) and not _DIGITS.fullmatch(value.name):
        kind = column.type.text
        raise RedshiftError("22P02", f'invalid input syntax for {kind}: "{value.name}"')


def type_rows(source: exp.Values, columns: Sequence[Column | None]) -> None:
    """Give the literals of each column its type."""
    for place, column in enumerate(columns):
        if column is not None:
            _type_values([row.expressions[place] for row in source.expressions], column)


def _type_values(values: list[exp.Expr], column: Column) -> None:
    oid, texts = column.type.oid, list(filter(_is_text, values))
    if oid in _NUMBERS:
        for text in texts:
            require_readable(text, column)
            text.replace(cast(text, column.type.duckdb))
    elif oid in _MOMENTS and any(_WORD.search(text.name) for text in texts):
        for text in texts:
            text.replace(call(_MOMENTS[oid], text))
    elif oid == _SUPER and len(values) > 1:
        for value in filter(is_plain, values):
            value.replace(cast(value, column.type.duckdb))
    elif oid in _TEXTS and len({*map(_form, values)} - {None}) > 1:
        raise not_supported(
            "VALUES of numbers and texts, or of numbers of several scales, for the column "
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
