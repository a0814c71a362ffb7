import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra.local.aws.database import Database
from infra.local.aws.record_log import RecordLogs


def test_a_failing_write_undoes_itself_and_none_of_its_group(database: Database) -> None:
    database.create("CREATE TABLE t (n INTEGER UNIQUE)")

    def insert_twice(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO t VALUES (1)")
        connection.execute("INSERT INTO t VALUES (1)")

    inserts = [
        database.submit(lambda c, n=n: c.execute("INSERT INTO t VALUES (?)", (n,)) and n)
        for n in (2, 3)
    ]
    failing = database.submit(insert_twice)
    inserts.append(database.submit(lambda c: c.execute("INSERT INTO t VALUES (4)") and 4))
    assert [each.result() for each in inserts] == [2, 3, 4]
    with pytest.raises(sqlite3.IntegrityError):
        failing.result()
    with database.reading() as connection:
        assert connection.execute("SELECT n FROM t ORDER BY n").fetchall() == [(2,), (3,), (4,)]


def test_what_is_queued_at_close_is_written(database: Database) -> None:
    database.create("CREATE TABLE t (n INTEGER)")
    written = [database.submit(lambda c: c.execute("INSERT INTO t VALUES (1)")) for _ in range(200)]
    database.close()
    assert all(each.done() for each in written)
    with pytest.raises(RuntimeError):
        database.write(lambda c: None)


def test_concurrent_appends_leave_no_gap_and_no_overlap(
    database: Database, logs: RecordLogs
) -> None:
    log = database.write(RecordLogs.create)

    def append(number: int) -> range:
        first = logs.append({log: [(str(number), b"x")] * 3})[log]
        return range(first, first + 3)

    with ThreadPoolExecutor(16) as pool:
        taken = [position for found in pool.map(append, range(100)) for position in found]
    assert sorted(taken) == list(range(1, 301))
    assert len(logs.read(log, 1, 1000, 1 << 20)) == 300


def test_a_second_holder_of_the_file_is_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(BlockingIOError):
        Database(tmp_path / "streams.sqlite")
    database.close()
    Database(tmp_path / "streams.sqlite").close()


def test_a_commit_that_fails_fails_its_writes_and_not_the_later_ones(database: Database) -> None:
    database.create("CREATE TABLE t (n INTEGER)")

    def end_the_transaction(connection: sqlite3.Connection) -> None:
        connection.execute("ROLLBACK")

    with pytest.raises(sqlite3.Error):
        database.write(end_the_transaction)
    assert database.write(lambda c: c.execute("INSERT INTO t VALUES (1)").rowcount) == 1
