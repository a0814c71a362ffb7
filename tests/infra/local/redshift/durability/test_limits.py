"""Memory, temporary files, connections and disk: what a limit does, and what it never costs."""

import contextlib
import resource
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redshift_connector

from infra.local.redshift.session.database import Database

Serve = Callable[..., Any]


SORTED = (
    "select count(*), count(distinct t) from "
    "(select t, n, row_number() over (order by t, n desc) as r from wide) where r > 0"
)


def run(connection: redshift_connector.Connection, *statements: str) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)


def value(connection: redshift_connector.Connection, query: str) -> object:
    cursor = connection.cursor()
    cursor.execute(query)
    return cursor.fetchone()[0]


def error_of(connection: redshift_connector.Connection, statement: str) -> dict[str, str]:
    with pytest.raises(redshift_connector.Error) as caught:
        run(connection, statement)
    return dict(caught.value.args[0])


def fill(connection: redshift_connector.Connection, doublings: int) -> None:
    """`wide` with 2 ** doublings rows of some 200 bytes that compress badly."""
    run(connection, "create table wide (n int, t varchar(300))")
    run(connection, "insert into wide values (0, 'x')")
    for step in range(doublings):
        run(
            connection,
            f"insert into wide select n + {2**step}, md5(n::varchar) || md5((n + 1)::varchar) || "
            f"md5((n * 7 + {step})::varchar) || md5((n * 11)::varchar) from wide",
        )


@pytest.mark.slow
def test_a_query_larger_than_memory_finishes(serve_process: Serve) -> None:
    # The texts alone are 67 MB, their order as much again. Under 60 MB some operator of DuckDB's
    # now and then finds no room to work in.
    served = serve_process("--memory-limit", "64MB", "--threads", "1")
    connection = served.connect(autocommit=True)
    fill(connection, 19)
    cursor = connection.cursor()
    cursor.execute(SORTED)
    assert cursor.fetchone()[0] == 2**19
    served.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "select count(*) from (select row_number() over (order by t) as r from wide) where r > 0",
        "select count(*) from (select t, count(*) from wide group by t)",
    ],
)
def test_what_exceeds_memory_goes_to_temporary_files(tmp_path: Path, query: str) -> None:
    database = Database(tmp_path / "w.duckdb", "d", "u", "60MB", 2)
    ended = threading.Event()
    sizes = [0]

    def watch() -> None:
        while not ended.wait(0.02):
            files = (tmp_path / "w.duckdb.spill").glob("*.tmp")
            with contextlib.suppress(FileNotFoundError):
                sizes.append(sum(file.stat().st_size for file in files))

    with database.open_cursor() as cursor:
        cursor.execute(
            "create table wide as select md5(i::varchar) || md5((i * 7)::varchar) || "
            "md5((i * 3)::varchar) as t from range(1000000) as numbers(i)"
        )
        watcher = threading.Thread(target=watch)
        watcher.start()
        assert cursor.execute(query).fetchone() == (1_000_000,)
        ended.set()
        watcher.join(timeout=10)
    database.close()
    assert max(sizes) > 60 * 2**20


def test_temporary_files_of_a_killed_server_are_gone(serve_process: Serve) -> None:
    served = serve_process()
    spill = Path(f"{served.file}.spill")
    served.kill()
    spill.mkdir(exist_ok=True)
    (spill / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"left behind")
    served = serve_process()
    assert value(served.connect(), "select 1") == 1
    assert not list(spill.glob("*.tmp"))
    served.stop()


def test_temporary_space_is_bounded(tmp_path: Path) -> None:
    database = Database(tmp_path / "w.duckdb", "d", "u", "100MB", 1, "3MB")
    shown = "select current_setting('max_temp_directory_size')"
    with database.open_cursor() as cursor:
        assert cursor.execute(shown).fetchone() == ("2.8 MiB",)
    database.close()


def test_one_connection_too_many(serve_process: Serve) -> None:
    served = serve_process("--max-connections", "2")
    first, _ = served.connect(), served.connect()
    with pytest.raises(psycopg2.OperationalError, match="too many connections"):
        psycopg2.connect(host="127.0.0.1", port=served.port, user="u", password="p", dbname="d")
    assert value(first, "select 1") == 1
    served.stop()


@pytest.mark.slow
def test_the_log_stays_short_under_a_long_reader(serve_process: Serve) -> None:
    served = serve_process()
    reader, writer = served.connect(), served.connect(autocommit=True)
    fill(writer, 12)
    run(writer, "create table kept (n int, t varchar(300))", "insert into kept values (0, 'x')")
    assert value(reader, "select count(*) from kept") == 1
    log = Path(f"{served.file}.wal")
    longest = 0
    for number in range(60):
        run(writer, f"insert into kept select {number}, t from wide")
        longest = max(longest, log.stat().st_size if log.exists() else 0)
    assert value(reader, "select count(*) from kept") == 1
    reader.commit()
    assert value(reader, "select count(*) from kept") == 1 + 60 * 2**12
    assert longest < 32 * 2**20
    served.stop()


def test_a_full_disk_loses_nothing_that_was_committed(serve_process: Serve) -> None:
    served = serve_process()
    connection = served.connect(autocommit=True)
    fill(connection, 10)
    room = max(path.stat().st_size for path in served.file.parent.glob("w.duckdb*")) + 100_000
    # No file may grow beyond it: to the server that is a full disk.
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    more = "insert into wide select n, t from wide, (select a.n as m from wide a limit 50) as times"
    error = error_of(connection, more)
    assert error["C"] == "53100"
    assert error["M"].startswith("Disk Full: make room and try again")
    assert value(connection, "select count(*) from wide") == 2**10
    resource.prlimit(
        served.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    )
    run(connection, more)
    served.kill()
    served = serve_process()
    assert value(served.connect(), "select count(*) from wide") == 2**10 * 51
    served.stop()
