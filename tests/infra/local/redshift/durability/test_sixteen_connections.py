"""Sixteen clients for a long time: loads, readers, DDL, cancels and clients that vanish.

Every load moves a pair of equal numbers of rows under the ledger's lock, so that whoever reads can
tell a wrong count: the two tables always agree, and in the end with what was acknowledged, as the
table of the COPYs does, many of which are cancelled. The server has a process of its own: psycopg2
keeps Python's lock while it waits for a cancel's answer.
"""

import contextlib
import gzip
import random
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import psutil
import psycopg2
import pytest
import redshift_connector

Serve = Callable[..., Any]
# What a client may meet here: a conflict, a deadlock, its own cancel, DDL under an old snapshot.
EXPECTED = {"40001", "40P01", "57014", "42P01", "XX000", "42P07"}
ROWS = 50
FILES = 4
COPY = "copy copied from 's3://lake/numbers/' iam_role default format json 'auto' gzip"


class Stress:
    """What the clients have in common: when they end, what they did, what went wrong."""

    def __init__(self, served: Any, seconds: float) -> None:
        self.served = served
        self.end = time.monotonic() + seconds
        self.loads = 0
        self.copies = 0
        self.failures: list[str] = []
        self.guard = threading.Lock()

    def repeat(self, kind: Callable[[Any, redshift_connector.Connection], None]) -> None:
        """One client; an expected error rolls back and goes on, on the same session."""
        connection = self.served.connect()
        while time.monotonic() < self.end:
            try:
                kind(self, connection)
            except redshift_connector.Error as error:
                report = error.args[0] if isinstance(error.args[0], dict) else {"M": str(error)}
                if report.get("C") not in EXPECTED or _is_internal(report):
                    self.failures.append(f"{kind.__name__}: {report}")
                    break
                connection.rollback()
            except (AssertionError, psycopg2.Error, OSError) as error:
                self.failures.append(f"{kind.__name__}: {error!r}")
                break
        connection.close()


def _is_internal(report: dict[str, str]) -> bool:
    return report["C"] == "XX000" and not report["M"].startswith("could not open relation")


def ask(connection: redshift_connector.Connection, sql: str) -> list[Any]:
    cursor = connection.cursor()
    cursor.execute(sql)
    return list(cursor.fetchall()) if cursor.description else []


def load(stress: Stress, connection: redshift_connector.Connection) -> None:
    ask(connection, "lock ledger")
    (last,) = ask(connection, "select coalesce(max(load), 0) from ledger")[0]
    for table in ("facts", "copies"):
        ask(connection, f"insert into {table} select {last + 1}, n from seed")
    ask(connection, f"insert into ledger values ({last + 1})")
    connection.commit()
    with stress.guard:
        stress.loads += 1


def read(stress: Stress, connection: redshift_connector.Connection) -> None:
    facts, copies = (
        ask(connection, f"select count(*) from {t}")[0][0] for t in ("facts", "copies")
    )
    assert facts == copies, f"{facts} facts, {copies} copies in one snapshot"
    assert facts % ROWS == 0, f"half a load is seen: {facts}"
    connection.commit()


def build(stress: Stress, connection: redshift_connector.Connection) -> None:
    """As dbt builds a table: made beside, and put in its place."""
    name = f"model_{random.randrange(3)}"
    ask(connection, f"create table {name}__tmp as select load, count(*) as n from facts group by 1")
    ask(connection, f"drop table if exists {name} cascade")
    ask(connection, f"alter table {name}__tmp rename to {name}")
    connection.commit()
    wrong = ask(connection, f"select count(*) from {name} where n <> {ROWS}")[0][0]
    assert wrong == 0, f"{wrong} loads of {name} are not whole"
    # The view of another build, too: whoever replaces one of its tables drops it.
    read = [f"select n from model_{number}" for number in random.sample(range(3), 2)]
    ask(connection, f"create or replace view models as {' union all '.join(read)}")
    connection.commit()


def change(stress: Stress, connection: redshift_connector.Connection) -> None:
    ask(connection, "update counters set n = n + 1 where id = 1")
    ask(connection, "select count(*) from facts")
    ask(connection, "update counters set n = n - 1 where id = 1")
    connection.commit()


def be_cancelled(stress: Stress, connection: redshift_connector.Connection) -> None:
    other = _connect_to_cancel(stress)
    _run_cancelled(other, "select count(*) from facts a, facts b, facts c", 0.2)
    _require_alive(other)


def copy_cancelled(stress: Stress, connection: redshift_connector.Connection) -> None:
    """A COPY that is cancelled loads nothing, one that is done before loads all."""
    other = _connect_to_cancel(stress)
    if _run_cancelled(other, COPY, 0.4):
        with stress.guard:
            stress.copies += 1
    _require_alive(other)


def _connect_to_cancel(stress: Stress) -> Any:
    other = psycopg2.connect(
        host="127.0.0.1",
        port=stress.served.port,
        user="u",
        password="p",
        dbname="d",
    )
    with other, other.cursor() as cursor:
        # A cancel that comes before its statement stops nothing.
        cursor.execute("set statement_timeout to 1000")
    return other


def _run_cancelled(other: Any, sql: str, seconds: float) -> bool:
    """Whether the statement came to its end before a cancel within the time."""
    timer = threading.Timer(random.uniform(0, seconds), other.cancel)
    timer.start()
    try:
        with other, other.cursor() as cursor:
            cursor.execute(sql)
        return True
    except psycopg2.errors.QueryCanceled:
        return False
    finally:
        timer.join()


def _require_alive(other: Any) -> None:
    with other, other.cursor() as cursor:
        cursor.execute("select 42")
        assert cursor.fetchone() == (42,)
    other.close()


def vanish(stress: Stress, connection: redshift_connector.Connection) -> None:
    """A client that goes away in the midst of a transaction that holds locks."""
    lost = stress.served.connect()
    ask(lost, "lock ledger")
    ask(lost, "insert into facts values (0, 0)")
    lost._usock.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(redshift_connector.Error, OSError):
        lost.close()


CLIENTS = [load] * 4 + [read] * 3 + [build] * 3 + [change] * 2
CLIENTS += [be_cancelled, copy_cancelled, copy_cancelled, vanish]


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_sixteen_connections(serve_process: Serve, s3: Any, stress_seconds: float) -> None:
    for number in range(FILES):
        lines = b"".join(b'{"n": %d}\n' % n for n in range(ROWS))
        s3.put_object(Bucket="lake", Key=f"numbers/{number}.gz", Body=gzip.compress(lines))
    served = serve_process("--max-connections", "40", "--threads", "2")
    setup = served.connect()
    for statement in (
        "create table ledger (load int)",
        "create table facts (load int, n int)",
        "create table copies (load int, n int)",
        "create table copied (n int)",
        "create table counters (id int, n int)",
        "insert into counters values (1, 0)",
        "create table seed (n int)",
        f"insert into seed values {', '.join(f'({n})' for n in range(ROWS))}",
    ):
        ask(setup, statement)
    setup.commit()
    stress = Stress(served, stress_seconds)
    assert len(CLIENTS) == 16
    threads = [threading.Thread(target=stress.repeat, args=(kind,)) for kind in CLIENTS]
    for thread in threads:
        thread.start()
    sizes = _watch_memory(stress)
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a session is dead or waits for ever"
    assert stress.failures == []
    assert ask(setup, "select count(*), count(distinct load) from ledger")[0] == [stress.loads] * 2
    for table in ("facts", "copies"):
        assert ask(setup, f"select count(*) from {table}")[0][0] == stress.loads * ROWS
    assert ask(setup, "select n from counters")[0][0] == 0
    assert ask(setup, "select count(*) from copied")[0][0] == stress.copies * FILES * ROWS
    assert stress.loads > 0
    assert stress.copies > 0
    served.stop()
    _require_flat(sizes)


def _watch_memory(stress: Stress) -> list[int]:
    process = psutil.Process(stress.served.process.pid)
    pulse = threading.Event()
    sizes = []
    while time.monotonic() < stress.end:
        pulse.wait(1)
        sizes.append(process.memory_info().rss)
    return sizes


def _require_flat(sizes: list[int]) -> None:
    """The last quarter's median is at most 200 MB over the second's: the first one warms up."""
    quarter = len(sizes) // 4
    if quarter < 10:
        return
    early, late = (sorted(sizes[q * quarter : (q + 1) * quarter])[quarter // 2] for q in (1, 3))
    assert late - early < 200 * 2**20, f"{(late - early) >> 20} MB more"
