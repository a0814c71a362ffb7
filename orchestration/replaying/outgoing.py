"""Records on their way to the stream: call by call, at a pace that leaves live traffic its room."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import uuid4

import orjson

from ingest_lambdas.contract.envelope import RawRecord
from orchestration.clients.lake import Lake
from orchestration.clients.raw_stream import LARGEST_CALL, MOST_RECORDS_A_CALL, RawStream
from orchestration.replaying.records import body_of

# A Kinesis record takes 1 MiB, its archive line a little more than the record.
LARGEST_RECORD = 700 * 1024
EVENTS_A_SECOND = 5_000

Told = Callable[[int], None]


@dataclass
class Outgoing:
    """Puts records on the stream; `told` hears of each call how many arrivals are there."""

    lake: Lake
    stream: RawStream
    told: Told = lambda arrivals: None
    rate: float = EVENTS_A_SECOND
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    arrivals: int = field(default=0, init=False)
    records: int = field(default=0, init=False)
    _begun: float | None = field(default=None, init=False)

    def send(self, records: Iterable[RawRecord]) -> int:
        """Send all; the number of arrivals. Raises RecordsRefused."""
        before = self.arrivals
        call: list[bytes] = []
        size = arrivals = 0
        for record in records:
            data = self._data(record)
            if call and (len(call) == MOST_RECORDS_A_CALL or size + len(data) > LARGEST_CALL):
                self._put(call, arrivals)
                call, size, arrivals = [], 0, 0
            call.append(data)
            size += len(data)
            arrivals += len(record["arrival_ids"])
        if call:
            self._put(call, arrivals)
        return self.arrivals - before

    def _put(self, call: list[bytes], arrivals: int) -> None:
        if self._begun is None:
            self._begun = self.clock()
        self.stream.put(call)
        self.arrivals += arrivals
        self.records += len(call)
        self.told(arrivals)
        ahead = self.arrivals / self.rate - (self.clock() - self._begun)
        if ahead > 0:
            self.pause(ahead)

    def _data(self, record: RawRecord) -> bytes:
        """The record; its body is kept apart where it would be too big."""
        data = orjson.dumps(record)
        body = body_of(record)
        if len(data) <= LARGEST_RECORD or body is None:
            return data
        name = f"{record['received_at'][:10]}/{uuid4()}"
        slim = {key: value for key, value in record.items() if key not in ("body", "body_base64")}
        return orjson.dumps({**slim, "body_ref": self.lake.put_oversize(name, body)})
