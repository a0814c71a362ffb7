"""ops.exported_items: what the hot tier holds, so that only differences are written."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from ingest_lambdas.contract.hot_tier_layout import ItemKey
from orchestration.clients.warehouse import Session
from orchestration.exporting.changes import Change, Held
from orchestration.sql.exports import (
    COLUMNS,
    CREATE_STAGE,
    DROP_STAGE,
    FORGET_STAGED,
    HELD_ITEMS,
    KEEP_STAGED,
    STAGE,
)
from orchestration.sql.loads import insert_rows

# A warehouse plans each text anew: groups of one size share one.
ROWS_A_STATEMENT = 50


def held_items(
    session: Session, relation: str, incarnation: str, first: str, last: str
) -> dict[ItemKey, Held]:
    """Items of a range of days, by key."""
    rows = session.rows(HELD_ITEMS, (relation, incarnation, first, last))
    return {ItemKey(pk, sk): Held(digest, int(version)) for pk, sk, digest, version in rows}


def remember(session: Session, relation: str, incarnation: str, done: Iterable[Change]) -> None:
    """Replace the rows of these items in one transaction; deleted items leave none."""
    rows = [_row(relation, incarnation, change) for change in done]
    if not rows:
        return
    with session.transaction():
        session.execute(CREATE_STAGE)
        _insert(session, rows)
        session.execute(FORGET_STAGED)
        session.execute(KEEP_STAGED)
        session.execute(DROP_STAGE)


def _insert(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    remaining = iter(rows)
    while group := list(islice(remaining, ROWS_A_STATEMENT)):
        statement = insert_rows(STAGE, COLUMNS, len(group))
        session.execute(statement, [value for row in group for value in row])


def _row(relation: str, incarnation: str, change: Change) -> tuple[Any, ...]:
    version = 0 if change.measures is None else change.version
    now = datetime.now(UTC).replace(tzinfo=None)
    day, digest = change.event_day, change.content_hash
    return (relation, incarnation, *change.key, day, digest, version, now)
