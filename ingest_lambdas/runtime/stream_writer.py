"""What the writers to Kinesis and to Firehose have in common: packing calls, resending failures."""

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence

from ingest_lambdas.runtime.deadline import Deadline
from ingest_lambdas.runtime.observability import logger
from ingest_lambdas.runtime.retry import Attempt, Pause, attempt, send_until
from ingest_lambdas.runtime.stream_record import StreamRecord, cut_into_calls


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
        for packed in cut_into_calls(records, self.largest_call):
            left = attempt(lambda packed=packed: self._call(packed), packed)  # type: ignore[misc]
            failed += left.failed
            error, hopeless = left.error or error, hopeless or left.hopeless
        return Attempt(failed, error, hopeless)
