"""A collector on fake streams, and what came out of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.collector.deliver import Delivery
from ingest_lambdas.collector.enrichments import DEFAULTS, watch_enrichments
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
    """Makes a Bench; keyword arguments say which records its streams fail, and what it adds."""

    def make(enrichments: Path = DEFAULTS, **fails: Callable[[int, int], bool]) -> Bench:
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

        watched = watch_enrichments(enrichments)
        judge = Judge(packaged, pseudonymiser, Sources(sources_file), watched.current)
        delivery = Delivery(
            KinesisWriter(validated, "validated", lambda seconds: None),
            FirehoseWriter(rejected, "rejected", lambda seconds: None),
        )
        collector = Collector(judge, Quarantine(pseudonymiser), delivery, fetch_body)
        return Bench(collector, validated, rejected, bodies, invocation(20_000))

    return make


@pytest.fixture(scope="session")
def snowplow_record(raw_record: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Makes an events-raw record of a Snowplow POST, as the tracker writes it."""

    def make(*events: Any, **fields: Any) -> dict[str, Any]:
        described = "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4"
        body = json.dumps({"schema": described, "data": events})
        shared = {"protocol": "snowplow", "count": len(events), "network_user_id": "network-1"}
        return raw_record(body, "tp2", **{**shared, **fields})

    return make


def _track(**fields: Any) -> dict[str, Any]:
    """A good track call."""
    return {
        "type": "track",
        "event": "Product Viewed",
        "messageId": "m-1",
        "anonymousId": "visitor-0001-0001-0001",
        "timestamp": "2026-11-23T22:43:58.000Z",
        "properties": {"product_id": "p-1", "price": 9.5},
        "context": {},
        **fields,
    }


@pytest.fixture(scope="session")
def track() -> Callable[..., dict[str, Any]]:
    return _track
