"""The columns that late-binding views have now, for pg_get_late_binding_view_cols()."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import duckdb

from ..errors import RedshiftError
from ..translation.parse import parse_sql
from ..translation.query import translate_query
from .query_columns import columns_of_query

if TYPE_CHECKING:
    from .session import Session

Column = tuple[str, str, str, str, int]


class LateBindingColumns:
    """The same, asked again only once a name may mean something else: each view is translated.

    Reflection of a schema asks for them with every relation.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: tuple[Hashable, list[Column]] | None = None

    def __call__(self) -> list[Column]:
        """Schema, view, column, type and position."""
        meaning = self._session.transaction.meaning()
        if meaning is None:
            return late_binding_columns(self._session)
        key = (meaning, self._session.search_path)
        if self._known is None or self._known[0] != key:
            self._known = key, late_binding_columns(self._session)
        return self._known[1]


def late_binding_columns(session: Session) -> list[Column]:
    """Schema, view, column, type and position; views that cannot be bound now have none."""
    rows = session.descriptions.run(
        "SELECT schema_name, relation_name, definition FROM {}.relations "
        "WHERE kind = 'late_binding_view' ORDER BY schema_name, relation_name",
        [],
    )
    found: list[Column] = []
    for schema, view, definition in rows:
        columns = _columns(session, str(definition))
        found += [
            (str(schema), str(view), name, kind, place)
            for place, (name, kind) in enumerate(columns, 1)
        ]
    return found


def _columns(session: Session, definition: str) -> list[tuple[str, str]]:
    # On a cursor of its own: a view that cannot be bound must not fail the session's transaction.
    try:
        query = parse_sql(definition)
        sql = translate_query(query.copy(), session.make_context(reader=None))
        with session.open_beside() as beside:
            described = beside.execute(f"DESCRIBE {sql}").fetchall()
        columns = columns_of_query(session, query, described)
        return [(column.name.lower(), column.type.text) for column in columns]
    except (duckdb.Error, RedshiftError):
        return []
