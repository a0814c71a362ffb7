"""A collector whose lines are at hand, before the warehouse that is to load them."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from infra.local.bench.collector_records import TakenRecords, kinesis_events
from infra.local.bench.in_process import Invocation, quiet
from ingest_lambdas.collector.enrichments import DEFAULTS
from ingest_lambdas.collector.handler import compose
from ingest_lambdas.runtime.settings import CollectorSettings

SOURCES = """
[[source]]
name = "shop"
kind = "server"
write_keys = ["S"]

[[source]]
name = "lenient"
kind = "server"
write_keys = ["L"]
policy = "allow"

[[source]]
name = "import"
kind = "import"
write_keys = ["I"]
"""
Collected = tuple[list[bytes], list[bytes]]
Collect = Callable[[str, Sequence[str]], Collected]


@pytest.fixture(scope="session")
def collect(tmp_path_factory: pytest.TempPathFactory) -> Collect:
    """Sends items' JSON texts, each in a request of its own: the good lines, the rejected ones."""
    file = tmp_path_factory.mktemp("limits") / "sources.toml"
    file.write_text(SOURCES)
    settings = CollectorSettings("validated", "rejected", "bucket", str(file), str(DEFAULTS), "")

    def run(source: str, items: Sequence[str]) -> Collected:
        taken: Any = TakenRecords()
        refused: Any = TakenRecords()
        collector = compose(settings, b"0123456789abcdef", taken, refused, lambda reference: b"")
        records = [_record(source, item) for item in items]
        with quiet():
            for event in kinesis_events(records, 500):
                assert collector.collect(event, Invocation()) == {"batchItemFailures": []}
        return _lines(taken), _lines(refused)

    return run


def _record(source: str, item: str) -> bytes:
    record = {
        "v": 1,
        "protocol": "segment",
        "source": source,
        "endpoint": "batch",
        "request_id": "r",
        "received_at": "2026-11-23T18:30:00.000Z",
        "count": 1,
        "message_ids": {},
        "body": f'{{"batch":[{item}]}}',
    }
    return json.dumps(record).encode()


def _lines(taken: TakenRecords) -> list[bytes]:
    return [line for data in taken.data for line in data.split(b"\n") if line]
