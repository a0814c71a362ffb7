"""DROP TABLE and VIEW: refused where views or foreign keys depend, unless CASCADE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import (
    DEPENDENT_OBJECTS,
    SYNTAX_ERROR,
    UNDEFINED_TABLE,
    RedshiftError,
    not_supported,
)
from ...metadata import SCHEMA
from ...translation.parse import parse_sql
from ...translation.scan import StatementText, leading_words
from ..bindings import forget_bindings
from ..locks import Mode, Relation
from ..materialized import drop_rows
from ..names import resolve, sql_name
from ..result import Result
from .handler import Handler, Values
from .keys import forget_key, keys_to

if TYPE_CHECKING:
    from ..session import Session


class Drop(Handler):
    """One or several of a kind."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Drop."""
        words = leading_words(statement.text, 3)
        if words[1:2] not in (("TABLE",), ("VIEW",), ("MATERIALIZED",)):
            raise not_supported(f"DROP {' '.join(words[1:])}")
        tree = parse_sql(statement.sql, values)
        if not isinstance(tree, exp.Drop):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in DROP")
        notices: list[str] = []
        for table in tree.args.get("tables") or [tree.this]:
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
    cascade = bool(tree.args.get("cascade"))
    lock_for_drop(session, relation, cascade=cascade)
    session.transaction.begin_work()
    kind = _kind_of(tree)
    if not session.catalog.exists(relation):
        if tree.args.get("exists"):
            return [f'{kind} "{relation[1]}" does not exist and will be skipped']
        raise RedshiftError(UNDEFINED_TABLE, f'{kind} "{relation[1]}" does not exist')
    if _DROPPED_AS[session.descriptions.kind_of(relation) or "table"] != kind:
        raise RedshiftError("42809", f'"{relation[1]}" is not a {kind.lower()}')
    session.access.require_owner(relation, "drop")
    drop_with_dependents(session, relation, cascade=cascade)
    return []


def dependents(session: Session, relation: Relation) -> list[Relation]:
    """The views that read a relation."""
    rows = session.descriptions.run(
        "SELECT DISTINCT schema_name, relation_name FROM {}.reads "
        "WHERE referenced_schema = ? AND referenced_relation = ?",
        [*relation],
    )
    return [(str(schema), str(name)) for schema, name in rows]


def lock_for_drop(session: Session, relation: Relation, *, cascade: bool) -> None:
    """Wait for a relation and, with `cascade`, the views above it: before the snapshot is taken.

    Another transaction that drops one of the views has then ended.
    """
    wanted: set[Relation] = set()
    found = {relation}
    while not found <= wanted:
        wanted |= found
        session.lock(dict.fromkeys(wanted, Mode.EXCLUSIVE))
        found = {above for below in wanted for above in dependents(session, below) if cascade}


def drop_with_dependents(session: Session, relation: Relation, *, cascade: bool) -> None:
    """Drop a relation and, with `cascade`, views above it and keys to it; raises 2BP01 without."""
    above = dependents(session, relation)
    keys = keys_to(session, relation)
    if (above or keys) and not cascade:
        names = [f"view {name}" for _, name in above]
        names += [f"constraint {key.name} on table {key.relation[1]}" for key in keys]
        raise RedshiftError(
            DEPENDENT_OBJECTS,
            f"cannot drop {relation[1]} because other objects depend on it: {', '.join(names)}",
        )
    for key in keys:
        forget_key(session, key.relation, key.name)
    for view in above:
        if not _is_gone(session, view):
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
    forget_bindings(session, relation)


def _is_gone(session: Session, view: Relation) -> bool:
    """Whether another transaction has dropped a view that the snapshot still holds."""
    if not session.transaction.is_outdated(view):
        return False
    with session.open_beside() as beside:
        found = beside.execute(
            f"SELECT 1 FROM {SCHEMA}.relations WHERE schema_name = ? AND relation_name = ?",
            [*view],
        ).fetchone()
    return found is None
