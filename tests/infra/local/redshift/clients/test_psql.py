"""psql, as it is typed: meta-commands, scripts, errors."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redshift_connector

from infra.local.redshift.server import Server

PASSWORD = "a-password-of-the-tests"
Psql = Callable[..., str]


@pytest.fixture
def program(redshift: Server, described: None) -> list[str]:
    """psql and where it connects to."""
    found = shutil.which("psql")
    assert found, "psql is missing: install postgresql-client, as .ci/run does"
    place = f"host=127.0.0.1 port={redshift.port} user=tester dbname=shop"
    return [found, "--no-psqlrc", "--no-align", place]


@pytest.fixture
def psql(program: list[str]) -> Psql:
    """Runs psql with these arguments; what it printed, its errors too."""

    def run(*arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [*program, *arguments],
            env={**os.environ, "PGPASSWORD": PASSWORD}, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        printed = done.stdout + done.stderr
        assert done.returncode == code, printed
        return printed

    return run


def test_a_table_is_described(psql: Psql) -> None:
    shown = psql("-c", r"\d raw.events")
    assert "id|character varying(64)||not null|" in shown
    assert "amount|numeric(18,2)|||0" in shown
    assert '"events_pkey" PRIMARY KEY, btree (id)' in shown
    assert "id|character varying" in psql("-c", r"\d raw.amounts")
    assert '"children_child_key" UNIQUE CONSTRAINT' in psql("-c", r"\d raw.children")


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (r"\dt raw.*", "raw|events|table|tester"),
        (r"\dv raw.*", "raw|late|view|tester"),
        (r"\d", ""),
        (r"\dn", "raw|tester"),
        (r"\dn+", "raw|tester||"),
        (r"\du", "tester|Superuser, Create role, Create DB|{}"),
        (r"\df", ""),
        (r"\l", "shop|tester|UTF8|C|C||libc|"),
        (r"\dp raw.events", "raw|events|table|"),
        (r"\di raw.*", "raw|events_pkey|index|tester|events"),
        (r"\sv raw.amounts", "CREATE OR REPLACE VIEW raw.amounts AS"),
        (r"\conninfo", 'connected to database "shop" as user "tester"'),
    ],
)
def test_meta_commands(psql: Psql, command: str, shown: str) -> None:
    printed = psql("-c", command)
    assert shown in printed
    assert "ERROR" not in printed


def test_scripts(psql: Psql, tmp_path: Path) -> None:
    script = tmp_path / "script.sql"
    script.write_text(
        "\\timing on\nselect 1; select 2;\nselect nothing_such;\n\\x on\nselect 3 as three;\n"
    )
    printed = psql("-f", str(script))
    assert "Time: " in printed
    assert 'ERROR:  column "nothing_such" does not exist' in printed
    assert "three|3" in printed
    stopped = psql("-v", "ON_ERROR_STOP=1", "-f", str(script), code=3)
    assert "three" not in stopped


def test_an_error_points_at_its_place(psql: Psql) -> None:
    printed = psql("-c", "select a b c from t", code=1)
    assert (
        'syntax error at or near "c"\nLINE 1: select a b c from t\n                   ^' in printed
    )


def test_what_only_psql_may_ask_is_refused_to_others(
    psql: Psql, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = "select relpersistence from pg_class limit 1"
    assert psql("-c", sql).endswith("\np\n(1 row)\n")
    monkeypatch.setenv("PGAPPNAME", "other")
    assert 'column "relpersistence" does not exist' in psql("-c", sql, code=1)


def test_an_interrupt_cancels_the_statement(
    program: list[str], cursor: redshift_connector.Cursor
) -> None:
    endless = "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b"
    typing = subprocess.Popen(
        [*program, "-c", endless],
        env={**os.environ, "PGPASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    running = f"select count(*) from stv_recents where status = 'Running' and query = '{endless}'"
    deadline = time.monotonic() + 60
    while ask(cursor, running) == 0:
        assert time.monotonic() < deadline, "psql's statement has not begun"
    typing.send_signal(signal.SIGINT)
    _, errors = typing.communicate(timeout=60)
    assert "cancel" in errors.lower()
    ended = f"select count(*) from sys_query_history where query_text = '{endless}'"
    assert ask(cursor, f"{ended} and status = 'canceled'") == 1
    assert ask(cursor, running) == 0


def ask(cursor: redshift_connector.Cursor, query: str) -> int:
    cursor.execute(query)
    value: int = cursor.fetchone()[0]
    return value
