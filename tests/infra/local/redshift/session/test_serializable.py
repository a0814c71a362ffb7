"""SERIALIZABLE isolation between real connections: error 1023 for what no order explains.

Source: https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
import redshift_connector

Connect = Callable[[], redshift_connector.Connection]


@pytest.fixture(scope="module", autouse=True)
def serializable(open_connection: Connect) -> None:
    connection = open_connection()
    connection.autocommit = True
    connection.cursor().execute("alter database shop isolation level serializable")
    connection.close()


@pytest.fixture(autouse=True)
def tables(connect: Connect, stage: Any) -> None:
    setup = connect()
    for name in ("tab1", "tab2", "tab3"):
        stage.run(setup, f"drop table if exists {name}", f"create table {name} (a int)")
    stage.run(setup, "insert into tab1 values (0), (1)")
    setup.commit()


def require_violation(error: dict[str, str], oid: object) -> None:
    """As clients show it: 1023 alone is the message, XX000 its SQLSTATE."""
    assert (error["C"], error["M"]) == ("XX000", "1023")
    form = r"Serializable isolation violation on table - (\d+), transactions forming the cycle "
    match = re.fullmatch(form + r"are: \d+(, \d+)+ \(pid:\d+\)", error["D"])
    assert match is not None
    assert int(match.group(1)) == oid


def oid_of(connect: Connect, stage: Any, table: str) -> object:
    return stage.value(connect(), f"select oid from pg_class where relname = '{table}'")


def test_each_selects_what_the_other_inserts(connect: Connect, stage: Any) -> None:
    """The troubleshooting page's example: the last operation fails."""
    first, second = connect(), connect()
    stage.run(first, "select * from tab1", "insert into tab2 values (1)")
    stage.run(second, "insert into tab1 values (1)")
    require_violation(stage.error_of(second, "select * from tab2"), oid_of(connect, stage, "tab2"))
    first.commit()


def test_the_same_without_the_transaction_around_the_selects(connect: Connect, stage: Any) -> None:
    """The page's remedy."""
    first, second = connect(), connect()
    stage.run(first, "select * from tab1")
    first.commit()
    stage.run(first, "insert into tab2 values (1)")
    stage.run(second, "insert into tab1 values (1)")
    first.commit()
    second.commit()
    stage.run(second, "select * from tab2")
    second.commit()


def test_write_skew_is_refused(connect: Connect, stage: Any) -> None:
    """r_CREATE_DATABASE: only user 1 can commit."""
    first, second = connect(), connect()
    for user in (first, second):
        stage.run(user, "select * from tab1")
    stage.run(first, "update tab1 set a = 0 where a = 1")
    first.commit()
    error = stage.error_of(second, "update tab1 set a = 1 where a = 0")
    require_violation(error, oid_of(connect, stage, "tab1"))
    second.rollback()
    assert stage.rows(second, "select a from tab1") == [[0], [0]]


def test_a_reader_that_no_order_explains_is_refused(connect: Connect, stage: Any) -> None:
    """1 read before 2 wrote; the reader saw 2 and not 1, though 1 must come first."""
    first, second, reader = connect(), connect(), connect()
    stage.run(first, "select * from tab1", "select * from tab2", "insert into tab2 values (1)")
    stage.run(second, "insert into tab1 values (2)")
    second.commit()
    stage.run(reader, "select * from tab1")
    first.commit()
    require_violation(stage.error_of(reader, "select * from tab2"), oid_of(connect, stage, "tab2"))


def test_the_loader_that_does_not_lock_fails(connect: Connect, stage: Any) -> None:
    first, second = connect(), connect()
    for loader in (first, second):
        assert stage.value(loader, "select count(*) from tab2") == 0
    stage.run(first, "insert into tab3 values (1)", "insert into tab2 values (1)")
    first.commit()
    require_violation(
        stage.error_of(second, "insert into tab3 values (1)"), oid_of(connect, stage, "tab3")
    )


def test_inserts_wait_for_each_other(connect: Connect, stage: Any) -> None:
    """r_Serializable_isolation_example: the second waits for the write lock, then proceeds."""
    first, second = connect(), connect()
    stage.run(first, "insert into tab1 values (2)")
    with stage.beside(stage.run, second, "insert into tab1 values (3)"):
        stage.wait_for_waiters(1)
        first.commit()
    second.commit()
    assert stage.value(first, "select count(*) from tab1") == 4


def test_locking_first_makes_an_order(connect: Connect, stage: Any) -> None:
    first, second = connect(), connect()
    stage.run(first, "lock tab1, tab2", "select * from tab1", "insert into tab2 values (1)")
    statements = ("lock tab1, tab2", "insert into tab1 values (1)", "select * from tab2")
    with stage.beside(stage.run, second, *statements):
        stage.wait_for_waiters(1)
        first.commit()
    second.commit()
    assert stage.value(first, "select count(*) from tab1") == 3


def test_statements_that_commit_alone_need_no_graph(connect: Connect, stage: Any) -> None:
    connection = connect()
    connection.autocommit = True
    for _ in range(3):
        stage.run(connection, "insert into tab2 select a from tab1", "select * from tab2")
    assert stage.value(connection, "select count(*) from tab2") == 6
