"""psycopg2: types, batches, notices, refusals, wide rows."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import psycopg2
import psycopg2.extras
import pytest

from infra.local.redshift.server import Server

PASSWORD = "a-password-of-the-tests"
Connect = Callable[..., Any]


@pytest.fixture
def join(redshift: Server) -> Iterator[Connect]:
    """Makes connections, and closes them when the test is done."""
    opened: list[Any] = []

    def open_one(**more: Any) -> Any:
        known = {"host": "127.0.0.1", "port": redshift.port, "user": "tester", "dbname": "shop"}
        opened.append(psycopg2.connect(**known, password=PASSWORD, **more))
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


def rows(connection: Any, sql: str, values: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def test_every_type_both_ways_and_null(join: Connect) -> None:
    values = (
        True, -1, 2**31 - 1, 2**62, 1.5, 2.5, Decimal("1.2500"), "it's \\ vé",
        dt.date(2020, 1, 2), dt.time(1, 2, 3), dt.datetime(2020, 1, 2, 3, 4, 5, 678),
        dt.datetime(2020, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
    )  # fmt: skip
    connection = join()
    cursor = connection.cursor()
    cursor.execute(
        "create temp table typed (b boolean, i2 smallint, i4 integer, i8 bigint, f4 real, "
        "f8 double precision, n numeric(18, 4), v varchar(20), d date, t time, ts timestamp, "
        "tz timestamptz)"
    )
    psycopg2.extras.execute_values(
        cursor, "insert into typed values %s", [values, (None,) * len(values)]
    )
    assert cursor.rowcount == 2
    assert rows(connection, "select * from typed order by i4") == [values, (None,) * len(values)]
    psycopg2.extras.execute_batch(cursor, "insert into typed (i4) values (%s)", [(1,), (2,)])
    assert rows(connection, "select count(*) from typed") == [(4,)]


def test_rows_as_dictionaries(join: Connect) -> None:
    cursor = join(cursor_factory=psycopg2.extras.RealDictCursor).cursor()
    cursor.execute("select 1 as one, 'x' as two")
    assert [dict(row) for row in cursor] == [{"one": 1, "two": "x"}]
    assert [column.name for column in cursor.description] == ["one", "two"]


@pytest.mark.parametrize(
    ("sql", "sqlstate", "word"),
    [
        ("select * from never_made", "42P01", "never_made"),
        ("select nothing_such from described", "42703", "nothing_such"),
        ("select no_such_function(1)", "0A000", "no_such_function"),
        ("select 1 / 0", "22012", "Divide by zero"),
        ("insert into described values (null)", "23502", "column a"),
        ("create table described (a integer)", "42P07", "described"),
        ("drop table never_made", "42P01", "never_made"),
        ("select 'x'::integer", "22P02", "x"),
        ("listen x", "0A000", "LISTEN"),
        ("set no_such_parameter to 1", "42704", "no_such_parameter"),
        ("select a, count(*) from described", "42803", "a"),
    ],
)
def test_errors_have_their_state_and_name_the_object(
    join: Connect, sql: str, sqlstate: str, word: str
) -> None:
    connection = join()
    connection.cursor().execute("create table described (a integer not null)")
    with pytest.raises(psycopg2.Error) as caught:
        connection.cursor().execute(sql)
    assert (caught.value.pgcode, word in str(caught.value)) == (sqlstate, True), caught.value
    connection.rollback()
    assert rows(connection, "select 1") == [(1,)]


@pytest.mark.parametrize("sql", ["copy into_it from stdin", "copy into_it to stdout"])
def test_copy_through_the_client_is_refused(join: Connect, sql: str) -> None:
    connection = join()
    connection.cursor().execute("create temp table into_it (a integer)")
    with pytest.raises(psycopg2.errors.FeatureNotSupported):
        connection.cursor().copy_expert(sql, io.StringIO("1\n"))
    connection.rollback()
    assert rows(connection, "select 1") == [(1,)]


def test_notices_come_with_their_severity(join: Connect) -> None:
    connection = join()
    cursor = connection.cursor()
    cursor.execute("drop table if exists never_there")
    cursor.execute("begin")
    assert [notice.split(":")[0] for notice in connection.notices] == ["NOTICE", "WARNING"]


def test_what_the_connection_knows_follows(join: Connect) -> None:
    connection = join(application_name="first", options="-c statement_timeout=5000")
    assert connection.get_parameter_status("application_name") == "first"
    connection.cursor().execute("set application_name to 'second'")
    assert connection.get_parameter_status("application_name") == "second"
    assert connection.info.server_version == 80002
    assert rows(connection, "show statement_timeout") == [("5000",)]


def test_a_wide_row_and_a_long_value(join: Connect) -> None:
    connection = join()
    columns = ", ".join(f"{number} as c{number}" for number in range(1600))
    assert rows(connection, f"select {columns}") == [tuple(range(1600))]
    long = "x" * 4_000_000
    ((length,),) = rows(connection, "select len(%s)", (long,))
    assert length == len(long)


def test_a_named_cursor_fetches_bit_by_bit_beside_other_statements(join: Connect) -> None:
    connection = join()
    connection.cursor().execute("create temp table many as select generate_series(1, 5000) as n")
    with connection.cursor(name="Bit By Bit") as named:
        named.itersize = 700
        named.execute("select n, 'row ' || n from many where n > %s order by n", (1,))
        assert named.fetchone() == (2, "row 2")
        connection.cursor().execute("delete from many")
        assert named.fetchmany(2) == [(3, "row 3"), (4, "row 4")]
        assert [row[0] for row in named] == list(range(5, 5001))
    assert rows(connection, "select count(*) from many") == [(0,)]
