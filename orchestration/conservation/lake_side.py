"""The lake's sides of the law: ids read out of the landed objects themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from ingest_lambdas.contract import columns
from ingest_lambdas.contract.archive import read_archive_line
from ingest_lambdas.contract.identity import arrival_id, claimed_count
from ingest_lambdas.contract.lake_layout import LakeKind
from orchestration.clients.lake import Lake
from orchestration.clients.lake_file import LakeFile
from orchestration.clients.read_ahead import read_ahead
from orchestration.conservation.law import (
    ARRIVED,
    CONSENT_DROPPED,
    GOOD,
    REJECTED,
    Sides,
    decide,
    mark,
)


class UnreadableLine(ValueError):
    """A line of a lake object is not what the pipeline writes; the law cannot be measured."""


@dataclass(frozen=True)
class FileIds:
    """Ids of one file with side and attempt, an entry a line or, of received files, an arrival."""

    load_hour: str
    sides: tuple[tuple[str, int, int], ...]


def read_kind(lake: Lake, kind: LakeKind) -> Iterator[FileIds]:
    """Ids of every file of a kind; a few files at a time, so memory holds no more than these."""
    return read_ahead(lambda file: _read_file(lake, file), lake.files(kind))


def note(sides: Sides, file: FileIds) -> None:
    """Mark what a file tells."""
    for arrival, side, attempt in file.sides:
        if side == ARRIVED:
            mark(sides, (arrival,), side)
        else:
            decide(sides, arrival, side, attempt)


def arrival_ids(line: bytes) -> Iterator[str]:
    """Arrivals of a `received` line: one for each item, of a replay the ones that it repeats."""
    archived = read_archive_line(line)
    replayed = (archived.record or {}).get("arrival_ids")
    if replayed:
        return iter(replayed)
    count = claimed_count(archived.record)
    return (arrival_id(archived.shard, archived.sequence, index) for index in range(count))


def _read_file(lake: Lake, file: LakeFile) -> FileIds:
    found: list[tuple[str, int, int]] = []
    for number, line in enumerate(lake.lines(file), start=1):
        try:
            found.extend(_sides_of(file.kind, line))
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise UnreadableLine(f"{lake.url(file)} line {number}: {error!r}") from error
    return FileIds(file.load_hour, tuple(found))


def _sides_of(kind: LakeKind, line: bytes) -> Iterable[tuple[str, int, int]]:
    if kind == "received":
        return [(found, ARRIVED, 0) for found in arrival_ids(line)]
    outcome = orjson.loads(line)
    arrival, attempt = outcome["arrival_id"], outcome["attempt"]
    if kind == "events":
        return [(arrival, GOOD, attempt)]
    dropped = outcome["reason"] == columns.CONSENT_DROPPED
    return [(arrival, CONSENT_DROPPED if dropped else REJECTED, attempt)]
