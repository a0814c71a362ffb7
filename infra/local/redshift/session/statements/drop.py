"""DROP TABLE, VIEW and SCHEMA: refused where views depend, unless CASCADE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import (
    DEPENDENT_OBJECTS,
    INVALID_SCHEMA,
    UNDEFINED_TABLE,
    RedshiftError,
    not_supported,
)
from ...translation.parse import parse_sql
from ...translation.scan import StatementText
from ..locks import Mode, Relation
from ..materialized import drop_rows
from ..names import resolve, sql_name
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session


class Drop(Handler):
    """One or several of a kind."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Drop."""
        tree = parse_sql(statement.sql, values)
        if not isinstance(tree, exp.Drop) or tree.kind not in ("TABLE", "VIEW", "SCHEMA"):
            raise not_supported(f"statement {' '.join(statement.text.split()[:2])}")
        notices: list[str] = []
        for table in tree.args.get("tables") or [tree.this]:
            if tree.kind == "SCHEMA":
                notices += _drop_schema(session, table, tree)
            else:
                notices += _drop_relation(session, table, tree)
        return Result(f"DROP {_kind_of(tree).upper()}", notices=notices)


def _kind_of(tree: exp.Drop) -> str:
    return "Materialized view" if tree.args.get("materialized") else str(tree.kind).capitalize()


_DROPPED_AS = {
    "table": "Table",
    "materialized_rows": "",
    "view": "View",
    "late_binding_view": "View",
    "materialized_view": "Materialized view",
}


def _drop_relation(session: Session, table: exp.Table, tree: exp.Drop) -> list[str]:
    relation = resolve(session, table)
    session.lock({relation: Mode.EXCLUSIVE})
    session.transaction.begin_work()
    kind = _kind_of(tree)
    if not session.catalog.exists(relation):
        if tree.args.get("exists"):
            return [f'{kind} "{relation[1]}" does not exist and will be skipped']
        raise RedshiftError(UNDEFINED_TABLE, f'{kind} "{relation[1]}" does not exist')
    if _DROPPED_AS[session.descriptions.kind_of(relation) or "table"] != kind:
        raise RedshiftError("42809", f'"{relation[1]}" is not a {kind.lower()}')
    session.access.require_owner(relation, "drop")
    drop_with_dependents(session, relation, cascade=bool(tree.args.get("cascade")))
    return []


def dependents(session: Session, relation: Relation) -> list[Relation]:
    """The views that read a relation."""
    rows = session.descriptions.run(
        "SELECT DISTINCT schema_name, relation_name FROM {}.dependencies "
        "WHERE referenced_schema = ? AND referenced_relation = ?",
        [*relation],
    )
    return [(str(schema), str(name)) for schema, name in rows]


def drop_with_dependents(session: Session, relation: Relation, *, cascade: bool) -> None:
    """Drop a relation and, with `cascade`, every view above it; raises 2BP01 without."""
    above = dependents(session, relation)
    if above and not cascade:
        names = ", ".join(f"view {name}" for _, name in above)
        raise RedshiftError(
            DEPENDENT_OBJECTS,
            f"cannot drop {relation[1]} because other objects depend on it: {names}",
        )
    for view in above:
        drop_with_dependents(session, view, cascade=True)
    kind = session.descriptions.kind_of(relation) or "table"
    identities = [c.name for c in session.descriptions.columns_of(relation) if c.identity]
    session.cursor.execute(f"DROP {'TABLE' if kind == 'table' else 'VIEW'} {sql_name(relation)}")
    if kind == "materialized_view":
        drop_rows(session, relation)
    for column in identities:
        sequence = sql_name((relation[0], f"{relation[1]}_{column}_identity"))
        session.cursor.execute(f"DROP SEQUENCE IF EXISTS {sequence}")
    session.descriptions.forget(relation)


def _drop_schema(session: Session, table: exp.Table, tree: exp.Drop) -> list[str]:
    name = (table.db or table.name).lower()
    session.transaction.begin_work()
    if name not in session.catalog.schemas():
        if tree.args.get("exists"):
            return [f'Schema "{name}" does not exist and will be skipped']
        raise RedshiftError(INVALID_SCHEMA, f'Schema "{name}" does not exist')
    session.access.require_schema_owner(name, "drop")
    relations = session.catalog.relations_of(name)
    if relations and not tree.args.get("cascade"):
        raise RedshiftError(
            DEPENDENT_OBJECTS,
            f"cannot drop schema {name} because other objects depend on it",
        )
    for relation in relations:
        session.lock({relation: Mode.EXCLUSIVE})
        is_rows = session.descriptions.kind_of(relation) == "materialized_rows"
        if session.catalog.exists(relation) and not is_rows:
            drop_with_dependents(session, relation, cascade=True)
    session.cursor.execute(f'DROP SCHEMA "{name}" CASCADE')
    for described in ("schemas", "privileges", "default_privileges", "functions"):
        session.descriptions.run(f"DELETE FROM {{}}.{described} WHERE schema_name = ?", [name])
    return []
