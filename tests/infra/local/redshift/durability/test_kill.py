"""What was acknowledged outlives the process, however it ends, and nothing else does."""

import random
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import redshift_connector

Serve = Callable[..., Any]


def rows(connection: redshift_connector.Connection, query: str) -> list[list[object]]:
    cursor = connection.cursor()
    cursor.execute(query)
    return [list(row) for row in cursor.fetchall()]


def test_killed_without_warning(serve_process: Serve) -> None:
    served = serve_process()
    connection = served.connect()
    cursor = connection.cursor()
    cursor.execute("create table kept (a varchar(5))")
    cursor.execute("insert into kept values ('yes')")
    connection.commit()
    cursor.execute("insert into kept values ('no')")
    served.kill()
    served = serve_process()
    assert rows(served.connect(), "select a from kept") == [["yes"]]
    served.stop()


def commit_until_killed(connection: redshift_connector.Connection, writer: int) -> list[int]:
    """The numbers whose commit was acknowledged; each transaction writes two tables."""
    acknowledged: list[int] = []
    cursor = connection.cursor()
    try:
        while True:
            number = len(acknowledged)
            cursor.execute(f"insert into one values ({writer}, {number})")
            cursor.execute(f"insert into two values ({writer}, {number})")
            if number % 5 == 4:
                cursor.execute(f"update one set n = n where w = {writer} and n = {number - 2}")
            connection.commit()
            acknowledged.append(number)
    except (redshift_connector.Error, OSError, AttributeError):
        return acknowledged


def require_what_was_acknowledged(found: list[list[object]], acknowledged: list[list[int]]) -> None:
    """All of it; of each writer at most the one transaction that was under way besides."""
    for writer, numbers in enumerate(acknowledged):
        kept = sorted(int(str(n)) for w, n in found if w == writer)
        assert kept in (numbers, [*numbers, len(numbers)])


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_killed_at_any_moment(serve_process: Serve, stress_seconds: float) -> None:
    chance = random.Random(3)
    # A quarter: the whole of the slow suite is to end within the hour.
    end = time.monotonic() + stress_seconds / 4
    while time.monotonic() < end:
        served = serve_process()
        setup = served.connect(autocommit=True)
        for table in ("one", "two"):
            setup.cursor().execute(f"drop table if exists {table}")
            setup.cursor().execute(f"create table {table} (w int, n int)")
        acknowledged: list[list[int]] = [[] for _ in range(3)]

        def work(
            writer: int, connection: redshift_connector.Connection, into: list[list[int]]
        ) -> None:
            into[writer] = commit_until_killed(connection, writer)

        writers = [
            threading.Thread(target=work, args=(writer, served.connect(), acknowledged))
            for writer in range(3)
        ]
        for thread in writers:
            thread.start()
        threading.Event().wait(chance.uniform(0.05, 2))
        served.kill()
        for thread in writers:
            thread.join(timeout=30)
        served = serve_process()
        reader = served.connect()
        one, two = rows(reader, "select w, n from one"), rows(reader, "select w, n from two")
        assert sorted(map(str, one)) == sorted(map(str, two))
        require_what_was_acknowledged(one, acknowledged)
        served.stop()
