"""Loads: files that the ledger does not hold → raw table, once, whatever fails between.

Each group of files is a transaction of its own: lock, re-read, COPY, INSERT and ledger rows. Its
end may be unknown (the connection breaks during COMMIT): the retry asks the ledger, under the lock,
and finds it done. What was committed stays, so that a load that dies goes on where it stopped.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from ingest_lambdas.contract.columns import Table
from ingest_lambdas.contract.lake_layout import LakeKind
from orchestration.clients.lake import Lake
from orchestration.clients.lake_file import LakeFile
from orchestration.clients.warehouse import Session, Warehouse, is_transient
from orchestration.loading.copying import Load, copy_files
from orchestration.loading.discovery import held_among, unloaded_files
from orchestration.loading.grouping import group_files
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


Told = Callable[[LoadReport], None]
# What happens inside a transaction, under the ledger's lock.
Work = Callable[[Session, Load], None]


def load_hours(
    warehouse: Warehouse,
    lake: Lake,
    target: Target,
    hours: Sequence[str],
    new_id: Callable[[], str] = lambda: str(uuid4()),
    told: Told = lambda report: None,
) -> LoadReport:
    """Load what is new in the hours from the first to the last; all of it, or raise.

    The tables must be there (`prepare_tables`). A load that finds nothing new changes nothing.
    `told` hears of each transaction once it is committed.
    """

    def held(files: Sequence[LakeFile]) -> set[str]:
        with warehouse.connect() as session:
            return held_among(session, files)

    found = unloaded_files(
        lambda files: retry(partial(held, files), is_transient),
        lake,
        target.kind,
        min(hours),
        max(hours),
    )
    works = (partial(load_once, lake, group) for group in group_files(found))
    return commit_each(warehouse, target, works, new_id, told)


def commit_each(
    warehouse: Warehouse,
    target: Target,
    works: Iterable[Work],
    new_id: Callable[[], str],
    told: Told,
) -> LoadReport:
    """Commit each piece of work as a load of its own; the report of all."""
    begun = time.monotonic()
    whole = LoadReport(0, 0, 0, (), 0.0)
    for work in works:
        load = Load(
            new_id(), datetime.now(UTC).replace(tzinfo=None), target.table, target.copy_role
        )
        done = retry(partial(_commit, warehouse, load, work), is_transient)
        told(done)
        whole = _sum(whole, done, time.monotonic() - begun)
    retry(partial(_settle, warehouse), is_transient)
    return whole


def load_once(lake: Lake, files: Sequence[LakeFile], session: Session, load: Load) -> None:
    """Load those of the files that nobody has loaded since they were listed."""
    held = held_among(session, files)
    copy_files(session, lake, load, [file for file in files if file.key not in held])


def _commit(warehouse: Warehouse, load: Load, work: Work) -> LoadReport:
    begun = time.monotonic()
    with warehouse.connect() as session:
        with session.transaction():
            session.execute(LOCK_LEDGER)
            work(session, load)
        files, rows, size = session.rows(LOAD_REPORT, (load.load_id,))[0]
    load_ids = (load.load_id,) if files else ()
    return LoadReport(int(files), int(rows), int(size), load_ids, time.monotonic() - begun)


def _settle(warehouse: Warehouse) -> None:
    with warehouse.connect() as session:
        settle_outcomes(session)


def _sum(whole: LoadReport, done: LoadReport, seconds: float) -> LoadReport:
    return LoadReport(
        whole.files + done.files,
        whole.rows + done.rows,
        whole.bytes + done.bytes,
        whole.load_ids + done.load_ids,
        seconds,
    )
