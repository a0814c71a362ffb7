"""Between a bound view and what it reads: a name that stays when the relation is renamed.

Redshift's views read relations by their oid: renaming one leaves the views above it alone, and two
transactions may rename two relations that one view reads. DuckDB's views read by name. So they read
a DuckDB view of the one relation, which only a change of that relation replaces, under its lock.
https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..metadata import BINDINGS_SCHEMA
from .locks import Relation
from .names import sql_name

if TYPE_CHECKING:
    from .session import Session


def bind_relations(session: Session, relations: Iterable[Relation]) -> dict[Relation, Relation]:
    """The binding of each relation under its present name and columns, made where it is missing."""
    return {
        relation: _find(session, relation) or _make(session, relation) for relation in relations
    }


def rebind(session: Session, old: Relation, new: Relation) -> None:
    """A relation has been renamed: its bindings read it under its new name."""
    for binding, columns in _bindings_of(session, old):
        _show(session, binding, columns, new)
    session.descriptions.run(
        "UPDATE {}.bindings SET schema_name = ?, relation_name = ? "
        "WHERE schema_name = ? AND relation_name = ?",
        [*new, *old],
    )


def forget_bindings(session: Session, relation: Relation) -> None:
    """A relation has been dropped, and no view reads it any more."""
    for binding, _ in _bindings_of(session, relation):
        session.cursor.execute(f"DROP VIEW {sql_name((BINDINGS_SCHEMA, binding))}")
    session.descriptions.run(
        "DELETE FROM {}.bindings WHERE schema_name = ? AND relation_name = ?", [*relation]
    )


def _find(session: Session, relation: Relation) -> Relation | None:
    rows = session.descriptions.run(
        "SELECT binding FROM {}.bindings WHERE schema_name = ? AND relation_name = ? "
        "AND bound_schema = schema_name AND bound_relation = relation_name AND columns = ? LIMIT 1",
        [*relation, session.catalog.column_names(relation)],
    )
    return (BINDINGS_SCHEMA, str(rows[0][0])) if rows else None


def _make(session: Session, relation: Relation) -> Relation:
    binding = uuid.uuid4().hex
    columns = session.catalog.column_names(relation)
    _show(session, binding, columns, relation)
    session.descriptions.run(
        "INSERT INTO {}.bindings VALUES (?, ?, ?, ?, ?, ?)",
        [binding, *relation, columns, *relation],
    )
    return BINDINGS_SCHEMA, binding


def _show(session: Session, binding: str, columns: list[str], relation: Relation) -> None:
    listed = ", ".join(f'"{name}"' for name in columns)
    view = sql_name((BINDINGS_SCHEMA, binding))
    session.cursor.execute(
        f"CREATE OR REPLACE VIEW {view} AS SELECT {listed} FROM {sql_name(relation)}"
    )


def _bindings_of(session: Session, relation: Relation) -> list[tuple[str, list[str]]]:
    rows = session.descriptions.run(
        "SELECT binding, columns FROM {}.bindings WHERE schema_name = ? AND relation_name = ?",
        [*relation],
    )
    return [(str(binding), list(columns)) for binding, columns in rows]  # type: ignore[call-overload]
