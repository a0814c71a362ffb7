"""The originals of claimed arrivals: in the quarantine itself, else in the archive."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import chain

import orjson

from ingest_lambdas.contract.archive import ArchivedRecord, read_archive_line
from ingest_lambdas.contract.envelope import RawRecord
from ingest_lambdas.contract.identity import claimed_count
from ingest_lambdas.contract.json_items import Unreadable
from ingest_lambdas.contract.lake_layout import load_hour_of, start_of
from orchestration.clients.lake import Lake
from orchestration.replaying.records import (
    Original,
    body_of,
    cut_out,
    original_of,
    packed,
    place_of,
    whole,
)

# Firehose names a file by its oldest record; the archive's and the quarantine's differ by little.
HOURS_APART = timedelta(hours=1)

# What a record that no tracker wrote, or one that nests too deeply, may raise.
NOT_TO_BE_CUT = (
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    TypeError,
    Unreadable,
    ValueError,
)


class Originals:
    """Records for the claims of one load hour; `missing` are ids with nothing left to send."""

    def __init__(self, lake: Lake, load_hour: str, attempts: Mapping[str, int]) -> None:
        self._lake = lake
        self._load_hour = load_hour
        self._wanted = dict(attempts)
        self._archived: dict[str, dict[int, int]] = defaultdict(dict)
        self._unusable: list[str] = []

    @property
    def missing(self) -> list[str]:
        """Claimed arrivals whose original was found neither here nor there, or cannot be sent."""
        not_found = [_ids(place, wanted) for place, wanted in self._archived.items()]
        return sorted([*self._wanted, *self._unusable, *chain.from_iterable(not_found)])

    def records(self) -> Iterator[RawRecord]:
        """Every record; those that must be looked for in the archive come last."""
        yield from packed(self._quarantined())
        if self._archived:
            yield from self._from_archive()

    def _quarantined(self) -> Iterator[Original]:
        for file in self._lake.files("rejected", self._load_hour, self._load_hour):
            for line in self._lake.lines(file):
                if not self._wanted:
                    return
                rejected = orjson.loads(line)
                attempt = self._wanted.pop(rejected["arrival_id"], None)
                if attempt is None:
                    continue
                original = original_of(rejected, attempt)
                if original is not None:
                    yield original
                else:
                    self._refer(rejected["arrival_id"], attempt)

    def _refer(self, arrival: str, attempt: int) -> None:
        index = int(arrival.rpartition(":")[2])
        self._archived[place_of(arrival)][index] = attempt

    def _from_archive(self) -> Iterator[RawRecord]:
        for archived in self._archive_lines():
            place = f"{archived.shard}:{archived.sequence}"
            wanted = self._archived.pop(place, None)
            if wanted is None:
                continue
            if archived.record is None:  # no JSON object: nothing could say that it is no new one
                self._unusable += _ids(place, wanted)
            else:
                yield from self._of(archived, wanted)
            if not self._archived:
                return

    def _archive_lines(self) -> Iterator[ArchivedRecord]:
        """The archive around the hour of the rejection, then all the rest of it."""
        hour = start_of(self._load_hour)
        first, last = load_hour_of(hour - HOURS_APART), load_hour_of(hour + HOURS_APART)
        for file in self._lake.files("received", first, last):
            yield from map(read_archive_line, self._lake.lines(file))
        for file in self._lake.files("received"):
            if not first <= file.load_hour <= last:
                yield from map(read_archive_line, self._lake.lines(file))

    def _of(self, archived: ArchivedRecord, wanted: Mapping[int, int]) -> Iterable[RawRecord]:
        """The wanted items alone; the record as it is where it cannot be cut up, or need not be."""
        attempt = max(wanted.values())
        if len(wanted) < claimed_count(archived.record):
            body = self._body(archived.record or {})
            try:
                if body is not None:
                    return list(packed(list(cut_out(archived, body, wanted))))
            except NOT_TO_BE_CUT:
                pass
        return [whole(archived, attempt)]

    def _body(self, record: Mapping[str, object]) -> bytes | None:
        reference = record.get("body_ref")
        if isinstance(reference, str):
            return self._lake.oversize_body(reference)
        return body_of(record)


def _ids(place: str, wanted: Iterable[int]) -> list[str]:
    return [f"{place}:{index}" for index in wanted]
