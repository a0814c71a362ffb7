"""Records gathered for one delivery, until the buffer is full or its oldest has waited enough."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from infra.local.aws.firehose.source import Item, Partition
from infra.local.aws.record_log import RecordLogs

IDLE_SECONDS = 1.0
RECORDS_PER_READ = 5_000


@dataclass
class Buffer:
    """What has been read and not yet delivered; `passed` is the last position read, by log."""

    passed: dict[int, int]
    items: list[Item] = field(default_factory=list)
    size: int = 0


class BufferFiller:
    """Fills one delivery stream's buffers from its partitions."""

    def __init__(
        self,
        logs: RecordLogs,
        partitions: Callable[[], list[Partition]],
        most_bytes: int,
        most_seconds: float,
    ) -> None:
        self._logs = logs
        self._partitions = partitions
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds

    def fill(self, buffer: Buffer, begin: Callable[[int], int], stop: threading.Event) -> None:
        """Until a delivery is due or stopped. `begin`: log → last position already delivered."""
        due: float | None = None
        while not stop.is_set():
            seen = self._logs.generation
            for partition in self._partitions():
                buffer.passed.setdefault(partition.log, begin(partition.log))
                self._read(partition, buffer)
            if buffer.items and due is None:
                due = time.monotonic() + self._most_seconds
            left = IDLE_SECONDS if due is None else due - time.monotonic()
            if buffer.size >= self._most_bytes or left <= 0:
                return
            self._logs.wait(seen, min(left, IDLE_SECONDS))

    def _read(self, partition: Partition, buffer: Buffer) -> None:
        while (room := self._most_bytes - buffer.size) > 0:
            start = buffer.passed[partition.log] + 1
            records = self._logs.read(partition.log, start, RECORDS_PER_READ, room)
            if not records:
                return
            buffer.items.extend(Item(record, partition) for record in records)
            buffer.size += sum(len(record.data) for record in records)
            buffer.passed[partition.log] = records[-1].position
