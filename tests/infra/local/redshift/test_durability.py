"""What was committed outlives the process, however it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import redshift_connector

ROOT = Path(__file__).parents[4]


def start(file: Path) -> tuple["subprocess.Popen[str]", int]:
    command = [sys.executable, "-m", "infra.local.redshift", "--port", "0", "--file", str(file)]
    process = subprocess.Popen(
        [*command, "--user", "u", "--database", "d", "--memory-limit", "1GB"],
        cwd=ROOT,
        env={**os.environ, "HEADWATER_REDSHIFT_PASSWORD": "p"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline().rsplit(":", 1)[1])


def connect(port: int) -> redshift_connector.Connection:
    return redshift_connector.connect(
        host="127.0.0.1", port=port, user="u", password="p", database="d", ssl=False
    )


def finish(process: "subprocess.Popen[str]", number: int) -> None:
    process.send_signal(number)
    process.wait(timeout=20)
    assert process.stdout is not None
    process.stdout.close()


def test_killed_without_warning(tmp_path: Path) -> None:
    process, port = start(tmp_path / "w.duckdb")
    connection = connect(port)
    cursor = connection.cursor()
    cursor.execute("create table kept (a varchar(5))")
    cursor.execute("insert into kept values ('yes')")
    connection.commit()
    cursor.execute("insert into kept values ('no')")
    finish(process, signal.SIGKILL)
    connection._usock.close()
    connection._sock.close()
    process, port = start(tmp_path / "w.duckdb")
    again = connect(port)
    found = again.cursor()
    found.execute("select a from kept")
    assert [list(row) for row in found.fetchall()] == [["yes"]]
    again.close()
    finish(process, signal.SIGTERM)
