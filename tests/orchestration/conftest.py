"""A warehouse and AWS stores for tests: the local Redshift and moto, in this process."""

import gzip
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from uuid import uuid4

import boto3
import dagster as dg
import orjson
import pytest
from moto.server import ThreadedMotoServer

from ingest_lambdas.contract.lake_layout import LakeKind, prefix
from orchestration.clients.hot_tier import HotTier
from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse

Land = Callable[[LakeKind, str, list[dict]], str]


@pytest.fixture(scope="session")
def aws() -> Iterator[str]:
    """Address of S3 and DynamoDB; the environment points every client there."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "eu-west-1",
        }.items():
            patch.setenv(name, value)
        yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def redshift(tmp_path_factory: pytest.TempPathFactory, aws: str) -> Iterator[Warehouse]:
    """A local Redshift in a process of its own, as the stack runs it."""
    command = [sys.executable, "-m", "infra.local.redshift", "--port", "0"]
    command += ["--file", str(tmp_path_factory.mktemp("redshift") / "warehouse.duckdb")]
    command += ["--user", "headwater", "--database", "headwater", "--memory-limit", "1GB"]
    environment = {**os.environ, "HEADWATER_REDSHIFT_PASSWORD": "secret"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().rsplit(":", 1)[1])
        yield Warehouse("127.0.0.1", port, "headwater", "headwater", "secret", "disable", 60)
        process.terminate()


@pytest.fixture
def warehouse(redshift: Warehouse) -> Iterator[Warehouse]:
    """The warehouse with nothing in it."""
    yield redshift
    with redshift.connect() as session:
        for schema in ("raw", "ops", "exports", "marts"):
            session.execute(f"drop schema if exists {schema} cascade")


@pytest.fixture
def lake(aws: str) -> Lake:
    """Two new buckets."""
    made = Lake(f"lake-{uuid4().hex[:8]}", f"personal-{uuid4().hex[:8]}")
    for bucket in (made.bucket, made.personal_bucket):
        made.client.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
    return made


@pytest.fixture
def hot_tier(aws: str) -> HotTier:
    """A new table."""
    return make_hot_tier(f"hot-{uuid4().hex[:8]}")


def make_hot_tier(name: str) -> HotTier:
    """Create the table as the stack does."""
    boto3.client("dynamodb").create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return HotTier(name)


@pytest.fixture
def land(lake: Lake) -> Land:
    """Puts lines into the lake as Firehose does; returns the object's key."""

    def put(kind: LakeKind, load_hour: str, lines: list[dict]) -> str:
        body = gzip.compress(b"".join(orjson.dumps(line) + b"\n" for line in lines))
        key = f"{prefix(kind, load_hour)}{kind}-1-{load_hour}-00-00-{uuid4()}.gz"
        lake.client.put_object(Bucket=lake.bucket_of(kind), Key=key, Body=body)
        return key

    return put


@pytest.fixture
def event() -> Callable[..., dict]:
    """Lines of the lake: one canonical event for each number."""

    def make(number: int, **changes: object) -> dict:
        return {
            "arrival_id": f"shardId-000000000000:{number}:0",
            "event_key": f"00000000-0000-5000-8000-{number:012}",
            "event_id": f"message-{number}",
            "fingerprint": f"{number:064x}",
            "source": "web-shop",
            "protocol": "segment",
            "event_type": "track",
            "event_name": "Product Viewed",
            "schema_ref": "iglu:com.segment/product_viewed/jsonschema/1-0-0",
            "event_at": "2026-11-01T10:00:00.123Z",
            "event_day": "2026-11-01",
            "received_at": "2026-11-01T10:00:01.000Z",
            "time_implausible": False,
            "visitor_id": f"visitor-{number % 3}",
            "is_bot": False,
            "properties": {"product_id": "lip", "price": 9.9, "tags": ["a", "b"]},
            "attempt": 0,
            **changes,
        }

    return make


@pytest.fixture
def rejection() -> Callable[..., dict]:
    """Lines of the quarantine, with the payload that must not reach the warehouse."""

    def make(number: int, **changes: object) -> dict:
        return {
            "arrival_id": f"shardId-000000000001:{number}:0",
            "source": "web-shop",
            "protocol": "segment",
            "reason": "schema_violation",
            "violations": [{"pointer": "/price", "keyword": "type"}],
            "received_at": "2026-11-01T10:00:01.000Z",
            "attempt": 0,
            "payload": '{"email":"someone@example.com"}',
            "envelope": {"ip": "1.2.3.4"},
            **changes,
        }

    return make


@pytest.fixture(scope="session")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    """All definitions, with a home of their own; parsing the dbt project takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEADWATER_HOME", str(tmp_path_factory.mktemp("home")))
        defs: dg.Definitions = import_module("orchestration.definitions").defs
    return defs
