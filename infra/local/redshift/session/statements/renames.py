"""Renaming: views that are bound go on reading what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import DUPLICATE_TABLE, RedshiftError, not_supported
from ..bindings import rebind
from ..locks import Mode, Relation
from ..materialized import BASE_RENAMED, break_refresh
from ..names import sql_name
from .drop import dependents

if TYPE_CHECKING:
    from ..session import Session

_DESCRIBED = ("relations", "columns", "constraints", "comments", "privileges", "dependencies")

# Lists of a table's columns: where they are, and which table's they are.
_LISTED = (
    ("relations", "sort_keys", "schema_name", "relation_name"),
    ("constraints", "columns", "schema_name", "relation_name"),
    ("constraints", "foreign_columns", "foreign_schema", "foreign_relation"),
)


def rename_relation(session: Session, relation: Relation, name: str) -> None:
    """Rename a table or view; bound views above it go on reading it."""
    renamed = (relation[0], name)
    session.lock({renamed: Mode.EXCLUSIVE})
    if session.catalog.exists(renamed):
        raise RedshiftError(DUPLICATE_TABLE, f'relation "{name}" already exists')
    described = session.descriptions.kind_of(relation)
    if described in ("materialized_view", "materialized_rows"):
        raise not_supported("RENAME of a materialized view")
    kind = "TABLE" if described in ("table", None) else "VIEW"
    session.cursor.execute(f'ALTER {kind} {sql_name(relation)} RENAME TO "{name}"')
    for table in _DESCRIBED:
        session.descriptions.run(
            f"UPDATE {{}}.{table} SET relation_name = ? "
            "WHERE schema_name = ? AND relation_name = ?",
            [name, *relation],
        )
    views = dependents(session, relation)
    for table, column in (("dependencies", "referenced"), ("constraints", "foreign")):
        session.descriptions.run(
            f"UPDATE {{}}.{table} SET {column}_relation = ? "
            f"WHERE {column}_schema = ? AND {column}_relation = ?",
            [name, *relation],
        )
    rebind(session, relation, renamed)
    for view in views:
        if session.descriptions.kind_of(view) == "materialized_view":
            break_refresh(session, view, BASE_RENAMED)


def rename_column(session: Session, relation: Relation, old: str, new: str) -> None:
    """Rename a column; refused where bound views may read it."""
    if dependents(session, relation):
        raise not_supported("RENAME COLUMN of a table that views read")
    session.cursor.execute(f'ALTER TABLE {sql_name(relation)} RENAME COLUMN "{old}" TO "{new}"')
    for table in ("columns", "comments", "privileges"):
        session.descriptions.run(
            f"UPDATE {{}}.{table} SET column_name = ? "
            "WHERE schema_name = ? AND relation_name = ? AND column_name = ?",
            [new, *relation, old],
        )
    for table, column, schema, name in _LISTED:
        session.descriptions.run(
            f"UPDATE {{}}.{table} SET {column} = "
            f"list_transform({column}, lambda named: if(named = ?, ?, named)) "
            f"WHERE {schema} = ? AND {name} = ?",
            [old, new, *relation],
        )
    session.descriptions.run(
        "UPDATE {}.relations SET dist_key = ? "
        "WHERE schema_name = ? AND relation_name = ? AND dist_key = ?",
        [new, *relation, old],
    )
