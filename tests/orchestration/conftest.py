"""A warehouse and AWS stores for tests: the local Redshift and moto, in this process."""

import gzip
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import boto3
import orjson
import pytest
from moto.server import ThreadedMotoServer

from infra.local.redshift.server import Server
from infra.local.redshift.settings import Settings as ServerSettings
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


@pytest.fixture
def warehouse(tmp_path: Path, aws: str) -> Iterator[Warehouse]:
    """A new local Redshift with nothing in it."""
    settings = ServerSettings(
        host="127.0.0.1",
        port=0,
        file=tmp_path / "warehouse.duckdb",
        user="headwater",
        database="headwater",
        password="secret",
        memory_limit="1GB",
        threads=2,
        max_connections=50,
        statement_timeout_ms=0,
    )
    server = Server(settings)
    threading.Thread(target=server.serve, daemon=True).start()
    yield Warehouse(
        "127.0.0.1",
        server.port,
        "headwater",
        "headwater",
        "secret",
        "disable",
        statement_seconds=60,
    )
    server.stop()


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
