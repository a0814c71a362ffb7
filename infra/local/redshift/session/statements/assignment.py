"""Which types a column takes of a query's without a cast; DuckDB would cast nearly any.

Source: https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html (implicit
conversion types)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import RedshiftError, not_supported
from ...types.declared import DeclaredType
from ...types.fields import describe_field
from ..descriptions import Column
from .literals import is_plain, require_readable

if TYPE_CHECKING:
    from ..session import Session

_NUMBERS = {20, 21, 23, 700, 701, 1700}
_TEXTS = {1042, 1043}
_MOMENTS = {1082, 1114, 1184}
_TIMES = {1083, 1266}
_FLOATS = {700, 701}
_WHOLE = {20, 21, 23}
_BOOLEAN, _UNKNOWN, _SUPER = 16, 705, 4000


def check_assignment(
    session: Session,
    rows: str,
    source: exp.Expr,
    order: list[str],
    known: dict[str, Column],
) -> int:
    """The number of a query's columns; raises 42804 where one is not for its column."""
    described = session.cursor.execute(f"DESCRIBE {rows}").fetchall()
    items = _items(source)
    for place, (name, (_, kind, *_)) in enumerate(zip(order, described, strict=False)):
        if name not in known:
            continue
        if not items or not all(is_plain(row[place]) for row in items):
            require_assignable(known[name], kind)
        for row in items:
            require_readable(row[place], known[name])
    return len(described)


def _items(source: exp.Expr) -> list[list[exp.Expr]]:
    """The expressions of each row that the text lists; none where a star hides them."""
    if isinstance(source, exp.Values):
        return [row.expressions for row in source.expressions]
    select = source.unnest() if isinstance(source, exp.Subquery) else source
    items = select.expressions if isinstance(select, exp.Select) else []
    return [] if not items or any(item.is_star for item in items) else [items]


def require_assignable(column: Column, duckdb_type: str) -> None:
    """Raise 42804 unless a value of DuckDB's type goes into the column without a cast."""
    found = describe_field(column.name, duckdb_type).type
    if column.type.oid == _SUPER and found.oid in _FLOATS:
        raise not_supported("a floating-point number in a SUPER column")
    if not _assignable(found.oid, column.type):
        raise RedshiftError(
            "42804",
            f'column "{column.name}" is of type {column.type.text.split("(")[0]} '
            f"but expression is of type {found.name}",
        )


def _assignable(source: int, target: DeclaredType) -> bool:
    oid = target.oid
    if source in (oid, _UNKNOWN) or source == _SUPER:
        return True
    if oid == _SUPER:
        # https://docs.aws.amazon.com/redshift/latest/dg/limitations-super.html
        return source not in _MOMENTS | _TIMES
    if source in _NUMBERS:
        return oid in _NUMBERS | _TEXTS or (source in _WHOLE and oid == _BOOLEAN)
    if source in _MOMENTS:
        return oid in _MOMENTS | _TEXTS or (oid in _TIMES and source != 1082)
    if source in _TEXTS:
        return oid in _TEXTS
    if source in _TIMES:
        return oid in _TIMES | _TEXTS
    return source not in (_BOOLEAN,)
