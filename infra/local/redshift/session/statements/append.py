"""ALTER TABLE … APPEND FROM: a source's rows move into the target.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE_APPEND.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import ACTIVE_TRANSACTION, RedshiftError
from ...translation.materialized_view import NAME
from ..descriptions import Column
from ..locks import Mode, Relation
from ..names import resolve, sql_name
from ..result import Result
from .write import open_for_writing

if TYPE_CHECKING:
    from ..session import Session

APPEND = re.compile(
    rf"ALTER\s+TABLE\s+(?P<target>{NAME})\s+APPEND\s+FROM\s+(?P<source>{NAME})"
    r"(?:\s+(?P<option>IGNOREEXTRA|FILLTARGET))?\s*",
    re.IGNORECASE,
)


def append(session: Session, match: re.Match[str]) -> Result:
    """Move the rows; refused in a transaction block and between unlike tables."""
    if session.status == "T":
        raise RedshiftError(
            ACTIVE_TRANSACTION, "ALTER TABLE APPEND cannot run inside a transaction block"
        )
    tables = [exp.to_table(match[side], dialect="redshift") for side in ("target", "source")]
    target, source = (resolve(session, table) for table in tables)
    session.lock({target: Mode.EXCLUSIVE, source: Mode.EXCLUSIVE})
    for table, privileges in zip(tables, (("insert",), ("select", "delete")), strict=True):
        open_for_writing(session, table, session.make_context(), *privileges, mode=Mode.EXCLUSIVE)
    _require_alike(session, target, source)
    shared = _shared_columns(session, target, source, (match["option"] or "").upper())
    listed = ", ".join(f'"{name}"' for name in shared)
    session.recorder.note_write(target)
    session.cursor.execute(
        f"INSERT INTO {sql_name(target)} ({listed}) SELECT {listed} FROM {sql_name(source)}"
    )
    session.cursor.execute(f"DELETE FROM {sql_name(source)}")
    return Result("ALTER TABLE APPEND")


def _require_alike(session: Session, target: Relation, source: Relation) -> None:
    if target == source:
        raise RedshiftError("0A000", "ALTER TABLE APPEND needs two tables")
    if any(schema.startswith("pg_temp_") for schema, _ in (target, source)):
        raise RedshiftError("0A000", "ALTER TABLE APPEND needs permanent tables")
    if session.descriptions.layout_of(target) != session.descriptions.layout_of(source):
        raise RedshiftError("0A000", "the tables differ in their distribution or sort keys")


def _shared_columns(session: Session, target: Relation, source: Relation, option: str) -> list[str]:
    all_ours, all_theirs = (session.descriptions.columns_of(r) for r in (target, source))
    ours, theirs = (
        {c.name: c for c in columns if not _is_generated(c)} for columns in (all_ours, all_theirs)
    )
    if len(ours) < len(all_ours) and len(theirs) < len(all_theirs):
        raise RedshiftError("0A000", "ALTER TABLE APPEND cannot append an IDENTITY column")
    _require_option(all_theirs, ours, option, "IGNOREEXTRA", source)
    _require_option(all_ours, theirs, option, "FILLTARGET", target)
    shared = [name for name in ours if name in theirs]
    for name in shared:
        if _attributes(ours[name]) != _attributes(theirs[name]):
            raise RedshiftError("0A000", f'column "{name}" differs in its attributes')
    return shared


def _require_option(
    columns: list[Column], others: dict[str, Column], given: str, needed: str, relation: Relation
) -> None:
    missing = [column.name for column in columns if column.name not in others]
    if missing and given != needed:
        text = f'column "{missing[0]}" of {relation[1]} has no match in the other table'
        raise RedshiftError("0A000", f"{text}: say {needed}")


def _is_generated(column: Column) -> bool:
    return column.identity is not None and not column.identity_by_default


def _attributes(column: Column) -> tuple[object, ...]:
    return column.type.text, column.encoding, column.not_null
