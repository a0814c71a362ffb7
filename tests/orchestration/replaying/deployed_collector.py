"""The collector as it is deployed, between streams that are lists."""

import base64
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from ingest_lambdas.collector.arrivals import FetchBody
from ingest_lambdas.collector.deliver import Delivery
from ingest_lambdas.collector.enrichments import watch_enrichments
from ingest_lambdas.collector.handler import Collector
from ingest_lambdas.collector.judgement import Judge
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.quarantine import Quarantine
from ingest_lambdas.contract.registry import Registry
from ingest_lambdas.runtime.firehose_writer import FirehoseWriter
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.sources import Sources

SOURCES = Path(__file__).parents[2] / "ingest_lambdas" / "sources.toml"
SHARD = "shardId-000000000000"
ARRIVED = 1_793_527_201.5


class Context:
    """Lambda's context, with time enough."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


class Taken:
    """Kinesis and Firehose as the collector sees them: everything is taken."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def put_records(self, StreamName: str, Records: Sequence[dict[str, Any]]) -> dict[str, Any]:
        return self._take(Records)

    def put_record_batch(
        self, DeliveryStreamName: str, Records: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        return self._take(Records)

    def _take(self, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
        self.lines += [line for record in records for line in record["Data"].splitlines()]
        return {"FailedRecordCount": 0, "FailedPutCount": 0, "Records": [{}] * len(records)}


def collector_on(
    validated: Taken,
    rejected: Taken,
    registry: Callable[[], Registry],
    enrichments: Path,
    fetch_body: FetchBody,
) -> Collector:
    """The collector as it is deployed, between these streams."""
    pseudonymiser = Pseudonymiser(b"0123456789abcdef")
    watched = watch_enrichments(enrichments).current
    return Collector(
        Judge(registry, pseudonymiser, Sources(SOURCES), watched),
        Quarantine(pseudonymiser),
        Delivery(KinesisWriter(validated, "v"), FirehoseWriter(rejected, "r")),
        fetch_body,
    )


def lambda_event(placed: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
    """What Lambda hands over for records with their sequence numbers."""
    return {
        "Records": [
            {
                "eventID": f"{SHARD}:{sequence}",
                "kinesis": {
                    "sequenceNumber": sequence,
                    "approximateArrivalTimestamp": ARRIVED,
                    "data": base64.b64encode(data).decode(),
                },
            }
            for sequence, data in placed
        ]
    }
