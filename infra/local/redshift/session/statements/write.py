"""What statements that write have in common: a lock, a transaction, a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import RedshiftError
from ...metadata import SCHEMA
from ...translation.context import Context
from ..descriptions import Column
from ..locks import Mode, Relation
from ..materialized import mark_stale
from ..names import require, resolve
from .literals import require_readable

if TYPE_CHECKING:
    from ..session import Session


_NO_TARGET = {
    "view": "a view",
    "late_binding_view": "a view",
    "materialized_view": "a materialized view: REFRESH alone writes it",
    "materialized_rows": "a table of a materialized view: REFRESH alone writes it",
}


def open_for_writing(
    session: Session,
    table: exp.Expr,
    context: Context,
    *privileges: str,
    mode: Mode = Mode.WRITE,
    columns: frozenset[str] = frozenset(),
) -> Relation:
    """The table that a statement writes: locked, with the transaction begun.

    `mode` is INSERT for a statement that only adds rows. Raises 42501 for a user without the
    privileges, on the table or on all of the `columns` that change; where none are named, for all
    but the owner.
    """
    relation = resolve(session, table)
    if relation[0] == SCHEMA:
        raise RedshiftError("42501", f"permission denied for schema {SCHEMA}")
    wanted = {read: Mode.READ for read in context.reads if read != relation}
    session.lock({**wanted, relation: mode}, reads=context.reads)
    session.recorder.note_write(relation)
    session.transaction.begin_work()
    kind = session.descriptions.kind_of(relation)
    if kind is None:
        require(session, relation)
    if kind is not None and kind != "table":
        raise RedshiftError("42809", f'"{relation[1]}" is {_NO_TARGET[kind]}')
    if privileges:
        session.access.require(relation, *privileges, columns=columns)
    else:
        session.access.require_owner(relation)
    mark_stale(session, relation)
    return relation


def run_count(session: Session, sql: str) -> int:
    """Run DuckDB SQL that answers with the number of rows it changed."""
    row = session.cursor.execute(sql).fetchone()
    return int(row[0]) if row else 0


def run_change(session: Session, relation: Relation, sql: str) -> int:
    """Run an UPDATE, DELETE or MERGE of a table that is open for writing, and count."""
    return session.transaction.change_rows(relation, lambda: run_count(session, sql))


def fit(value: exp.Expr, column: Column | None) -> exp.Expr:
    """A value as the column takes it: too many bytes raise 22001, no whole number 22P02."""
    if column is None:
        return value
    require_readable(value, column)
    if not column.type.byte_length:
        return value
    length = exp.Literal.number(column.type.byte_length)
    return exp.Anonymous(this="fit_bytes", expressions=[value, length])
