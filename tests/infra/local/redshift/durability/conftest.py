"""Servers in processes of their own, which can be killed."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redshift_connector

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
