"""One load: manifest, COPY into a temporary stage and INSERT for each hour; ledger rows for all."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter

import orjson

from ingest_lambdas.contract.columns import EVENTS, Table
from orchestration.clients.lake import Lake
from orchestration.clients.lake_file import LakeFile
from orchestration.clients.warehouse import Session
from orchestration.retry import pause_before
from orchestration.sql.ddl import create_stage
from orchestration.sql.loads import (
    COPIED_FILES,
    copy_into,
    insert_from_stage,
    latest_attempt,
    loaded_rows,
    record_files,
    record_superseded,
    record_touched,
)

MANIFESTS = "manifests/"
LEDGER_ROWS_A_STATEMENT = 500
# Redshift writes its load detail beside the transaction: it may come a moment later.
DETAIL_ATTEMPTS = 6

# Key, kind, load hour, rows, bytes, entity tag: the ledger's columns before the load's stamps.
LedgerRow = tuple[str, str, str, int, int, str]


class CountMismatch(RuntimeError):
    """The warehouse loaded other rows than its load detail tells; the load is rolled back."""


@dataclass(frozen=True)
class Load:
    """What stamps the rows and ledger rows of one load."""

    load_id: str
    loaded_at: datetime
    table: Table
    copy_role: str


def copy_files(session: Session, lake: Lake, load: Load, files: Sequence[LakeFile]) -> None:
    """Load files inside the caller's transaction, hour by hour; raises CountMismatch."""
    by_hour = groupby(files, key=attrgetter("load_hour"))
    rows = [row for _, group in by_hour for row in _copy_hour(session, lake, load, list(group))]
    if rows:
        hours = files[0].load_hour, files[-1].load_hour
        touch_visitor_days(session, load, loaded_rows(load.table, load.load_id, *hours))
        _record_files(session, load, rows)


def _copy_hour(
    session: Session, lake: Lake, load: Load, files: Sequence[LakeFile]
) -> list[LedgerRow]:
    """Load one hour's files; the rows of what landed for the ledger."""
    load_hour = files[0].load_hour
    stage = f"stage_{load.table.name}"
    names = [column.name for column in load.table.columns]
    manifest_url = put_manifest(lake, files, load.load_id)
    session.execute(create_stage(stage, load.table.columns))
    session.execute(copy_into(stage, names, manifest_url, load.copy_role))
    rows = session.execute(insert_from_stage(load.table, stage), (load.load_id, load_hour))
    session.execute(f"drop table {stage}")
    return list(_ledger_rows(files, _checked_counts(session, lake, files, rows)))


def touch_visitor_days(session: Session, load: Load, relation: str) -> None:
    """The days that the relation's events are of, and those that lose one to a later attempt."""
    stamp = (load.load_id, load.loaded_at)
    if load.table.name == EVENTS.name:
        session.execute(record_touched(relation), (*stamp, *stamp))
    if session.value(latest_attempt(relation)):
        session.execute(record_superseded(relation), (*stamp, *stamp))


def put_manifest(lake: Lake, files: Sequence[LakeFile], load_id: str) -> str:
    """Write the COPY manifest that names exactly these files; its s3:// address."""
    entries = [{"url": lake.url(file), "mandatory": True} for file in files]
    key = f"{MANIFESTS}{files[0].kind}/{files[0].load_hour}/{load_id}.json"
    return lake.put(key, orjson.dumps({"entries": entries}))


def _checked_counts(
    session: Session, lake: Lake, files: Sequence[LakeFile], rows: int
) -> dict[str, int]:
    """Rows by key, after checking them against the manifest and the rows that were inserted."""
    counts = _told_counts(session, len(files))
    if counts.keys() != {lake.url(file) for file in files} or sum(counts.values()) != rows:
        raise CountMismatch(
            f"{files[0].kind} {files[0].load_hour}: {len(files)} files named, {len(counts)} "
            f"loaded; {sum(counts.values())} lines scanned, {rows} rows inserted"
        )
    return {file.key: counts[lake.url(file)] for file in files}


def _told_counts(session: Session, files: int) -> dict[str, int]:
    """The load detail of the COPY just done, asked for again while it tells of too few files."""
    for attempt in range(DETAIL_ATTEMPTS):
        counts = {str(url): int(lines) for url, lines in session.rows(COPIED_FILES)}
        if len(counts) >= files or attempt + 1 == DETAIL_ATTEMPTS:
            break
        time.sleep(pause_before(attempt))
    return counts


def _ledger_rows(files: Sequence[LakeFile], counts: Mapping[str, int]) -> Iterator[LedgerRow]:
    """Rows of what landed: of a compacted file those of its originals, which it must add up to."""
    for file in files:
        rows = counts[file.key]
        if not file.originals:
            yield file.key, file.kind, file.load_hour, rows, file.byte_count, file.etag
            continue
        if sum(original.row_count for original in file.originals) != rows:
            raise CountMismatch(
                f"{file.key} has {rows} lines, which its originals do not add up to"
            )
        for o in file.originals:
            yield o.key, file.kind, file.load_hour, o.row_count, o.byte_count, o.etag


def _record_files(session: Session, load: Load, rows: Sequence[LedgerRow]) -> None:
    stamp = (load.load_id, load.loaded_at)
    remaining = iter(rows)
    while group := list(islice(remaining, LEDGER_ROWS_A_STATEMENT)):
        values = [value for row in group for value in (*row, *stamp)]
        session.execute(record_files(len(group)), values)
