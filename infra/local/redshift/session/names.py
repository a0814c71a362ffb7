"""Which relation a name in a statement means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ..catalog.layout import HIDDEN_SCHEMAS
from ..errors import UNDEFINED_TABLE, RedshiftError, not_supported
from .locks import Relation

if TYPE_CHECKING:
    from .session import Session


def temporary_schema(session: Session) -> str:
    """The schema name under which a session's temporary relations are described."""
    return f"pg_temp_{session.process_id}"


def resolve(session: Session, table: exp.Expr) -> Relation:
    """Schema and name that a name means now: a temporary one first, then the search path."""
    if not isinstance(table, exp.Table) or not isinstance(table.this, exp.Identifier):
        raise not_supported(f"{table.sql()} as the name of a table")
    _require_own(session, table)
    name = table.name.lower()
    if table.db:
        return table.db.lower(), name
    if session.catalog.is_temporary(name):
        return temporary_schema(session), name
    for schema in session.search_path:
        if session.catalog.exists((schema, name)):
            return schema, name
    return session.search_path[0], name


def new_relation(session: Session, table: exp.Table, temporary: bool) -> Relation:
    """Schema and name of a relation to be made."""
    _require_own(session, table)
    name = table.name.lower()
    if temporary or name.startswith("#"):
        return temporary_schema(session), name
    return (table.db.lower() if table.db else session.search_path[0]), name


def _require_own(session: Session, table: exp.Table) -> None:
    if table.catalog and table.catalog.lower() != session.shared.database.name.lower():
        raise not_supported(f"the other database {table.catalog}")
    refuse_hidden(table.db.lower())


def refuse_hidden(schema: str) -> None:
    """Raise 42501 for a schema of the server's own, even to a superuser."""
    if schema in HIDDEN_SCHEMAS:
        raise RedshiftError("42501", f"permission denied for schema {schema}")


def refuse_capitals(session: Session, tree: exp.Expr) -> None:
    """Raise for new names that only their case would tell apart: DuckDB takes them as one."""
    if not session.parameters.keeps_case:
        return
    for identifier in tree.find_all(exp.Identifier):
        if identifier.args.get("quoted") and identifier.name != identifier.name.lower():
            raise not_supported(f'capitals in the name "{identifier.name}"')


def sql_name(relation: Relation) -> str:
    """The relation as DuckDB spells it."""
    schema, name = relation
    quoted = '"' + name.replace('"', '""') + '"'
    if schema.startswith("pg_temp_"):
        return f"temp.main.{quoted}"
    return '"' + schema.replace('"', '""') + '".' + quoted


def duckdb_place(session: Session, relation: Relation) -> tuple[str, str, str]:
    """Database, schema and name of a relation as DuckDB's own catalog lists it."""
    if relation[0].startswith("pg_temp_"):
        return "temp", "main", relation[1]
    return session.shared.database.name, *relation


def require(session: Session, relation: Relation) -> None:
    """Raise 42P01 unless the relation exists."""
    if not session.catalog.exists(relation):
        raise RedshiftError(
            UNDEFINED_TABLE, f'relation "{relation[0]}.{relation[1]}" does not exist'
        )
