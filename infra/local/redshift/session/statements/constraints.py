"""ALTER TABLE ADD and DROP CONSTRAINT: keys are noted and never enforced.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import DEPENDENT_OBJECTS, UNDEFINED_COLUMN, RedshiftError
from ...translation.constraints import Key, read_table_keys
from ..locks import Relation
from .keys import forget_key, keys_to, note_keys, require_one_primary

if TYPE_CHECKING:
    from ..session import Session


def add_constraint(session: Session, relation: Relation, item: exp.Expr) -> None:
    """Note a key; raises 0A000 for CHECK, and for a key of a column that may be NULL."""
    keys = read_table_keys(relation[1], item)
    existing = _find(session, relation)
    for key in keys:
        _require_columns(session, relation, key)
        if key.name in existing:
            text = f'constraint "{key.name}" for relation "{relation[1]}" already exists'
            raise RedshiftError("42710", text)
    require_one_primary(relation[1], [*existing.values(), *(key.kind for key in keys)])
    note_keys(session, relation, keys)


def _require_columns(session: Session, relation: Relation, key: Key) -> None:
    known = {column.name: column for column in session.descriptions.columns_of(relation)}
    for name in key.columns:
        if name not in known:
            raise RedshiftError(UNDEFINED_COLUMN, f'column "{name}" named in key does not exist')
        if key.kind in "pf" and not known[name].not_null:
            raise RedshiftError("0A000", f'column "{name}" of a key must be NOT NULL')


def drop_constraint(session: Session, relation: Relation, name: str, *, cascade: bool) -> None:
    """Forget a key and, with `cascade`, the foreign keys to it; raises 2BP01 without."""
    existing = _find(session, relation)
    if name not in existing:
        raise RedshiftError("42704", f'constraint "{name}" does not exist')
    above = [] if existing[name] == "f" else _referring(session, relation, name)
    if above and not cascade:
        raise RedshiftError(
            DEPENDENT_OBJECTS,
            f"cannot drop constraint {name} on table {relation[1]} because other objects depend "
            f"on it: constraint {above[0][1]} on table {above[0][0][1]}",
        )
    for table, foreign in above:
        forget_key(session, table, foreign)
    forget_key(session, relation, name)


def _referring(session: Session, relation: Relation, name: str) -> list[tuple[Relation, str]]:
    columns = session.descriptions.run(
        "SELECT columns FROM {}.constraints "
        "WHERE schema_name = ? AND relation_name = ? AND constraint_name = ?",
        [*relation, name],
    )
    found = [key for key in keys_to(session, relation) if (key.foreign_columns,) in columns]
    return [(key.relation, key.name) for key in found]


def _find(session: Session, relation: Relation) -> dict[str, str]:
    """Names of the constraints and their kinds."""
    rows = session.descriptions.run(
        "SELECT constraint_name, kind FROM {}.constraints "
        "WHERE schema_name = ? AND relation_name = ?",
        [*relation],
    )
    return {str(name): str(kind) for name, kind in rows}
