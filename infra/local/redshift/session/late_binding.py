"""The columns that late-binding views have now, for pg_get_late_binding_view_cols()."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import TYPE_CHECKING

import duckdb
from sqlglot import exp

from ..errors import RedshiftError
from ..translation.parse import parse_sql
from ..translation.query import translate_query
from .descriptions import Descriptions
from .known_views import Shapes
from .locks import Relation
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
    shapes = _shapes(session.descriptions)
    known = session.shared.late_binding
    found: list[Column] = []
    committed: Shapes | None = None
    for (schema, view), definition in _definitions(session).items():
        key = definition, session.search_path, session.user
        columns = known.columns(key, shapes)
        if columns is None:
            columns = _columns(session, definition)
            committed = committed or _committed_shapes(session)
            mentioned = _mentioned(session, definition)
            known.keep(key, columns, {name: shapes.get(name) for name in mentioned}, committed)
        found += [
            (schema, view, name, kind, place) for place, (name, kind) in enumerate(columns, 1)
        ]
    return found


def _definitions(session: Session) -> dict[Relation, str]:
    rows = session.descriptions.run(
        "SELECT schema_name, relation_name, definition FROM {}.relations "
        "WHERE kind = 'late_binding_view' ORDER BY schema_name, relation_name",
        [],
    )
    return {(str(schema), str(view)): str(definition) for schema, view, definition in rows}


def _shapes(descriptions: Descriptions) -> Shapes:
    """What tells one state of each relation from another: its columns and its definition.

    Functions stand under a name that is no relation's: whatever changes there may change all.
    """
    rows = descriptions.run(
        "SELECT schema_name, relation_name, hash(list(c ORDER BY c.rowid)) FROM {}.columns c "
        "GROUP BY ALL "
        "UNION ALL SELECT schema_name, relation_name, hash(definition, kind) FROM {}.relations "
        "UNION ALL SELECT '', '', coalesce(sum(hash(f)), 0) FROM {}.functions f",
        [],
    )
    shapes: defaultdict[Relation, list[str]] = defaultdict(list)
    for schema, relation, shape in rows:
        shapes[str(schema), str(relation)].append(str(shape))
    return {relation: tuple(sorted(told)) for relation, told in shapes.items()}


def _committed_shapes(session: Session) -> Shapes:
    """The same without what the session has not committed: so the views are bound."""
    with session.open_beside() as beside:
        return _shapes(Descriptions(beside, session.shared.database.name))


def _mentioned(session: Session, definition: str) -> set[Relation]:
    """The relations that a definition may mean, those of the views that it reads among them."""
    definitions = _definitions(session)
    found: set[Relation] = {("", "")}
    unread = [definition]
    while unread:
        names = _names(session, unread.pop()) - found
        found |= names
        unread += [definitions[name] for name in names if name in definitions]
    return found


def _names(session: Session, definition: str) -> set[Relation]:
    return {
        (schema, table.name.lower())
        for table in parse_sql(definition).find_all(exp.Table)
        for schema in ([table.db.lower()] if table.db else session.search_path)
    }


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
