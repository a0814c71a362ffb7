"""What the tests of the Lambda code share: requests, records, and writers to inspect."""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, settings
from moto import mock_aws

from ingest_lambdas.collector.enrichments import DEFAULTS
from ingest_lambdas.runtime import clients

from .schema_files import write_schema_file

# How long an example takes says how busy the machine is, and nothing about the code.
settings.register_profile(
    "ingest_lambdas", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ingest_lambdas")

RECEIVED_MS = 1_795_473_840_123
RECEIVED_AT = "2026-11-23T22:44:00.123Z"
PSEUDONYM_KEY = "0123456789abcdef0123456789abcdef"


@dataclass
class Invocation:
    """Lambda's context: so many milliseconds are left."""

    milliseconds: int = 60_000

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


@dataclass
class FakeStreams:
    """Kinesis' and Firehose's put calls; `fails` decides on each record of each call."""

    fails: Callable[[int, int], bool] = lambda call, position: False
    calls: list[list[bytes]] = field(default_factory=list)
    stored: list[tuple[str, bytes]] = field(default_factory=list)

    def put_records(self, StreamName: str, Records: Sequence[dict[str, Any]]) -> dict[str, Any]:
        answers = self._take([(r["PartitionKey"], r["Data"]) for r in Records])
        return {"FailedRecordCount": sum("ErrorCode" in a for a in answers), "Records": answers}

    def put_record_batch(
        self, DeliveryStreamName: str, Records: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        answers = self._take([("", r["Data"]) for r in Records])
        failed = sum("ErrorCode" in a for a in answers)
        return {"FailedPutCount": failed, "RequestResponses": answers}

    def _take(self, records: list[tuple[str, bytes]]) -> list[dict[str, str]]:
        number = len(self.calls)
        self.calls.append([data for _, data in records])
        answers: list[dict[str, str]] = []
        for position, record in enumerate(records):
            if self.fails(number, position):
                answers.append({"ErrorCode": "ProvisionedThroughputExceededException"})
            else:
                self.stored.append(record)
                answers.append({"SequenceNumber": str(len(self.stored))})
        return answers

    def lines(self) -> list[dict[str, Any]]:
        """Every stored line of JSON."""
        return [json.loads(line) for _, data in self.stored for line in data.splitlines()]


def _http_event(
    path: str = "/v1/batch",
    body: str | bytes = "",
    *,
    method: str = "POST",
    query: str = "",
    headers: dict[str, str] | None = None,
    cookies: list[str] | None = None,
    user_agent: str = "analytics-python/2.4.0",
) -> dict[str, Any]:
    """A payload-2.0 event; bytes travel as base64."""
    binary = isinstance(body, bytes)
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"authorization": "Basic " + base64.b64encode(b"WK:").decode()}
        if headers is None
        else headers,
        "cookies": cookies or [],
        "requestContext": {
            "http": {"method": method, "sourceIp": "203.0.113.77", "userAgent": user_agent},
            "requestId": "request-1",
            "timeEpoch": RECEIVED_MS,
        },
        "body": base64.b64encode(body).decode() if isinstance(body, bytes) else body,
        "isBase64Encoded": binary,
    }


def _raw_record(body: Any, endpoint: str = "batch", **fields: Any) -> dict[str, Any]:
    """An events-raw record as the tracker writes it; `body` is text, or a value."""
    text = body if isinstance(body, str) else json.dumps(body)
    count = len(body["batch"]) if isinstance(body, dict) and "batch" in body else 1
    return {
        "v": 1,
        "protocol": "segment",
        "source": "web-shop",
        "endpoint": endpoint,
        "request_id": "request-1",
        "received_at": RECEIVED_AT,
        "ip": "203.0.113.77",
        "user_agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0 Safari/537.36",
        "count": count,
        "message_ids": {},
        "body": text,
        **fields,
    }


def _kinesis_event(*records: Any) -> dict[str, Any]:
    """Lambda's Kinesis event; a record is bytes, or a value to write as JSON."""
    return {
        "Records": [
            {
                "eventID": f"shardId-000000000001:{100 + position}",
                "kinesis": {
                    "sequenceNumber": str(100 + position),
                    "approximateArrivalTimestamp": RECEIVED_MS / 1000 + 1,
                    "data": base64.b64encode(
                        record if isinstance(record, bytes) else json.dumps(record).encode()
                    ).decode(),
                },
            }
            for position, record in enumerate(records)
        ]
    }


@pytest.fixture(scope="session")
def write_schema() -> Callable[..., Path]:
    return write_schema_file


@pytest.fixture(scope="session")
def http_event() -> Callable[..., dict[str, Any]]:
    return _http_event


@pytest.fixture(scope="session")
def raw_record() -> Callable[..., dict[str, Any]]:
    return _raw_record


@pytest.fixture(scope="session")
def kinesis_event() -> Callable[..., dict[str, Any]]:
    return _kinesis_event


@pytest.fixture(scope="session")
def invocation() -> Callable[..., Invocation]:
    return Invocation


@pytest.fixture(scope="session")
def fake_streams() -> Callable[..., FakeStreams]:
    return FakeStreams


@pytest.fixture(scope="session")
def sources_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sources") / "sources.toml"
    file.write_text(Path(__file__).with_name("sources.toml").read_text())
    return file


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, sources_file: Path) -> Iterator[None]:
    """AWS in memory, and the environment that the handlers read."""
    for name in ("", "_KINESIS", "_FIREHOSE", "_S3"):
        monkeypatch.delenv(f"AWS_ENDPOINT_URL{name}", raising=False)
    environment = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "HEADWATER_RAW_STREAM": "events-raw",
        "HEADWATER_VALIDATED_STREAM": "events-validated",
        "HEADWATER_REJECTED_DELIVERY": "rejected",
        "HEADWATER_PERSONAL_BUCKET": "headwater-personal",
        "HEADWATER_HOT_TIER_TABLE": "headwater-hot-tier",
        "HEADWATER_SOURCES_FILE": str(sources_file),
        "HEADWATER_ENRICHMENTS_FILE": str(DEFAULTS),
        "HEADWATER_PSEUDONYM_SECRET": "headwater/pseudonym-key",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    clients._session.forget()
    with mock_aws():
        _provision()
        yield
    clients._session.forget()


def _provision() -> None:
    kinesis = boto3.client("kinesis")
    for stream in ("events-raw", "events-validated"):
        kinesis.create_stream(StreamName=stream, ShardCount=2)
    boto3.client("s3").create_bucket(
        Bucket="headwater-personal",
        CreateBucketConfiguration={"LocationConstraint": "eu-west-1"},
    )
    boto3.client("firehose").create_delivery_stream(
        DeliveryStreamName="rejected",
        ExtendedS3DestinationConfiguration={
            "RoleARN": "arn:aws:iam::123456789012:role/firehose",
            "BucketARN": "arn:aws:s3:::headwater-personal",
            "Prefix": "rejected/",
        },
    )
    boto3.client("secretsmanager").create_secret(
        Name="headwater/pseudonym-key", SecretString=PSEUDONYM_KEY
    )
