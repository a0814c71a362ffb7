"""The columns that a query gives to what is made of it: a table, a view, a materialized view.

Character columns keep the length that is told for them: that of a column, or of a cast; without one
a cast is as long as what it casts. Anything else is as long as a VARCHAR can be.
Sources: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_AS.html
and https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from ..errors import RedshiftError
from ..types.declared import LONGEST, character_varying, declare_duckdb_type
from .descriptions import Column
from .names import resolve

if TYPE_CHECKING:
    from .session import Session

_TEXTS = {exp.DType.VARCHAR, exp.DType.NVARCHAR, exp.DType.TEXT}
# Of the type of what they are given.
_SAME = (
    exp.Paren, exp.Min, exp.Max, exp.AnyValue, exp.Window, exp.IgnoreNulls, exp.RespectNulls,
    exp.FirstValue, exp.LastValue, exp.NthValue, exp.Lag, exp.Lead,
)  # fmt: skip


def columns_of_query(
    session: Session, query: exp.Expr, described: Sequence[Sequence[str]]
) -> list[Column]:
    """Columns by DuckDB's names and types of them; `query` is Redshift's, not yet translated."""
    lengths = _Lengths(session)
    columns = []
    for position, (name, kind, *_) in enumerate(described):
        declared = declare_duckdb_type(kind)
        if declared.byte_length:
            found = lengths.of_output(query, name.lower(), position)
            declared = character_varying(found or LONGEST)
        columns.append(Column(name, declared))
    return columns


class _Lengths:
    """Bytes of character columns; None where no length is told."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables: dict[str, dict[str, int | None]] = {}
        self._within: list[exp.Expr] = []

    def of_output(self, query: exp.Expr, name: str, position: int | None) -> int | None:
        """Of a column of a query's: by its position, or by its name behind a star."""
        query = query.unnest() if isinstance(query, exp.Subquery) else query
        if isinstance(query, exp.SetOperation):
            sides = (query.this, query.expression)
            return _longest([self.of_output(side, name, position) for side in sides])
        if not isinstance(query, exp.Select) or any(query is outer for outer in self._within):
            return None
        self._within.append(query)
        try:
            return self._of_item(query, name, position)
        finally:
            self._within.pop()

    def _of_item(self, select: exp.Select, name: str, position: int | None) -> int | None:
        items = select.expressions
        stars = [item for item in items if item.is_star]
        if position is not None and not stars:
            return self._of_value(items[position], select) if position < len(items) else None
        for item in items:
            if not item.is_star and item.alias_or_name.lower() == name:
                return self._of_value(item, select)
        table = stars[0].table if len(stars) == 1 and isinstance(stars[0], exp.Column) else ""
        return self._of_source(select, table.lower(), name) if stars else None

    def _of_value(self, value: exp.Expr, select: exp.Select) -> int | None:
        value = value.unalias()
        if isinstance(value, exp.Column):
            return self._of_source(select, value.table.lower(), value.name.lower())
        if isinstance(value, exp.Cast) and value.to.this in _TEXTS:
            sizes = [size.name.upper() for size in value.to.expressions]
            if not sizes:
                return self._of_value(value.this, select)
            return LONGEST if sizes == ["MAX"] else int(sizes[0])
        return self._of_value(value.this, select) if isinstance(value, _SAME) else None

    def _of_source(self, select: exp.Select, table: str, name: str) -> int | None:
        """Of a column of FROM's; the longest where several tables have it, as USING joins it."""
        from_ = select.args.get("from_")
        places = [from_, *(select.args.get("joins") or [])] if from_ is not None else []
        sources = [p.this for p in places if table in ("", p.this.alias_or_name.lower())]
        found = [self._of_column(source, name) for source in sources]
        return max((length for length in found if length), default=None)

    def _of_column(self, source: exp.Expr, name: str) -> int | None:
        alias = source.args.get("alias")
        if isinstance(alias, exp.TableAlias) and alias.columns:
            return None
        if isinstance(source, exp.Subquery):
            return self.of_output(source, name, None)
        if not isinstance(source, exp.Table) or not isinstance(source.this, exp.Identifier):
            return None
        cte = None if source.db else _find_cte(source)
        if cte is None:
            return self._of_table(source).get(name)
        columns = [column.name.lower() for column in cte.args["alias"].columns]
        if not columns:
            return self.of_output(cte.this, name, None)
        place = columns.index(name) if name in columns else None
        return None if place is None else self.of_output(cte.this, "", place)

    def _of_table(self, table: exp.Table) -> dict[str, int | None]:
        key = f"{table.db}.{table.name}".lower()
        if key not in self._tables:
            self._tables[key] = self._read_table(table)
        return self._tables[key]

    def _read_table(self, table: exp.Table) -> dict[str, int | None]:
        try:
            relation = resolve(self._session, table)
        except RedshiftError:
            # A path into a SUPER value, which is written as a table's name is.
            return {}
        columns = self._session.descriptions.columns_of(relation)
        return {column.name: column.type.byte_length for column in columns}


def _longest(lengths: list[int | None]) -> int | None:
    known = [length for length in lengths if length is not None]
    return max(known) if len(known) == len(lengths) else None


def _find_cte(table: exp.Table) -> exp.CTE | None:
    """The common table expression that a name means where it stands."""
    node: exp.Expr | None = table
    while node is not None:
        with_ = node.args.get("with_")
        for cte in with_.expressions if with_ is not None else ():
            if cte.alias.lower() == table.name.lower():
                return cte  # type: ignore[no-any-return]
        node = node.parent
    return None
