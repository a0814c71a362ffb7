"""Tracker and collector on AWS in memory: what a request becomes, good or rejected."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from ingest_lambdas.collector import handler as collector_handler
from ingest_lambdas.collector.enrichments import DEFAULTS
from ingest_lambdas.runtime import clients
from ingest_lambdas.tracker import handler as tracker_handler

SHARD = "shardId-000000000000"
REJECTED = "rejected/"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "HEADWATER_RAW_STREAM": "raw",
    "HEADWATER_VALIDATED_STREAM": "validated",
    "HEADWATER_REJECTED_DELIVERY": "rejected",
    "HEADWATER_PERSONAL_BUCKET": "personal",
    "HEADWATER_PSEUDONYM_SECRET": "key",
}
Line = dict[str, Any]


class Invocation:
    """Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


@contextmanager
def deployed_handlers(
    monkeypatch: pytest.MonkeyPatch, folder: Path, sources: str, **settings: str
) -> Iterator[None]:
    """AWS in memory and fresh handlers; `settings` are more of their environment."""
    file = folder / "sources.toml"
    file.write_text(sources)
    files = {
        "HEADWATER_SOURCES_FILE": str(file),
        "HEADWATER_ENRICHMENTS_FILE": str(DEFAULTS),
    }
    for name, value in {**ENVIRONMENT, **files, **settings}.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        _provision()
        _forget()
        yield
        _forget()


def track(event: dict[str, Any]) -> dict[str, Any]:
    """The tracker's response."""
    return dict(tracker_handler.handler(event, Invocation()))


def collect() -> list[Line]:
    """Runs the collector over all that was tracked; the good lines."""
    records = [
        {
            "eventID": f"{SHARD}:{record['SequenceNumber']}",
            "kinesis": {
                "sequenceNumber": record["SequenceNumber"],
                "approximateArrivalTimestamp": record["ApproximateArrivalTimestamp"].timestamp(),
                "data": base64.b64encode(record["Data"]).decode(),
            },
        }
        for record in _read("raw")
    ]
    answer = collector_handler.handler({"Records": records}, Invocation())
    assert answer == {"batchItemFailures": []}
    return [json.loads(line) for r in _read("validated") for line in r["Data"].splitlines()]


def rejected_lines() -> list[Line]:
    """All that was set aside so far."""
    s3 = boto3.client("s3")
    found = s3.list_objects_v2(Bucket="personal", Prefix=REJECTED)
    keys = [item["Key"] for item in found.get("Contents", [])]
    bodies = [s3.get_object(Bucket="personal", Key=key)["Body"].read() for key in keys]
    return [json.loads(line) for body in bodies for line in body.splitlines()]


def arrivals_in_order() -> list[str]:
    """The arrival id of the first item of each record, in the order of tracking."""
    return [f"{SHARD}:{record['SequenceNumber']}:0" for record in _read("raw")]


def _forget() -> None:
    for entry in (clients._session, tracker_handler._tracker, collector_handler._collector):
        entry.forget()


def _provision() -> None:
    for stream in ("raw", "validated"):
        boto3.client("kinesis").create_stream(StreamName=stream, ShardCount=1)
    location: Any = {"LocationConstraint": "eu-west-1"}
    boto3.client("s3").create_bucket(Bucket="personal", CreateBucketConfiguration=location)
    boto3.client("secretsmanager").create_secret(Name="key", SecretString="0123456789abcdef")
    boto3.client("firehose").create_delivery_stream(
        DeliveryStreamName="rejected",
        ExtendedS3DestinationConfiguration={
            "RoleARN": "arn:aws:iam::123456789012:role/firehose",
            "BucketARN": "arn:aws:s3:::personal",
            "Prefix": REJECTED,
        },
    )


def _read(stream: str) -> list[dict[str, Any]]:
    kinesis = boto3.client("kinesis")
    iterator = kinesis.get_shard_iterator(
        StreamName=stream, ShardId=SHARD, ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    return list(kinesis.get_records(ShardIterator=iterator)["Records"])
