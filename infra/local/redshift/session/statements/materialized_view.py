"""CREATE and ALTER MATERIALIZED VIEW: a stored result behind a view of its name.

Source: https://docs.aws.amazon.com/redshift/latest/dg/materialized-view-create-sql-command.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...catalog import CATALOG_SCHEMA
from ...errors import RedshiftError, not_supported
from ...translation.generate import generate_sql
from ...translation.materialized_view import (
    NAME,
    Definition,
    is_incremental,
    is_mutable,
    read_definition,
    refuse_forbidden,
)
from ...translation.query import translate_tree
from ...translation.scan import StatementText
from ..descriptions import Column, Layout
from ..locks import Mode, Relation
from ..materialized import read_materialized, rows_of
from ..names import new_relation, require, resolve, sql_name
from ..query_columns import columns_of_query
from ..result import Result
from .create_table import make_table, values_are_unused
from .create_view import make_room, note_dependencies
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_ALTER = re.compile(
    rf"ALTER\s+MATERIALIZED\s+VIEW\s+(?P<name>{NAME})\s+AUTO\s+REFRESH\s+(?P<auto>YES|NO)\s*$",
    re.IGNORECASE,
)


class CreateMaterializedView(Handler):
    """The rows are computed at once and stored."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make the table of its rows, the view over it, and describe both."""
        values_are_unused(values)
        definition = read_definition(statement.sql)
        refuse_forbidden(definition.query)
        view = new_relation(session, definition.table, temporary=False)
        session.lock({view: Mode.EXCLUSIVE})
        session.transaction.begin_work()
        session.access.require_create(view[0])
        make_room(session, view, replace=False)
        _name_schemas(session, definition.query)
        query = definition.query.sql(dialect="redshift")
        reads = _fill(session, view, definition)
        session.descriptions.add_relation(view, "materialized_view", f"{statement.text};")
        note_dependencies(session, view, reads)
        session.descriptions.run(
            "INSERT INTO {}.materialized_views VALUES (?, ?, ?, ?, ?, ?, NULL)",
            [
                *view,
                query,
                definition.auto_refresh,
                _is_incremental(session, definition, reads),
                is_mutable(definition.query),
            ],
        )
        session.shared.may.have_materialized = True
        return Result("CREATE MATERIALIZED VIEW")


def _name_schemas(session: Session, query: exp.Query) -> None:
    """Give every table its schema: a later search path must not change what is read."""
    local = {cte.alias_or_name.lower() for cte in query.find_all(exp.CTE)}
    for table in query.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier) and (table.db or table.name.lower() not in local):
            schema, name = resolve(session, table)
            if schema.startswith("pg_temp_"):
                raise RedshiftError("0A000", f"a materialized view cannot read {name}: temporary")
            if session.catalog.exists((schema, name)):
                table.set("db", exp.to_identifier(schema))


def _fill(session: Session, view: Relation, definition: Definition) -> set[Relation]:
    context = session.make_context()
    tree = translate_tree(definition.query.copy(), context)
    if any(table.db == CATALOG_SCHEMA for table in tree.find_all(exp.Table)):
        raise RedshiftError("0A000", "a materialized view cannot read system tables")
    if context.calls:
        raise RedshiftError("0A000", "a materialized view cannot call user-defined functions")
    session.lock(dict.fromkeys(context.reads, Mode.READ))
    for read in context.reads:
        if session.descriptions.kind_of(read) in ("view", "late_binding_view"):
            raise RedshiftError("0A000", f"a materialized view cannot read the view {read[1]}")
    sql = generate_sql(tree)
    described = session.cursor.execute(f"DESCRIBE {sql}").fetchall()
    columns = columns_of_query(session, definition.query, described)
    for column in columns:
        column.name = column.name.lower()
    rows = rows_of(view)
    make_table(session, rows, columns, _checked(definition.layout, columns), "materialized_rows")
    session.cursor.execute(f"INSERT INTO {sql_name(rows)} {sql}")
    session.cursor.execute(f"CREATE VIEW {sql_name(view)} AS SELECT * FROM {sql_name(rows)}")
    session.descriptions.add_columns(view, columns)
    return context.reads


def _checked(layout: Layout, columns: list[Column]) -> Layout:
    known = {column.name for column in columns}
    for name in filter(None, [layout.dist_key, *layout.sort_keys]):
        if name not in known:
            raise RedshiftError("42703", f'column "{name}" named in key does not exist')
    return layout


def _is_incremental(session: Session, definition: Definition, reads: set[Relation]) -> bool:
    below = [read_materialized(session, read) for read in reads]
    return is_incremental(definition.query) and all(b is None or b.is_incremental for b in below)


class AlterMaterializedView(Handler):
    """ALTER MATERIALIZED VIEW name AUTO REFRESH YES|NO."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Note it."""
        match = _ALTER.match(statement.text)
        if match is None:
            raise not_supported("this form of ALTER MATERIALIZED VIEW")
        view = resolve(session, exp.to_table(match["name"], dialect="redshift"))
        session.lock({view: Mode.EXCLUSIVE})
        session.transaction.begin_work()
        require(session, view)
        session.access.require_owner(view)
        if read_materialized(session, view) is None:
            raise RedshiftError("42809", f'"{view[1]}" is not a materialized view')
        session.descriptions.run(
            "UPDATE {}.materialized_views SET auto_refresh = ? "
            "WHERE schema_name = ? AND relation_name = ?",
            [match["auto"].upper() == "YES", *view],
        )
        return Result("ALTER MATERIALIZED VIEW")
