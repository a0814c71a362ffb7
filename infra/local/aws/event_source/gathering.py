"""Gathers one batch from a shard: by count, payload size or window, whichever is first."""

import threading
import time
from dataclasses import dataclass, field

from infra.local.aws.event_source.event import encoded_size
from infra.local.aws.event_source.mapping import EventSourceMapping
from infra.local.aws.functions.function import LARGEST_PAYLOAD
from infra.local.aws.kinesis.shards import hash_key
from infra.local.aws.record_log import Record, RecordLogs

IDLE_SECONDS = 1.0
READ_BYTES = 6 * 1024 * 1024
_ROOM = LARGEST_PAYLOAD - 4096


@dataclass
class Batch:
    """Records for one invocation; `passed` is the last position looked at."""

    passed: int
    records: list[Record] = field(default_factory=list)
    size: int = 0


class Gatherer:
    """Takes one lane's records: those whose partition key hashes to its number."""

    def __init__(self, logs: RecordLogs, log: int, lane: int, mapping: EventSourceMapping) -> None:
        self._logs = logs
        self._log = log
        self._lane = lane
        self._mapping = mapping

    def gather(self, passed: int, stop: threading.Event) -> Batch:
        """The next batch after a position, empty when there was none for a while."""
        batch = Batch(passed)
        deadline = time.monotonic() + IDLE_SECONDS
        while not stop.is_set():
            seen = self._logs.generation
            begun = bool(batch.records)
            if self._fill(batch):
                return batch
            if batch.records and not begun:
                deadline = time.monotonic() + self._mapping.batching_window
            left = deadline - time.monotonic()
            if left <= 0:
                return batch
            self._logs.wait(seen, min(left, IDLE_SECONDS))
        return batch

    def _fill(self, batch: Batch) -> bool:
        """Add what is stored by now; whether the batch is full."""
        while records := self._read(batch.passed + 1):
            for record in records:
                if not self._is_mine(record):
                    batch.passed = record.position
                    continue
                size = encoded_size(record)
                if batch.records and batch.size + size > _ROOM:
                    return True
                batch.passed = record.position
                batch.size += size
                batch.records.append(record)
                if len(batch.records) >= self._mapping.batch_size:
                    return True
        return False

    def _read(self, start: int) -> list[Record]:
        return self._logs.read(self._log, start, self._mapping.batch_size, READ_BYTES)

    def _is_mine(self, record: Record) -> bool:
        lanes = self._mapping.parallelization
        return lanes == 1 or hash_key(record.partition_key) % lanes == self._lane
