"""The warehouse's sides of the law: ids fetched hour by hour, duplicates counted by SQL."""

from collections.abc import Iterator

from orchestration.clients.warehouse import Session
from orchestration.conservation.law import ModelCounts
from orchestration.sql import conservation as sql

# Enough to tell that keys differ and which: a difference is an alarm, not a report to finish.
MOST_KEYS = 10_000


def rows_by_hour(session: Session, relation: str) -> dict[str, int]:
    """Rows of a raw table by load hour."""
    found = session.rows(sql.ROWS_BY_HOUR.format(relation=relation))
    return {hour: int(count) for hour, count in found}


def ids_by_hour(session: Session, relation: str) -> Iterator[list[str]]:
    """Distinct arrival ids of a raw table, one load hour at a time."""
    query = sql.IDS_OF_HOUR.format(relation=relation)
    for hour in sorted(rows_by_hour(session, relation)):
        yield [arrival_id for (arrival_id,) in session.rows(query, (hour,))]


def discarded(session: Session) -> list[tuple[str, int]]:
    """Arrivals that were given up, with the attempt that says so."""
    return [(arrival_id, int(attempt)) for arrival_id, attempt in session.rows(sql.DISCARDED)]


def model_counts(session: Session) -> ModelCounts:
    """raw.events against fct_events."""
    rows, current, arrivals, keys = session.rows(sql.RAW_COUNTS)[0]
    return ModelCounts(
        rows=int(rows),
        current_rows=int(current),
        distinct_arrivals=int(arrivals),
        distinct_keys=int(keys),
        events=int(session.value(sql.FACT_COUNT)),
        keys_missing=_keys(session, sql.CURRENT, sql.FACTS),
        keys_extra=_keys(session, sql.FACTS, sql.CURRENT),
    )


def hours_off_the_ledger(session: Session) -> list[str]:
    """Kind and load hour of which the raw table holds other rows than the load ledger tells."""
    return [f"{kind} {hour}" for kind, hour in session.rows(sql.HOURS_OFF_THE_LEDGER)]


def _keys(session: Session, here: str, there: str) -> tuple[str, ...]:
    return tuple(key for (key,) in session.rows(sql.keys_only_in(here, there, MOST_KEYS)))
