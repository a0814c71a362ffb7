"""What the writers to Kinesis and to Firehose have in common: packing calls, resending failures."""

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest_lambdas.runtime.deadline import Deadline
from ingest_lambdas.runtime.observability import logger
from ingest_lambdas.runtime.retry import Attempt, Pause, attempt, send_until

MOST_RECORDS_A_CALL = 500


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """A record to send; `origin` is the caller's number for what it stems from."""

    data: bytes
    partition_key: str = ""
    origin: int = 0

    @property
    def size(self) -> int:
        """Bytes that count towards a service's limits."""
        return len(self.data) + len(self.partition_key)


class StreamWriter(ABC):
    """Sends records to one destination; safe to share between threads."""

    largest_call: int

    def __init__(self, destination: str, pause: Pause = time.sleep) -> None:
        self._destination = destination
        self._pause = pause

    def put(self, records: Sequence[StreamRecord], deadline: Deadline) -> list[StreamRecord]:
        """Sends the records, again those that fail, until the deadline; returns what failed."""
        if not records:
            return []
        left = send_until(records, self._send, deadline, self._pause)
        if left.failed:
            logger.error(
                "records not delivered",
                destination=self._destination,
                records=len(left.failed),
                error=left.error or "named as failed by the service",
            )
        return left.failed

    @abstractmethod
    def _call(self, records: list[StreamRecord]) -> list[StreamRecord]:
        """One API call; the records that the service names as failed."""

    def _send(self, records: Sequence[StreamRecord]) -> Attempt[StreamRecord]:
        failed: list[StreamRecord] = []
        error, hopeless = "", False
        for packed in _cut_into_calls(records, self.largest_call):
            left = attempt(lambda packed=packed: self._call(packed), packed)  # type: ignore[misc]
            failed += left.failed
            error, hopeless = left.error or error, hopeless or left.hopeless
        return Attempt(failed, error, hopeless)


def _cut_into_calls(records: Sequence[StreamRecord], largest: int) -> Iterator[list[StreamRecord]]:
    call: list[StreamRecord] = []
    size = 0
    for record in records:
        if call and (len(call) == MOST_RECORDS_A_CALL or size + record.size > largest):
            yield call
            call, size = [], 0
        call.append(record)
        size += record.size
    if call:
        yield call
