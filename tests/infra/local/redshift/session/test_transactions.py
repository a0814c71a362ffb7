"""Snapshots, table locks and conflicts, between real connections."""

import threading
from collections.abc import Callable

import pytest
import redshift_connector

Connect = Callable[[], redshift_connector.Connection]


def state_of(caught: pytest.ExceptionInfo[redshift_connector.Error]) -> str:
    return str(caught.value.args[0]["C"])


def run(connection: redshift_connector.Connection, *statements: str) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)


def value(connection: redshift_connector.Connection, query: str) -> object:
    cursor = connection.cursor()
    cursor.execute(query)
    return cursor.fetchone()[0]


@pytest.fixture
def tables(connect: Connect) -> None:
    setup = connect()
    run(setup, "drop table if exists ledger", "drop table if exists facts")
    run(setup, "create table ledger (f varchar(9))", "create table facts (f varchar(9))")
    setup.commit()


def load(
    connection: redshift_connector.Connection, *, lock: bool, both_read: Callable[[], object]
) -> None:
    if lock:
        run(connection, "lock table ledger")
    known = value(connection, "select count(*) from ledger")
    both_read()
    if not known:
        run(connection, "insert into facts values ('x')", "insert into ledger values ('x')")
    connection.commit()


@pytest.mark.parametrize(("lock", "rows"), [(False, 2), (True, 1)])
def test_two_loaders_double_load_unless_they_lock(
    connect: Connect, tables: None, lock: bool, rows: int
) -> None:
    meeting = threading.Barrier(2)
    both_read = (lambda: None) if lock else lambda: meeting.wait(timeout=20)
    threads = [
        threading.Thread(
            target=load, args=(connect(),), kwargs={"lock": lock, "both_read": both_read}
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert value(connect(), "select count(*) from facts") == rows


def test_a_change_of_a_row_changed_since_the_snapshot_is_a_conflict(
    connect: Connect, tables: None
) -> None:
    first, second = connect(), connect()
    run(first, "insert into facts values ('a')")
    first.commit()
    assert value(second, "select count(*) from facts") == 1
    run(first, "update facts set f = 'b'")
    first.commit()
    with pytest.raises(redshift_connector.Error) as caught:
        run(second, "update facts set f = 'c'")
    assert state_of(caught) == "40001"
    assert "conflict with concurrent transaction" in caught.value.args[0]["M"]


def test_a_snapshot_does_not_move(connect: Connect, tables: None) -> None:
    reader, writer = connect(), connect()
    assert value(reader, "select count(*) from facts") == 0
    run(writer, "insert into facts values ('a')")
    writer.commit()
    assert value(reader, "select count(*) from facts") == 0
    reader.commit()
    assert value(reader, "select count(*) from facts") == 1


def test_waiting_for_each_other_is_a_deadlock(connect: Connect, tables: None) -> None:
    first, second = connect(), connect()
    run(first, "lock table ledger")
    run(second, "lock table facts")
    failures: list[str] = []

    def take(connection: redshift_connector.Connection, table: str) -> None:
        try:
            run(connection, f"select * from {table}")
        except redshift_connector.Error as error:
            failures.append(error.args[0]["C"])
        connection.rollback()

    other = threading.Thread(target=take, args=(first, "facts"))
    other.start()
    take(second, "ledger")
    other.join(timeout=30)
    assert failures == ["40P01"]


def test_a_failed_transaction_answers_only_its_end(connect: Connect, tables: None) -> None:
    connection = connect()
    run(connection, "insert into facts values ('a')")
    with pytest.raises(redshift_connector.Error):
        run(connection, "select nothing")
    with pytest.raises(redshift_connector.Error) as caught:
        run(connection, "select 1")
    assert state_of(caught) == "25P02"
    connection.rollback()
    assert value(connection, "select count(*) from facts") == 0


def test_truncate_commits(connect: Connect, tables: None) -> None:
    connection = connect()
    run(connection, "insert into ledger values ('kept')", "truncate facts")
    connection.rollback()
    assert value(connection, "select count(*) from ledger") == 1


def test_definitions_roll_back_with_their_descriptions(connect: Connect) -> None:
    connection = connect()
    run(connection, "create table passing (a int)", "create view over_it as select a from passing")
    connection.rollback()
    query = "select count(*) from pg_class where relname in ('passing', 'over_it')"
    assert value(connection, query) == 0


def test_a_statement_past_its_time_is_cancelled(connect: Connect) -> None:
    connection = connect()
    run(connection, "set statement_timeout to 200")
    endless = "with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r"
    with pytest.raises(redshift_connector.Error) as caught:
        run(connection, endless)
    assert state_of(caught) == "57014"


def test_a_timeout_counts_one_statement_only(connect: Connect) -> None:
    connection = connect()
    run(connection, "set statement_timeout to 1000")
    assert value(connection, "select 1") == 1
    threading.Event().wait(1.2)
    assert value(connection, "select 2") == 2


def test_a_wait_for_a_lock_ends_with_the_statements_time(connect: Connect, tables: None) -> None:
    holder, waiter = connect(), connect()
    run(holder, "lock table facts")
    run(waiter, "set statement_timeout to 100")
    waiter.commit()
    with pytest.raises(redshift_connector.Error) as caught:
        run(waiter, "select * from facts")
    assert state_of(caught) == "57014"
    waiter.rollback()
    holder.rollback()
    assert value(waiter, "select count(*) from facts") == 0


def test_three_sessions_that_wait_in_a_ring(connect: Connect, tables: None) -> None:
    sessions = [connect() for _ in range(3)]
    run(sessions[0], "create table third (a int)")
    sessions[0].commit()
    names = ("ledger", "facts", "third")
    for session, name in zip(sessions, names, strict=True):
        run(session, f"lock table {name}")
    failures: list[str] = []

    def take(number: int) -> None:
        try:
            run(sessions[number], f"select * from {names[(number + 1) % 3]}")
        except redshift_connector.Error as error:
            failures.append(error.args[0]["C"])
        sessions[number].rollback()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == ["40P01"]
    run(sessions[0], "drop table third")
    sessions[0].commit()
