"""A local Redshift of a bench's own, in a process of its own as on the laptop."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redshift_connector
from redshift_connector.core import Connection

from infra.local.redshift.settings import PASSWORD_VARIABLE

USER = DATABASE = "headwater"


@dataclass(frozen=True)
class ServedRedshift:
    """Where it listens, the file it serves and its process."""

    port: int
    password: str
    file: Path
    process: "subprocess.Popen[str]"

    def connect(self) -> Connection:
        """A connection that commits each statement; whoever asks for it closes it."""
        connection = redshift_connector.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=self.password,
            database=DATABASE,
            ssl=False,
        )
        connection.autocommit = True
        return connection


@contextmanager
def serve_redshift(file: Path, *options: str) -> Iterator[ServedRedshift]:
    """Serve the file until the block ends; `options` as the server's command line takes them."""
    password = secrets.token_hex(16)
    command = [sys.executable, "-m", "infra.local.redshift", "--port", "0", "--file", str(file)]
    process = subprocess.Popen(
        [*command, "--user", USER, "--database", DATABASE, *options],
        env={**os.environ, PASSWORD_VARIABLE: password},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield ServedRedshift(int(line.rsplit(":", 1)[1]), password, file, process)
    finally:
        process.terminate()
        process.communicate(timeout=60)
