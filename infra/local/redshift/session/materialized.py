"""Materialized views: where their rows are, which are stale, which cannot be refreshed any more.

Source: https://docs.aws.amazon.com/redshift/latest/dg/materialized-view-overview.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .locks import Relation
from .names import sql_name

if TYPE_CHECKING:
    from .session import Session

# States of SVV_MV_INFO in which REFRESH fails.
COLUMN_DROPPED, BASE_RENAMED = 101, 103


@dataclass(frozen=True)
class MaterializedView:
    """As it is described; `query` is Redshift SQL in which every table has its schema."""

    query: str
    is_incremental: bool
    is_mutable: bool
    broken_state: int | None
    is_stale: bool


def rows_of(view: Relation) -> Relation:
    """The table that holds a materialized view's rows, named as Redshift names it."""
    return view[0], f"mv_tbl__{view[1]}__0"


def drop_rows(session: Session, view: Relation) -> None:
    """Drop the table under a materialized view that was dropped."""
    rows = rows_of(view)
    session.cursor.execute(f"DROP TABLE {sql_name(rows)}")
    session.descriptions.forget(rows)


def read_materialized(session: Session, view: Relation) -> MaterializedView | None:
    """The description of a materialized view; None for anything else."""
    found = session.descriptions.run(
        "SELECT m.query, m.is_incremental, m.is_mutable, m.broken_state, EXISTS (SELECT 1 "
        "FROM {}.stale_bases s WHERE s.schema_name = m.schema_name "
        "AND s.relation_name = m.relation_name) FROM {}.materialized_views m "
        "WHERE m.schema_name = ? AND m.relation_name = ?",
        [*view],
    )
    return MaterializedView(*found[0]) if found else None  # type: ignore[arg-type]


def mark_stale(session: Session, base: Relation) -> None:
    """Note for each materialized view that reads `base` that it changes in this transaction."""
    if not session.shared.may.have_materialized:
        return
    session.descriptions.run(
        "INSERT INTO {}.stale_bases SELECT m.schema_name, m.relation_name, "
        "d.referenced_schema, d.referenced_relation FROM {}.materialized_views m "
        "JOIN {}.reads d USING (schema_name, relation_name) "
        "WHERE d.referenced_schema = ? AND d.referenced_relation = ? AND NOT EXISTS ("
        "SELECT 1 FROM {}.stale_bases s WHERE s.schema_name = m.schema_name "
        "AND s.relation_name = m.relation_name AND s.base_schema = d.referenced_schema "
        "AND s.base_relation = d.referenced_relation)",
        [*base],
    )


def mark_fresh(session: Session, view: Relation) -> None:
    """Forget the changes that this transaction sees: its REFRESH has taken them in."""
    session.descriptions.run(
        "DELETE FROM {}.stale_bases WHERE schema_name = ? AND relation_name = ?", [*view]
    )


def break_refresh(session: Session, view: Relation, state: int) -> None:
    """A base has changed so that the view cannot be refreshed from now on."""
    session.descriptions.run(
        "UPDATE {}.materialized_views SET broken_state = ? "
        "WHERE schema_name = ? AND relation_name = ?",
        [state, *view],
    )
