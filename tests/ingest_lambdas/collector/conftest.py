"""A collector on fake streams, and what came out of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.collector.deliver import Delivery
from ingest_lambdas.collector.handler import Collector
from ingest_lambdas.collector.judgement import Judge
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.quarantine import Quarantine
from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.runtime.firehose_writer import FirehoseWriter
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.oversize_store import BodyMissing
from ingest_lambdas.runtime.sources import Sources

KEY = b"0123456789abcdef"


@dataclass
class Bench:
    """A collector whose streams are at hand."""

    collector: Collector
    validated: Any
    rejected: Any
    bodies: dict[str, bytes | Exception]
    context: Any

    def collect(self, event: dict[str, Any]) -> list[str]:
        """Sequence numbers that are to be delivered again."""
        failures = self.collector.collect(event, self.context)["batchItemFailures"]
        return [failure["itemIdentifier"] for failure in failures]


@pytest.fixture(scope="session")
def pseudonymiser() -> Pseudonymiser:
    return Pseudonymiser(KEY)


@pytest.fixture(scope="session")
def bench(
    pseudonymiser: Pseudonymiser,
    sources_file: Path,
    fake_streams: Callable[..., Any],
    invocation: Callable[..., Any],
) -> Callable[..., Bench]:
    """Makes a Bench; keyword arguments say which records its streams fail."""

    def make(**fails: Callable[[int, int], bool]) -> Bench:
        validated, rejected = (
            fake_streams(**({"fails": fails[name]} if name in fails else {}))
            for name in ("validated", "rejected")
        )
        bodies: dict[str, bytes | Exception] = {}

        def fetch_body(reference: str) -> bytes:
            found = bodies.get(reference, BodyMissing("not there"))
            if isinstance(found, Exception):
                raise found
            return found

        judge = Judge(packaged(), pseudonymiser, Sources(sources_file))
        delivery = Delivery(
            KinesisWriter(validated, "validated", lambda seconds: None),
            FirehoseWriter(rejected, "rejected", lambda seconds: None),
        )
        collector = Collector(judge, Quarantine(pseudonymiser), delivery, fetch_body)
        return Bench(collector, validated, rejected, bodies, invocation(20_000))

    return make
