"""One load: files that the ledger does not hold → raw table, once, whatever fails between.

Lock, re-read, COPY, INSERT and ledger rows are one transaction. Its end may be unknown (the
connection breaks during COMMIT): the retry asks the ledger, under the lock, and finds it done.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from ingest_lambdas.contract.columns import Table
from ingest_lambdas.contract.lake_layout import LakeKind
from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Session, Warehouse, is_transient
from orchestration.loading.copying import Load, copy_hour
from orchestration.loading.discovery import by_hour, unloaded_files
from orchestration.replaying.claims import settle_outcomes
from orchestration.retry import retry
from orchestration.sql.loads import LOAD_REPORT, LOCK_LEDGER


@dataclass(frozen=True)
class Target:
    """What a load fills, from which kind of file, with which IAM role."""

    table: Table
    kind: LakeKind
    copy_role: str


@dataclass(frozen=True)
class LoadReport:
    """What the ledger holds of these loads, asked of it after the commit."""

    files: int
    rows: int
    bytes: int
    load_ids: tuple[str, ...]
    seconds: float


def load_hours(
    warehouse: Warehouse,
    lake: Lake,
    target: Target,
    hours: Sequence[str],
    new_id: Callable[[], str] = lambda: str(uuid4()),
) -> LoadReport:
    """Load what is new in the hours from the first to the last; all of it, or raise.

    The tables must be there (`prepare_tables`). A load that finds nothing new changes nothing.
    """
    begun = time.monotonic()
    load_id = new_id()

    def attempt() -> tuple[int, int, int]:
        with warehouse.connect() as session:
            with session.transaction():
                load_once(session, lake, target, hours, load_id)
            settle_outcomes(session)
            files, rows, size = session.rows(LOAD_REPORT, (load_id,))[0]
            return int(files), int(rows), int(size)

    files, rows, size = retry(attempt, is_transient)
    load_ids = (load_id,) if files else ()
    return LoadReport(files, rows, size, load_ids, time.monotonic() - begun)


def load_once(
    session: Session, lake: Lake, target: Target, hours: Sequence[str], load_id: str
) -> None:
    """The statements of one load, inside the caller's transaction."""
    session.execute(LOCK_LEDGER)
    files = unloaded_files(session, lake, target.kind, min(hours), max(hours))
    loaded_at = datetime.now(UTC).replace(tzinfo=None)
    load = Load(load_id, loaded_at, target.table, target.copy_role)
    for group in by_hour(files).values():
        copy_hour(session, lake, load, group)
