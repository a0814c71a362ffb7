"""Services of this folder over real HTTP, and an S3 for them to write to."""

import gzip
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto.server import ThreadedMotoServer

from infra.local.aws.account import Account
from infra.local.aws.checkpoints import Checkpoints
from infra.local.aws.database import Database
from infra.local.aws.faults.admin import PATH as FAULTS_PATH
from infra.local.aws.faults.admin import faults_page
from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.http.json_services import JsonServices
from infra.local.aws.http.pages import with_pages
from infra.local.aws.http.server import HttpServer
from infra.local.aws.kinesis.service import TARGET_PREFIX, Kinesis
from infra.local.aws.kinesis.throttle import ShardLimits
from infra.local.aws.record_log import RecordLogs

KEY = "HWTESTKEY"
BUCKET = "bucket"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], Any], seconds: float = 60.0) -> Any:
    """What a condition returns once it is true; fails when it never is."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "the condition never came true"
        threading.Event().wait(0.02)
    return found


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="session")
def eventually() -> Callable[..., Any]:
    return wait_until


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    return boto3.Session("k", "s", region_name="eu-west-1")


@pytest.fixture(scope="session")
def client(session: boto3.Session) -> Callable[..., Any]:
    """boto3 clients for an endpoint on this machine, without retries of their own."""

    def make(service: str, port: int, key: str = KEY, attempts: int = 1) -> Any:
        return session.client(
            service,
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id=key,
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": attempts}, read_timeout=20),
        )

    return make


@pytest.fixture
def account() -> Account:
    return Account(KEY, "000000000000", "eu-west-1", "secret")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "streams.sqlite")
    yield made
    made.close()


@pytest.fixture
def logs(database: Database) -> RecordLogs:
    return RecordLogs(database)


@pytest.fixture
def checkpoints(database: Database) -> Checkpoints:
    return Checkpoints(database)


@pytest.fixture
def switchboard() -> Switchboard:
    return Switchboard()


@pytest.fixture
def limits() -> ShardLimits:
    return ShardLimits(reads_per_second=1000)


@pytest.fixture
def kinesis(
    database: Database,
    logs: RecordLogs,
    account: Account,
    switchboard: Switchboard,
    limits: ShardLimits,
) -> Kinesis:
    return Kinesis(database, logs, account, switchboard, limits)


@pytest.fixture
def serve() -> Iterator[Callable[..., int]]:
    """Serves an ASGI application for the length of a test; its port."""
    servers = []

    def start(app: Any) -> int:
        port = free_port()
        servers.append(server := HttpServer(app, port))
        server.start()
        wait_until(lambda: is_listening(port))
        return port

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def kinesis_port(kinesis: Kinesis, switchboard: Switchboard, serve: Callable[..., int]) -> int:
    services = JsonServices(KEY, {TARGET_PREFIX: kinesis.operations()}, switchboard)
    return serve(with_pages({FAULTS_PATH: faults_page(switchboard, KEY)}, services))


@pytest.fixture
def api(kinesis_port: int, client: Callable[..., Any]) -> Any:
    """A boto3 Kinesis client."""
    return client("kinesis", kinesis_port)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[int]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    yield server.get_host_and_port()[1]
    server.stop()


@pytest.fixture
def s3(s3_server: int, client: Callable[..., Any]) -> Any:
    """A boto3 S3 client of an empty S3 with one bucket."""
    reset = urllib.request.Request(f"http://127.0.0.1:{s3_server}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset, timeout=5).close()
    made = client("s3", s3_server)
    place = {"LocationConstraint": "eu-west-1"}
    made.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    return made


@pytest.fixture
def objects(s3: Any) -> Callable[..., dict[str, bytes]]:
    """Reads all objects of a bucket, decompressed."""

    def read(prefix: str = "", bucket: str = BUCKET) -> dict[str, bytes]:
        found = s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
        contents = {o["Key"]: s3.get_object(Bucket=bucket, Key=o["Key"]) for o in found}
        bodies = {key: answer["Body"].read() for key, answer in contents.items()}
        return {k: gzip.decompress(v) if k.endswith(".gz") else v for k, v in bodies.items()}

    return read
