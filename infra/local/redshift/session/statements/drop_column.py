"""ALTER TABLE … DROP COLUMN: refused where keys or views need it.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import DEPENDENT_OBJECTS, UNDEFINED_COLUMN, RedshiftError, not_supported
from ..locks import Relation
from ..names import sql_name
from .drop import dependents
from .keys import forget_key, keys_to

if TYPE_CHECKING:
    from ..session import Session


def drop_column(session: Session, relation: Relation, name: str, *, cascade: bool) -> None:
    """Drop it and, with `cascade`, the keys that it is of; raises 2BP01 without."""
    columns = session.catalog.column_names(relation)
    if name not in columns:
        text = f'column "{name}" of relation "{relation[1]}" does not exist'
        raise RedshiftError(UNDEFINED_COLUMN, text)
    layout = session.descriptions.layout_of(relation)
    if name in [layout.dist_key, *layout.sort_keys]:
        raise RedshiftError("0A000", f'cannot drop the distribution or sort key "{name}"')
    if len(columns) == 1:
        raise RedshiftError("0A000", f'cannot drop "{name}", the only column of {relation[1]}')
    keys = _keys_with(session, relation, name)
    above = [f"view {view}" for _, view in dependents(session, relation)]
    above += [f"constraint {key}" for _, key in keys]
    if above and not cascade:
        raise RedshiftError(
            DEPENDENT_OBJECTS,
            f"cannot drop table {relation[1]} column {name} because other objects depend on it: "
            f"{', '.join(above)}",
        )
    if len(above) > len(keys):
        raise not_supported("DROP COLUMN … CASCADE of a table that views read")
    for table, key in keys:
        forget_key(session, table, key)
    session.cursor.execute(f'ALTER TABLE {sql_name(relation)} DROP COLUMN "{name}"')
    for described in ("columns", "comments", "privileges"):
        session.descriptions.run(
            f"DELETE FROM {{}}.{described} "
            "WHERE schema_name = ? AND relation_name = ? AND column_name = ?",
            [*relation, name],
        )


def _keys_with(session: Session, relation: Relation, column: str) -> list[tuple[Relation, str]]:
    """Keys of the table that the column is of, and foreign keys of others that refer to it."""
    own = session.descriptions.run(
        "SELECT constraint_name FROM {}.constraints "
        "WHERE schema_name = ? AND relation_name = ? AND list_contains(columns, ?)",
        [*relation, column],
    )
    foreign = [key for key in keys_to(session, relation) if column in key.foreign_columns]
    return [(relation, str(name)) for (name,) in own] + [(k.relation, k.name) for k in foreign]
