"""Declared keys: described with their table, so that clients can ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import UNDEFINED_COLUMN, RedshiftError
from ...translation.constraints import Key
from ..descriptions import Column
from ..locks import Relation
from ..names import require, resolve

if TYPE_CHECKING:
    from ..session import Session


def apply_keys(columns: list[Column], keys: list[Key]) -> None:
    """A primary key's columns are NOT NULL; raises 42703 for a column that is not there."""
    known = {column.name: column for column in columns}
    for key in keys:
        for name in key.columns:
            if name not in known:
                text = f'column "{name}" named in key does not exist'
                raise RedshiftError(UNDEFINED_COLUMN, text)
            known[name].not_null |= key.kind == "p"


def require_one_primary(table: str, kinds: Iterable[str]) -> None:
    """Raise 42P16 for a second primary key."""
    if list(kinds).count("p") > 1:
        raise RedshiftError("42P16", f'multiple primary keys for table "{table}" are not allowed')


def note_keys(session: Session, relation: Relation, keys: list[Key]) -> None:
    """Describe a table's keys; raises 42P01 where a referenced table is missing."""
    for key in keys:
        target: tuple[str | None, str | None] = (None, None)
        foreign = key.foreign_columns
        if key.foreign_table is not None:
            target = resolve(session, key.foreign_table)
            require(session, target)
            foreign = foreign or _primary_key(session, target)
        session.descriptions.run(
            "INSERT INTO {}.constraints VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [*relation, key.name, key.kind, key.columns, *target, foreign],
        )


def _primary_key(session: Session, relation: Relation) -> list[str]:
    rows = session.descriptions.run(
        "SELECT columns FROM {}.constraints "
        "WHERE schema_name = ? AND relation_name = ? AND kind = 'p'",
        [*relation],
    )
    if not rows:
        text = f'there is no primary key for referenced table "{relation[1]}"'
        raise RedshiftError("42704", text)
    (columns,) = rows[0]
    assert isinstance(columns, list)
    return columns


@dataclass(frozen=True)
class ForeignKey:
    """A key of `relation` that refers to columns of another table."""

    relation: Relation
    name: str
    foreign_columns: list[str]


def keys_to(session: Session, relation: Relation) -> list[ForeignKey]:
    """The foreign keys of other tables that refer to a table."""
    rows = session.descriptions.run(
        "SELECT schema_name, relation_name, constraint_name, foreign_columns FROM {}.constraints "
        "WHERE kind = 'f' AND foreign_schema = ? AND foreign_relation = ? "
        "AND NOT (schema_name = foreign_schema AND relation_name = foreign_relation)",
        [*relation],
    )
    return [
        ForeignKey((str(schema), str(table)), str(name), list(columns or []))  # type: ignore[call-overload]
        for schema, table, name, columns in rows
    ]


def forget_key(session: Session, relation: Relation, name: str) -> None:
    """Forget a key and what was said of it."""
    for table in ("constraints", "comments"):
        session.descriptions.run(
            f"DELETE FROM {{}}.{table} WHERE schema_name = ? AND relation_name = ? "
            "AND constraint_name = ?",
            [*relation, name],
        )
