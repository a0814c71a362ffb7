"""CREATE VIEW, bound to its tables or late-binding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import DUPLICATE_TABLE, INVALID_SCHEMA, SYNTAX_ERROR, RedshiftError
from ...translation.generate import generate_sql
from ...translation.parse import parse_sql
from ...translation.query import translate_tree
from ...translation.tables import read_bindings
from ..bindings import bind_relations
from ..descriptions import Column
from ..locks import Mode, Relation
from ..names import new_relation, sql_name
from ..query_columns import columns_of_query
from ..result import Result
from .create_table import require_column_names

if TYPE_CHECKING:
    from ..session import Session

# A late-binding view is bound where it is used: the translation puts its text there. This is what
# DuckDB keeps in its place, so that the name is taken; nothing can read it by accident.
_PLACE_HOLDER = "SELECT error('a late-binding view was not expanded') AS late_binding"


_SYSTEM_NAME = re.compile(r"(pg|svv|svl|stl|stv|sys|svcs)_")


def create_view(session: Session, tree: exp.Create) -> Result:
    """Make or replace a view."""
    named = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    relation = new_relation(session, named, temporary=False)
    session.lock({relation: Mode.EXCLUSIVE})
    session.transaction.begin_work()
    session.access.require_create(relation[0])
    before = make_room(session, relation, replace=bool(tree.args.get("replace")))
    names = [item.name.lower() for item in getattr(tree.this, "expressions", [])]
    if tree.args.get("no_schema_binding"):
        _create_late_binding(session, tree.expression, relation, names)
    else:
        _create_bound(session, tree.expression, relation, names, before)
    session.catalog.may_have_temporary |= relation[0].startswith("pg_temp_")
    session.catalog.forget()
    return Result("CREATE VIEW")


def _create_late_binding(
    session: Session, query: exp.Expr, relation: Relation, names: list[str]
) -> None:
    """Its tables may be missing; their schemas and its grammar may not."""
    _require_qualified(session, query)
    if names:
        alias = exp.TableAlias(
            this=exp.to_identifier("source"), columns=[exp.to_identifier(n) for n in names]
        )
        star = exp.Select(expressions=[exp.Star()])
        star.set("from_", exp.From(this=exp.Subquery(this=query, alias=alias)))
        query = star
    definition = query.sql(dialect="redshift")
    parse_sql(definition)
    session.cursor.execute(f"CREATE VIEW {sql_name(relation)} AS {_PLACE_HOLDER}")
    session.descriptions.add_relation(relation, "late_binding_view", definition)
    session.shared.may.have_late_binding = True


def _require_qualified(session: Session, query: exp.Expr) -> None:
    local = {cte.alias.lower() for cte in query.find_all(exp.CTE)}
    schemas = {*session.catalog.schemas(), "pg_catalog", "information_schema"}
    for table in query.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier) or table.name.lower() in local:
            continue
        if not table.db and _SYSTEM_NAME.match(table.name.lower()):
            continue
        if not table.db:
            raise RedshiftError(
                SYNTAX_ERROR,
                "All the relation names inside should be qualified when creating VIEW "
                "WITH NO SCHEMA BINDING.",
            )
        if table.db.lower() not in schemas:
            raise RedshiftError(INVALID_SCHEMA, f'schema "{table.db}" does not exist')


def _create_bound(
    session: Session,
    query: exp.Expr,
    relation: Relation,
    names: list[str],
    before: list[Column],
) -> None:
    context = session.make_context(lasting=True)
    definition = query.sql(dialect="redshift")
    translated = translate_tree(query.copy(), context)
    session.lock(dict.fromkeys(context.reads, Mode.READ))
    bindings = bind_relations(session, context.reads)
    read_bindings(translated, context, bindings)
    sql = generate_sql(translated, spent=True)
    described = session.cursor.execute(f"DESCRIBE {sql}").fetchall()
    found = columns_of_query(session, query, described)
    if names:
        definition = _renamed(definition, [c.name for c in found], names)
        sql = _renamed(sql, [c.name for c in found], names)
        for column, name in zip(found, names, strict=False):
            column.name = name
    require_column_names([column.name for column in found])
    _require_same(before, found)
    _make_view(session, relation, sql, [column.name for column in found])
    session.descriptions.add_relation(relation, "view", definition)
    session.descriptions.add_columns(relation, found)
    note_dependencies(session, relation, {*bindings.values(), *context.calls})


def _renamed(query: str, found: list[str], names: list[str]) -> str:
    if len(names) > len(found):
        raise RedshiftError(SYNTAX_ERROR, "CREATE VIEW specifies more column names than columns")
    pairs = zip(found, [*names, *found[len(names) :]], strict=True)
    listed = ", ".join(f'"{old}" AS "{new}"' for old, new in pairs)
    return f"SELECT {listed} FROM ({query}) AS source"


def _make_view(session: Session, relation: Relation, sql: str, columns: list[str]) -> None:
    """Make DuckDB's view: with the columns that it has now, whatever `*` means later."""
    listed = ", ".join(f'"{name}"' for name in columns)
    kind = "TEMP VIEW" if relation[0].startswith("pg_temp_") else "VIEW"
    session.cursor.execute(
        f"CREATE {kind} {sql_name(relation)} AS SELECT {listed} FROM ({sql}) AS source"
    )


def _require_same(before: list[Column], found: list[Column]) -> None:
    """A view is replaced by one of the same columns only.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html
    """
    if not before:
        return
    if len(before) != len(found):
        raise RedshiftError("42P16", "cannot change number of columns in view")
    for old, new in zip(before, found, strict=True):
        if old.name != new.name:
            raise RedshiftError("42P16", f'cannot change name of view column "{old.name}"')
        if old.type.text != new.type.text:
            raise RedshiftError("42P16", f'cannot change data type of view column "{old.name}"')


def note_dependencies(session: Session, relation: Relation, reads: Iterable[Relation]) -> None:
    """Keep what a view reads: it cannot be dropped under it."""
    for read in reads:
        session.descriptions.run(
            "INSERT INTO {}.dependencies VALUES (?, ?, ?, ?)", [*relation, *read]
        )


def make_room(session: Session, relation: Relation, *, replace: bool) -> list[Column]:
    """Take the view away that is to be replaced, and tell its columns; its grants stay."""
    if not session.catalog.exists(relation):
        return []
    kind = session.descriptions.kind_of(relation)
    if not replace:
        raise RedshiftError(DUPLICATE_TABLE, f'Relation "{relation[1]}" already exists')
    if kind not in ("view", "late_binding_view"):
        raise RedshiftError("42809", f'"{relation[1]}" is not a view')
    session.access.require_owner(relation)
    columns = session.descriptions.columns_of(relation)
    session.cursor.execute(f"DROP VIEW {sql_name(relation)}")
    session.descriptions.forget_definition(relation)
    return columns
