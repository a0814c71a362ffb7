"""The collector's handler in process: deliveries go into doubles of the clients, in memory.

Seconds are those of this thread's processor time: who else is busy does not count.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.bench.collector_floor import read_and_write, read_whole
from infra.local.bench.collector_records import TakenRecords, kinesis_events, write_sources
from infra.local.bench.in_process import Invocation, quiet
from ingest_lambdas.collector.enrichments import DEFAULTS
from ingest_lambdas.collector.handler import Collector, compose
from ingest_lambdas.runtime.garbage import settle
from ingest_lambdas.runtime.oversize_store import BodyMissing
from ingest_lambdas.runtime.settings import CollectorSettings

PSEUDONYM_KEY = b"0123456789abcdef"
RECORDS_A_BATCH = 100


@dataclass(frozen=True)
class Measured:
    """A collector with what it has delivered."""

    collector: Collector
    validated: TakenRecords
    rejected: TakenRecords

    def run(self, batches: Sequence[dict[str, Any]]) -> float:
        """Collects them all; processor seconds. Raises where a batch is not taken whole."""
        invocation = Invocation()
        with quiet():
            began = time.thread_time()
            answers = [self.collector.collect(batch, invocation) for batch in batches]
            took = time.thread_time() - began
        if any(answer["batchItemFailures"] for answer in answers):
            raise RuntimeError("the collector failed a batch of the bench")
        return took

    def take_good(self) -> list[bytes]:
        """The good events delivered since the last time, as lines."""
        lines = [line for data in self.validated.data for line in data.splitlines()]
        self.validated.data.clear()
        self.rejected.data.clear()
        return lines


def make_collector(folder: Path) -> Measured:
    """The deployed composition, with every enrichment, on doubles of its clients."""
    validated, rejected = TakenRecords(), TakenRecords()
    settings = CollectorSettings(
        validated_stream="events-validated",
        rejected_delivery="rejected",
        personal_bucket="personal",
        sources_file=str(write_sources(folder)),
        enrichments_file=str(DEFAULTS),
        pseudonym_secret="",
    )
    kinesis: Any = validated
    firehose: Any = rejected
    collector = compose(settings, PSEUDONYM_KEY, kinesis, firehose, _fetch_body)
    settle()  # as the handler's own composition does
    return Measured(collector, validated, rejected)


@dataclass(frozen=True)
class Rates:
    """Events a second: of the handler, and of the libraries' share of it done alone.

    `read_whole` reads all that came and writes the good event; `read_and_write` reads, judges and
    writes each event's own JSON once.
    """

    handler: float
    read_whole: float
    read_and_write: float


def measure_rates(measured: Measured, runs: Sequence[Sequence[bytes]]) -> Rates:
    """Handler and floors by turns over runs of other events; the best of each."""
    found = [_measure_run(measured, records) for records in runs]
    return Rates(*(max(rates) for rates in zip(*found, strict=True)))


def measure_cost(measured: Measured, records: Sequence[bytes], size: int) -> float:
    """Microseconds an event with so many records a batch, the best of three runs."""
    batches = list(kinesis_events(records, size))
    took = min(measured.run(batches) for _ in range(3))
    return took * 1e6 / _delivered(measured, 3)


def _measure_run(measured: Measured, records: Sequence[bytes]) -> tuple[float, float, float]:
    batches = list(kinesis_events(records, RECORDS_A_BATCH))
    took = measured.run(batches)
    lines = measured.take_good()
    events = len(lines)
    return (
        events / took,
        events / _timed(read_whole(batches, lines)),
        events / _timed(read_and_write(batches)),
    )


def _delivered(measured: Measured, runs: int) -> int:
    return len(measured.take_good()) // runs


def _timed(work: Callable[[], None]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began


def _fetch_body(reference: str) -> bytes:
    raise BodyMissing(reference)
