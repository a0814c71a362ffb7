"""A server of its own for each module, connections to it, and a lake beside it."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import redshift_connector
from moto import mock_aws

from infra.local.redshift.server import Server
from infra.local.redshift.settings import Settings

BUCKET = "lake"
PASSWORD = "a-password-of-the-tests"

Connect = Callable[[], redshift_connector.Connection]


def settings_for(folder: Path) -> Settings:
    """A server's settings with its file in `folder`, on any free port."""
    return Settings(
        host="127.0.0.1",
        port=0,
        file=folder / "warehouse.duckdb",
        user="tester",
        database="shop",
        password=PASSWORD,
        memory_limit="1GB",
        threads=2,
        max_connections=20,
        statement_timeout_ms=0,
    )


@pytest.fixture(scope="session")
def settings_of() -> Callable[[Path], Settings]:
    """Makes the settings of a server of a test's own."""
    return settings_for


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server over the folder's file, until the block ends."""
    server = Server(settings_for(folder))
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield server
    server.stop()
    thread.join(timeout=10)


def dial(server: Server) -> redshift_connector.Connection:
    """A connection that whoever asks for it closes."""
    return redshift_connector.connect(
        host="127.0.0.1",
        port=server.port,
        user="tester",
        password=PASSWORD,
        database="shop",
        ssl=False,
    )


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], AbstractContextManager[Server]]:
    """Serves a folder's file for the length of a block."""
    return serving


@pytest.fixture(scope="session")
def dial_server() -> Callable[[Server], redshift_connector.Connection]:
    """Connects to a server; whoever asks closes the connection."""
    return dial


@pytest.fixture(scope="module")
def redshift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A serving server."""
    with serving(tmp_path_factory.mktemp("redshift")) as server:
        yield server


@pytest.fixture(scope="module")
def open_connection(redshift: Server) -> Connect:
    """Makes connections that whoever asks for them closes."""
    return lambda: dial(redshift)


@pytest.fixture
def connect(open_connection: Connect) -> Iterator[Connect]:
    """Makes connections, and closes them when the test is done."""
    opened: list[redshift_connector.Connection] = []

    def open_one() -> redshift_connector.Connection:
        opened.append(open_connection())
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


@pytest.fixture
def cursor(connect: Connect) -> redshift_connector.Cursor:
    """A cursor of a fresh connection; what it does is rolled back unless it commits."""
    return connect().cursor()


def _write(line: Any) -> bytes:
    return json.dumps(line, separators=(",", ":")).encode()


@dataclass
class Lake:
    """A bucket to load from and to unload to."""

    client: Any

    def put(self, key: str, *lines: Any, packed: bool = True) -> str:
        """NDJSON of these lines (a bytes line goes as it is); the object's address."""
        whole = [x if isinstance(x, bytes) else _write(x) for x in lines]
        body = b"\n".join(whole) + b"\n"
        return self.put_bytes(key, gzip.compress(body) if packed else body)

    def put_bytes(self, key: str, body: bytes) -> str:
        """An object's address, after writing it."""
        self.client.put_object(Bucket=BUCKET, Key=key, Body=body)
        return f"s3://{BUCKET}/{key}"

    def keys(self, prefix: str) -> list[str]:
        """The keys under a prefix, without it."""
        found = self.client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
        return [item["Key"].removeprefix(prefix) for item in found]

    def read(self, key: str) -> bytes:
        """An object's bytes."""
        body: bytes = self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return body


@pytest.fixture(scope="module")
def lake() -> Iterator[Lake]:
    """In the tests' process, as the server is, so that moto stands for S3."""
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
            patch.delenv(name, raising=False)
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        client = boto3.client("s3")
        client.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        yield Lake(client)
