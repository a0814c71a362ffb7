"""REFRESH MATERIALIZED VIEW: its query is computed again, and its rows replaced.

Source: https://docs.aws.amazon.com/redshift/latest/dg/materialized-view-refresh-sql-command.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError
from ...translation.materialized_view import NAME
from ...translation.parse import parse_sql
from ...translation.query import translate_query
from ...translation.scan import StatementText
from ..clock import utc_now
from ..locks import Mode, Relation
from ..materialized import (
    BASE_RENAMED,
    COLUMN_DROPPED,
    MaterializedView,
    mark_fresh,
    mark_stale,
    read_materialized,
    rows_of,
)
from ..names import require, resolve, sql_name
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_REFRESH = re.compile(
    rf"REFRESH\s+MATERIALIZED\s+VIEW\s+(?P<name>{NAME})\s*(?P<cascade>CASCADE|RESTRICT)?\s*$",
    re.IGNORECASE,
)
# The status in SVL_MV_REFRESH_STATUS, and what the client is told.
_CURRENT = ("MV was already updated", "was already updated.")
_INCREMENTAL = (
    "Refresh successfully updated MV incrementally",
    "was incrementally updated successfully.",
)
_COMPLETE = (
    "Refresh successfully recomputed MV from scratch",
    "was recomputed successfully.",
)
_BROKEN = {COLUMN_DROPPED: "Base table column was dropped", BASE_RENAMED: "Base table was renamed"}


class Refresh(Handler):
    """With CASCADE, the materialized views below are refreshed first."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Refresh, and note it in the log of refreshes."""
        match = _REFRESH.match(statement.text)
        if match is None:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in REFRESH MATERIALIZED VIEW")
        view = resolve(session, exp.to_table(match["name"], dialect="redshift"))
        require(session, view)
        cascade = (match["cascade"] or "").upper() == "CASCADE"
        notices: list[str] = []
        for one in [*(_below(session, view) if cascade else []), view]:
            notices.append(f"Materialized view {one[1]} {_refresh(session, one)}")
        return Result("REFRESH", notices=notices)


def _refresh(session: Session, view: Relation) -> str:
    started = utc_now()
    session.lock({view: Mode.WRITE})
    session.transaction.begin_work()
    session.access.require_owner(view)
    found = read_materialized(session, view)
    if found is None:
        raise RedshiftError("42809", f'"{view[1]}" is not a materialized view')
    if found.broken_state is not None:
        reason = _BROKEN[found.broken_state]
        raise RedshiftError("0A000", f"Refresh of materialized view {view[1]} failed. {reason}.")
    status, told = _CURRENT
    if found.is_stale or found.is_mutable:
        _recompute(session, view, found)
        status, told = _INCREMENTAL if found.is_incremental else _COMPLETE
    session.descriptions.run(
        "INSERT INTO {}.refreshes VALUES (?, ?, ?, ?, ?, ?, ?, 'Manual')",
        [session.user, *view, session.process_id, started, utc_now(), status],
    )
    return told


def _recompute(session: Session, view: Relation, found: MaterializedView) -> None:
    context = session.make_context(reader=session.access.owner_of(view))
    sql = translate_query(parse_sql(found.query), context)
    session.lock(dict.fromkeys(context.reads, Mode.READ))
    rows = sql_name(rows_of(view))
    session.cursor.execute(f"DELETE FROM {rows}")
    session.cursor.execute(f"INSERT INTO {rows} {sql}")
    mark_fresh(session, view)
    mark_stale(session, view)


def _below(session: Session, view: Relation) -> list[Relation]:
    """The materialized views that a materialized view reads, lowest first."""
    rows = session.descriptions.run(
        "SELECT DISTINCT d.referenced_schema, d.referenced_relation FROM {}.reads d "
        "JOIN {}.materialized_views m ON m.schema_name = d.referenced_schema "
        "AND m.relation_name = d.referenced_relation "
        "WHERE d.schema_name = ? AND d.relation_name = ? ORDER BY ALL",
        [*view],
    )
    found: list[Relation] = []
    for schema, name in rows:
        lower = (str(schema), str(name))
        found += [v for v in [*_below(session, lower), lower] if v not in found]
    return found
