"""Reprocess: all that arrived in some load hours goes through the collector again.

Claimed by file and attempt: killed between claim and mark, the next run sends the file as the same
attempt. One attempt number serves a whole run, and it is higher than any that was ever given, so
that in the warehouse it takes the place of every earlier one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest_lambdas.contract.archive import read_archive_line
from ingest_lambdas.contract.envelope import RawRecord
from orchestration.clients.lake import Lake
from orchestration.clients.lake_file import LakeFile
from orchestration.clients.raw_stream import RawStream
from orchestration.clients.warehouse import Session, Warehouse
from orchestration.lease import lease
from orchestration.loading.tables import prepare_tables
from orchestration.replaying.claims import now, write
from orchestration.replaying.outgoing import EVENTS_A_SECOND, Outgoing
from orchestration.replaying.records import whole
from orchestration.replaying.replay import Progress
from orchestration.sql import replays as sql
from orchestration.sql.loads import insert_rows
from orchestration.sql.ops_tables import REPLAY_LEASE, REPROCESSED_FILES

ROWS_A_STATEMENT = 200
COLUMNS = [column.name for column in REPROCESSED_FILES.columns]


@dataclass
class ReprocessReport:
    """What one run did. `files` includes those that a run that died had left."""

    reprocess_id: str
    attempt: int
    files: int = 0
    sent: int = 0
    records: int = 0


def archived_files(lake: Lake, first: str, last: str) -> list[LakeFile]:
    """The archive's files of load hours `first` to `last`, both included."""
    return list(lake.files("received", first, last))


def reprocess(
    warehouse: Warehouse,
    lake: Lake,
    stream: RawStream,
    hours: tuple[str, str],
    reprocess_id: str,
    progress: Progress | None = None,
    rate: float = EVENTS_A_SECOND,
) -> ReprocessReport:
    """Put every archived arrival of the load hours on the stream again; one run at a time.

    Files of a run that died are sent first, as its attempt, and not a second time.
    """
    progress = progress or Progress()
    with warehouse.connect() as session:
        prepare_tables(session)
        with lease(warehouse, REPLAY_LEASE):
            attempt = int(session.value(sql.NEXT_ATTEMPT))
            report = ReprocessReport(reprocess_id, attempt)
            _claim(session, archived_files(lake, *hours), report)
            files = session.rows(sql.WAITING_FILES)
            progress.begin(len(files))
            outgoing = Outgoing(lake, stream, rate=rate)
            for run, key, load_hour, number in files:
                file = LakeFile(key, "received", load_hour, 0, "")
                arrivals = outgoing.send(_records(lake, file, int(number)))
                write(session, sql.FILE_PUT, (now(), arrivals, run, key))
                report.files += 1
                progress.advance(1)
    report.sent, report.records = outgoing.arrivals, outgoing.records
    return report


def _claim(session: Session, files: Sequence[LakeFile], report: ReprocessReport) -> None:
    """Write all claims in one transaction: a run is whole or was never begun."""
    with session.transaction():
        resumed = {key for (key,) in session.rows(sql.FILES_OF_UNFINISHED_RUNS)}
        fresh = iter([file for file in files if file.key not in resumed])
        while group := list(islice(fresh, ROWS_A_STATEMENT)):
            statement = insert_rows(sql.FILES, COLUMNS, len(group))
            stamp = (report.attempt, None, now(), None)
            rows = [(report.reprocess_id, file.key, file.load_hour, *stamp) for file in group]
            session.execute(statement, [value for row in rows for value in row])


def _records(lake: Lake, file: LakeFile, attempt: int) -> Iterator[RawRecord]:
    """The file's records, without those that are replays: their arrivals are archived elsewhere.

    What holds no JSON object is left out: the collector could only set it aside again, and
    nothing in it could say that it is no new arrival.
    """
    for line in lake.lines(file):
        archived = read_archive_line(line)
        if archived.record is not None and "arrival_ids" not in archived.record:
            yield whole(archived, attempt)
