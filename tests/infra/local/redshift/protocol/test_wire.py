"""The protocol on a bare socket, and what clients other than redshift_connector send."""

import socket
import struct
import threading

import psycopg2
import pytest
import redshift_connector

from infra.local.redshift.server import Server

PASSWORD = "a-password-of-the-tests"


def connect_psycopg2(server: Server, **changes: object) -> "psycopg2.extensions.connection":
    known = {"host": "127.0.0.1", "port": server.port, "user": "tester", "password": PASSWORD}
    return psycopg2.connect(**{**known, "dbname": "shop", "sslmode": "prefer", **changes})


def test_encryption_is_declined_and_scripts_are_answered(redshift: Server) -> None:
    connection = connect_psycopg2(redshift)
    cursor = connection.cursor()
    cursor.execute(
        "create temp table x (a int, b super); insert into x values (1, null); select * from x"
    )
    assert cursor.fetchall() == [(1, None)]
    cursor.execute("insert into x values (%s, null), (%s, null)", (2, 3))
    assert (cursor.rowcount, cursor.statusmessage) == (2, "INSERT 0 2")
    connection.close()


@pytest.mark.parametrize(
    "wrong", [{"password": "guess"}, {"user": "nobody"}, {"dbname": "elsewhere"}]
)
def test_strangers_are_turned_away(redshift: Server, wrong: dict[str, str]) -> None:
    with pytest.raises(psycopg2.OperationalError):
        connect_psycopg2(redshift, **wrong)


def test_an_oversized_first_message_ends_the_connection(redshift: Server) -> None:
    with socket.create_connection(("127.0.0.1", redshift.port), timeout=10) as raw:
        raw.sendall(struct.pack("!i", 1_000_000))
        assert raw.recv(1) == b"E"


def test_a_running_statement_can_be_cancelled(
    redshift: Server, cursor: redshift_connector.Cursor
) -> None:
    key = cursor._c._backend_key_data

    def cancel() -> None:
        with socket.create_connection(("127.0.0.1", redshift.port), timeout=10) as raw:
            raw.sendall(struct.pack("!ii", 16, 80877102) + key)
            assert raw.recv(1) == b""

    timer = threading.Timer(0.3, cancel)
    timer.start()
    endless = "with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r"
    with pytest.raises(redshift_connector.Error) as caught:
        cursor.execute(endless)
    timer.join()
    assert caught.value.args[0]["C"] == "57014"


def test_parameters_keep_their_types(cursor: redshift_connector.Cursor) -> None:
    values = (7, 2.5, True, "it's", None)
    cursor.execute("select %s, %s, %s, %s, %s", values)
    assert tuple(cursor.fetchone()) == values


def test_a_prepared_statement_notices_other_columns(cursor: redshift_connector.Cursor) -> None:
    cursor.execute("create table changing as select 1 as a")
    cursor.execute("select * from changing")
    assert [list(r) for r in cursor.fetchall()] == [[1]]
    cursor.execute("alter table changing add column b int default 2")
    cursor.execute("select * from changing")
    assert [list(r) for r in cursor.fetchall()] == [[1, 2]]


def test_large_results_come_whole(cursor: redshift_connector.Cursor) -> None:
    cursor.execute("create table digits as select 0 as d union all select 1 union all select 2 "
                   "union all select 3 union all select 4")  # fmt: skip
    joins = ", ".join(f"digits d{i}" for i in range(6))
    cursor.execute(f"select d0.d, 'text' from {joins}")
    assert len(cursor.fetchall()) == 5**6
