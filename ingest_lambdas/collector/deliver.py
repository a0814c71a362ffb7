"""Sends good events to events-validated and rejected ones to Firehose, packed.

Both bill by record, so many lines share one. A visitor's events share a partition key, and of two
records with one key the second is not sent before Kinesis has the first: that keeps their order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from ingest_lambdas.contract.identity import partition_of
from ingest_lambdas.runtime.deadline import Deadline
from ingest_lambdas.runtime.firehose_writer import FirehoseWriter
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.stream_record import StreamRecord

LARGEST_PACK = 250 * 1024


# A line to send, and its origin: the position of its record in Lambda's batch.
Line = tuple[bytes, int]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The two destinations."""

    validated: KinesisWriter
    rejected: FirehoseWriter

    def deliver(
        self, good: Iterable[tuple[str, Line]], rejected: Iterable[Line], deadline: Deadline
    ) -> int | None:
        """Sends (visitor id, line) pairs and rejected lines.

        Returns the lowest origin of what could not be sent; None when all is delivered.
        """
        failed = self._deliver_good(good, deadline)
        failed += self.rejected.put(list(pack(rejected)), deadline)
        return min((record.origin for record in failed), default=None)

    def _deliver_good(
        self, good: Iterable[tuple[str, Line]], deadline: Deadline
    ) -> list[StreamRecord]:
        """Stops at the first wave of which something failed; all behind it counts as failed."""
        waves = _waves(good)
        for number, wave in enumerate(waves):
            failed = self.validated.put(wave, deadline)
            if failed:
                return failed + [record for later in waves[number + 1 :] for record in later]
        return []


def pack(lines: Iterable[Line], partition_key: str = "") -> Iterator[StreamRecord]:
    """Records of at most LARGEST_PACK bytes (or one line), in order; each has its least origin."""
    waiting: list[bytes] = []
    size, first = 0, 0
    for data, origin in lines:
        if waiting and size + len(data) > LARGEST_PACK:
            yield StreamRecord(b"".join(waiting), partition_key, first)
            waiting, size = [], 0
        if not waiting or origin < first:
            first = origin
        waiting.append(data)
        size += len(data)
    if waiting:
        yield StreamRecord(b"".join(waiting), partition_key, first)


def _waves(good: Iterable[tuple[str, Line]]) -> list[list[StreamRecord]]:
    """Records grouped so that no group holds a partition key twice."""
    by_partition: dict[int, list[Line]] = defaultdict(list)
    for visitor_id, line in good:
        by_partition[partition_of(visitor_id)].append(line)
    packed = (pack(lines, str(partition)) for partition, lines in by_partition.items())
    return [[record for record in wave if record] for wave in zip_longest(*packed)]
