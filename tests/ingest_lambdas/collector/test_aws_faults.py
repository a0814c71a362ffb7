"""The real clients under faults: botocore's own hooks make the services fail."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse

from ingest_lambdas.collector.deliver import Delivery
from ingest_lambdas.collector.enrichments import DEFAULTS, watch_enrichments
from ingest_lambdas.collector.handler import Collector
from ingest_lambdas.collector.judgement import Judge
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.quarantine import Quarantine
from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.firehose_writer import FirehoseWriter
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.sources import Sources

Make = Callable[..., Any]
ITEMS = 40


@pytest.fixture
def deployed(
    aws: None, pseudonymiser: Pseudonymiser, sources_file: Path
) -> Callable[..., Collector]:
    """Makes a collector on moto whose clients have the given hooks."""

    def make(*hooks: tuple[str, Callable[..., Any]]) -> Collector:
        kinesis, firehose = clients.kinesis(), clients.firehose()
        for event, hook in hooks:
            kinesis.meta.events.register(event, hook)
            firehose.meta.events.register(event, hook)
        watched = watch_enrichments(DEFAULTS)
        return Collector(
            Judge(packaged, pseudonymiser, Sources(sources_file), watched.current),
            Quarantine(pseudonymiser),
            Delivery(
                KinesisWriter(kinesis, "events-validated", lambda seconds: None),
                FirehoseWriter(firehose, "rejected", lambda seconds: None),
            ),
            OversizeStore(clients.s3(), "headwater-personal").get,
        )

    return make


@pytest.fixture
def event(kinesis_event: Make, raw_record: Make, track: Make) -> dict[str, Any]:
    """A batch of which every fourth item is off the plan."""
    names = ["Product Viewed", "Cart Viewed", "Product Added", "Off Plan"]
    records = [
        raw_record({"batch": [track(event=name, anonymousId=f"{n}-{name}") for name in names]})
        for n in range(ITEMS // len(names))
    ]
    return kinesis_event(*records)  # type: ignore[no-any-return]


def fail_first(answers: str, count: str) -> Callable[..., None]:
    """A hook that reports the even records of the first call as failed."""
    calls: list[int] = []

    def hook(parsed: dict[str, Any], **_: Any) -> None:
        calls.append(1)
        if len(calls) == 1:
            for answer in parsed[answers][::2]:
                answer["ErrorCode"] = "ProvisionedThroughputExceededException"
            parsed[count] = len(parsed[answers][::2])

    return hook


def break_down(request: Any, **_: Any) -> AWSResponse:
    """A hook that answers 500 in the service's place."""
    return AWSResponse(request.url, 500, {}, Empty())


class Empty:
    """A response without content."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield b"{}"


def arrivals_of(lines: list[bytes]) -> set[str]:
    return {json.loads(line)["arrival_id"] for line in lines}


def good_arrivals() -> set[str]:
    kinesis = boto3.client("kinesis")
    lines: list[bytes] = []
    for shard in kinesis.list_shards(StreamName="events-validated")["Shards"]:
        iterator = kinesis.get_shard_iterator(
            StreamName="events-validated",
            ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON",
        )["ShardIterator"]
        for record in kinesis.get_records(ShardIterator=iterator)["Records"]:
            lines += record["Data"].splitlines()
    return arrivals_of(lines)


def rejected_arrivals() -> set[str]:
    s3 = boto3.client("s3")
    lines: list[bytes] = []
    for item in s3.list_objects_v2(Bucket="headwater-personal")["Contents"]:
        body = s3.get_object(Bucket="headwater-personal", Key=item["Key"])["Body"]
        lines += body.read().splitlines()
    return arrivals_of(lines)


def test_partial_failures_are_made_good_within_the_invocation(
    deployed: Callable[..., Collector], event: dict[str, Any], invocation: Make
) -> None:
    collector = deployed(
        ("after-call.kinesis.PutRecords", fail_first("Records", "FailedRecordCount")),
        ("after-call.firehose.PutRecordBatch", fail_first("RequestResponses", "FailedPutCount")),
    )
    assert collector.collect(event, invocation(60_000)) == {"batchItemFailures": []}
    good, rejected = good_arrivals(), rejected_arrivals()
    assert (len(good), len(rejected)) == (ITEMS * 3 // 4, ITEMS // 4)
    assert len(good | rejected) == ITEMS


@pytest.mark.parametrize("broken", ["kinesis.PutRecords", "firehose.PutRecordBatch"])
def test_a_service_that_is_down_fails_the_batch_from_its_first_record(
    deployed: Callable[..., Collector], event: dict[str, Any], invocation: Make, broken: str
) -> None:
    collector = deployed((f"before-send.{broken}", break_down))
    first = event["Records"][0]["kinesis"]["sequenceNumber"]
    assert collector.collect(event, invocation(20_000)) == {
        "batchItemFailures": [{"itemIdentifier": first}]
    }
