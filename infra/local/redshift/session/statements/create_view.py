"""CREATE VIEW, bound to its tables or late-binding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import DUPLICATE_TABLE, RedshiftError, not_supported
from ...translation.parse import parse_sql
from ...translation.query import translate_query
from ...types.declared import declare_duckdb_type
from ..descriptions import Column
from ..locks import Mode, Relation
from ..names import new_relation, sql_name
from ..result import Result

if TYPE_CHECKING:
    from ..session import Session

# A late-binding view is bound where it is used: the translation puts its text there. This is what
# DuckDB keeps in its place, so that the name is taken; nothing can read it by accident.
_PLACE_HOLDER = "SELECT error('a late-binding view was not expanded') AS late_binding"


def create_view(session: Session, tree: exp.Create) -> Result:
    """Make or replace a view."""
    if isinstance(tree.this, exp.Schema):
        raise not_supported("a column list of CREATE VIEW")
    relation = new_relation(session, tree.this, temporary=False)
    session.lock({relation: Mode.EXCLUSIVE})
    session.transaction.begin_work()
    session.access.require_create(relation[0])
    make_room(session, relation, replace=bool(tree.args.get("replace")))
    definition = tree.expression.sql(dialect="redshift")
    if tree.args.get("no_schema_binding"):
        # Its tables may be missing, its grammar may not.
        parse_sql(definition)
        session.cursor.execute(f"CREATE VIEW {sql_name(relation)} AS {_PLACE_HOLDER}")
        session.descriptions.add_relation(relation, "late_binding_view", definition)
        session.shared.may.have_late_binding = True
    else:
        _create_bound(session, tree, relation, definition)
    return Result("CREATE VIEW")


def _create_bound(session: Session, tree: exp.Create, relation: Relation, definition: str) -> None:
    context = session.make_context(lasting=True)
    sql = translate_query(tree.expression, context)
    session.cursor.execute(f"CREATE VIEW {sql_name(relation)} AS {sql}")
    described = session.cursor.execute(f"DESCRIBE {sql}").fetchall()
    session.descriptions.add_relation(relation, "view", definition)
    session.descriptions.add_columns(
        relation, [Column(row[0].lower(), declare_duckdb_type(row[1])) for row in described]
    )
    note_dependencies(session, relation, context.reads | context.calls)


def note_dependencies(session: Session, relation: Relation, reads: Iterable[Relation]) -> None:
    """Keep what a view reads: it cannot be dropped under it."""
    for read in reads:
        session.descriptions.run(
            "INSERT INTO {}.dependencies VALUES (?, ?, ?, ?)", [*relation, *read]
        )


def make_room(session: Session, relation: Relation, *, replace: bool) -> None:
    """Drop the view that is to be replaced; raises 42P07 for what is in the way."""
    if not session.catalog.exists(relation):
        return
    kind = session.descriptions.kind_of(relation)
    if not replace:
        raise RedshiftError(DUPLICATE_TABLE, f'Relation "{relation[1]}" already exists')
    if kind not in ("view", "late_binding_view"):
        raise RedshiftError("42809", f'"{relation[1]}" is not a view')
    session.access.require_owner(relation)
    session.cursor.execute(f"DROP VIEW {sql_name(relation)}")
    session.descriptions.forget(relation)
