"""The database's isolation level: who may change it, how long it lasts, and what BEGIN may say."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import pytest
import redshift_connector

from infra.local.redshift.server import Server

Connect = Callable[[], redshift_connector.Connection]


def run(connection: redshift_connector.Connection, statement: str) -> object:
    cursor = connection.cursor()
    cursor.execute(statement)
    row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def error_of(connection: redshift_connector.Connection, statement: str) -> dict[str, str]:
    with pytest.raises(redshift_connector.ProgrammingError) as caught:
        run(connection, statement)
    return dict(caught.value.args[0])


@pytest.fixture
def alone(connect: Connect, stage: Any) -> Iterator[redshift_connector.Connection]:
    """The only connection; the level is the default's again when it is done."""
    connection = connect()
    connection.autocommit = True
    stage.wait_for_sessions(1)
    yield connection
    stage.wait_for_sessions(1)
    run(connection, "alter database shop isolation level snapshot")


@pytest.mark.parametrize(
    "statement",
    [
        "begin isolation level serializable",
        "BEGIN TRANSACTION  ISOLATION\nLEVEL READ COMMITTED",
        "start transaction isolation level repeatable read, read write",
        "begin work read write",
        "set transaction isolation level read uncommitted",
        "set session characteristics as transaction isolation level serializable",
        "set transaction_isolation to 'serializable'",
        "set default_transaction_isolation to serializable",
    ],
)
def test_a_level_that_is_named_leaves_the_databases_own(connect: Connect, statement: str) -> None:
    """r_BEGIN: the behavior is the same whether or not the syntax is included."""
    connection = connect()
    connection.autocommit = True
    run(connection, statement)
    assert run(connection, "show transaction_isolation") == "snapshot isolation"


def test_what_is_no_mode_is_a_syntax_error(connect: Connect) -> None:
    connection = connect()
    connection.autocommit = True
    assert error_of(connection, "begin isolation level snapshot")["C"] == "42601"
    assert error_of(connection, "begin read only please")["C"] == "42601"


def test_the_level_changes_at_once_for_the_session_that_asked(
    alone: redshift_connector.Connection,
) -> None:
    shown = "select isolation_level from stv_db_isolation_level where db_name = 'shop'"
    assert run(alone, shown) == "Snapshot Isolation"
    run(alone, "ALTER DATABASE shop ISOLATION LEVEL SERIALIZABLE")
    assert run(alone, "show transaction_isolation") == "serializable"
    assert run(alone, shown) == "Serializable"


def test_the_level_changes_only_while_nobody_else_is_connected(
    alone: redshift_connector.Connection, open_connection: Connect
) -> None:
    with closing(open_connection()):
        error = error_of(alone, "alter database shop isolation level serializable")
    assert error["C"] == "55006"
    assert "being accessed by other users" in error["M"]


def test_the_level_does_not_change_in_a_transaction(alone: redshift_connector.Connection) -> None:
    run(alone, "begin")
    assert error_of(alone, "alter database shop isolation level serializable")["C"] == "25001"
    run(alone, "rollback")


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("alter database other isolation level serializable", "3D000"),
        ("alter database shop isolation level chaos", "0A000"),
        ("alter database shop rename to other", "0A000"),
    ],
)
def test_other_changes_of_a_database(
    alone: redshift_connector.Connection, statement: str, state: str
) -> None:
    assert error_of(alone, statement)["C"] == state


def test_the_level_outlives_the_server(
    tmp_path: Path,
    serve: Callable[[Path], AbstractContextManager[Server]],
    dial_server: Callable[[Server], redshift_connector.Connection],
) -> None:
    for expected in ("snapshot isolation", "serializable"):
        with serve(tmp_path) as server, closing(dial_server(server)) as connection:
            connection.autocommit = True
            assert run(connection, "show transaction_isolation") == expected
            run(connection, "alter database shop isolation level serializable")


WRITES = [
    "insert into kept values (1)",
    "update kept set a = 2",
    "delete from kept",
    "create table more (a int)",
    "drop table kept",
    "truncate kept",
    "lock table kept",
]


@pytest.mark.parametrize("statement", WRITES)
def test_a_read_only_transaction_writes_nothing(connect: Connect, statement: str) -> None:
    """r_BEGIN: READ ONLY gives the transaction read-only permissions."""
    connection = connect()
    connection.autocommit = True
    run(connection, "create table if not exists kept (a int)")
    run(connection, "begin read only")
    assert run(connection, "select count(*) from kept") == 0
    error = error_of(connection, statement)
    assert (error["C"], error["M"]) == ("25006", "transaction is read-only")
    run(connection, "rollback")
    run(connection, "insert into kept values (1)")
    run(connection, "delete from kept")
