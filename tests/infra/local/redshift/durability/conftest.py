"""Servers in processes of their own, which can be killed."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import redshift_connector
from moto.server import ThreadedMotoServer

from infra.house_rules import PROJECT


class Served:
    """A server over a file; `kill` gives it no time for anything."""

    def __init__(self, file: Path, *options: str) -> None:
        self.file = file
        command = [sys.executable, "-m", "infra.local.redshift", "--port", "0", "--file", str(file)]
        self.process = subprocess.Popen(
            [*command, "--user", "u", "--database", "d", "--memory-limit", "1GB", *options],
            cwd=PROJECT,
            env={**os.environ, "HEADWATER_REDSHIFT_PASSWORD": "p"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the server did not start"
        self.port = int(line.rsplit(":", 1)[1])
        self._opened: list[redshift_connector.Connection] = []

    def connect(self, *, autocommit: bool = False) -> redshift_connector.Connection:
        connection = redshift_connector.connect(
            host="127.0.0.1", port=self.port, user="u", password="p", database="d", ssl=False
        )
        connection.autocommit = autocommit
        self._opened.append(connection)
        return connection

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: int) -> None:
        self.process.send_signal(number)
        self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        for connection in self._opened:
            # Its close() would talk to a server that is gone.
            with contextlib.suppress(OSError, AttributeError):
                connection._usock.close()
                connection._sock.close()


@pytest.fixture
def serve_process(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts a server over the test's file, again and again; what still runs is killed."""
    started: list[Served] = []

    def start(*options: str) -> Served:
        started.append(Served(tmp_path / "w.duckdb", *options))
        return started[-1]

    yield start
    for served in started:
        if served.process.poll() is None:
            served.kill()


@pytest.fixture
def s3_address(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets the servers that are started from now on load from another S3."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    return lambda address: monkeypatch.setenv("AWS_ENDPOINT_URL_S3", address)


@pytest.fixture
def s3(s3_address: Callable[[str], None]) -> Iterator[Any]:
    """An S3 with the bucket `lake`, which the servers load from."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    s3_address(f"http://{host}:{port}")
    client = boto3.client("s3")
    client.create_bucket(Bucket="lake")
    yield client
    server.stop()
