"""SNAPSHOT isolation between real connections: what waits, what conflicts, what passes.

Source: https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html
"""

from collections.abc import Callable
from typing import Any

import pytest
import redshift_connector

Connect = Callable[[], redshift_connector.Connection]
CONFLICT = "conflict with concurrent transaction"


@pytest.fixture(autouse=True)
def numbers(connect: Connect, stage: Any) -> None:
    setup = connect()
    stage.run(setup, "drop table if exists numbers", "drop table if exists other")
    stage.run(setup, "create table numbers (digits int)", "insert into numbers values (0), (1)")
    stage.run(setup, "create table other (n int)")
    setup.commit()


def test_write_skew_passes(connect: Connect, stage: Any) -> None:
    """r_CREATE_DATABASE: the two users' rows do not overlap, and the values are swapped."""
    first, second = connect(), connect()
    for user in (first, second):
        assert stage.rows(user, "select digits from numbers order by 1") == [[0], [1]]
    stage.run(first, "update numbers set digits = 0 where digits = 1")
    first.commit()
    stage.run(second, "update numbers set digits = 1 where digits = 0")
    assert stage.rows(second, "select digits from numbers") == [[1], [1]]
    second.commit()
    assert stage.rows(first, "select digits from numbers order by 1") == [[0], [1]]


@pytest.mark.parametrize(
    "change", ["update numbers set digits = digits + 10", "delete from numbers"]
)
def test_no_update_is_lost(connect: Connect, stage: Any, change: str) -> None:
    """The second one waits for the table, and its snapshot is older than the first one's commit."""
    first, second = connect(), connect()
    assert stage.value(second, "select count(*) from numbers") == 2
    stage.run(first, "update numbers set digits = digits + 1")
    with stage.beside(stage.error_of, second, change) as failed:
        stage.wait_for_waiters(1)
        first.commit()
    error = failed.result()
    assert error["C"] == "40001"
    assert CONFLICT in error["M"]
    second.rollback()
    assert stage.rows(second, "select digits from numbers order by 1") == [[1], [2]]


def test_columns_of_one_row_are_one_row(connect: Connect, stage: Any) -> None:
    """DuckDB alone would take both updates, for they write different columns."""
    first, second = connect(), connect()
    stage.run(first, "create table pairs (a int, b int)", "insert into pairs values (1, 1), (2, 2)")
    first.commit()
    assert stage.value(second, "select sum(a + b) from pairs") == 6
    stage.run(first, "update pairs set a = 5 where a = 1")
    first.commit()
    stage.run(second, "update pairs set b = 7 where a = 2", "update pairs set b = 8 where a = 2")
    error = stage.error_of(second, "update pairs set b = 6 where b = 1")
    assert error["C"] == "40001"
    assert CONFLICT in error["M"]
    stage.run(first, "drop table pairs")
    first.commit()


def test_a_writer_without_a_snapshot_works_on_what_it_waited_for(
    connect: Connect, stage: Any
) -> None:
    """c_write_readwrite: its data is not stale, for its snapshot comes after the lock."""
    first, second = connect(), connect()
    stage.run(first, "update numbers set digits = digits + 1")
    with stage.beside(stage.run, second, "update numbers set digits = digits * 10"):
        stage.wait_for_waiters(1)
        first.commit()
    second.commit()
    assert stage.rows(first, "select digits from numbers order by 1") == [[10], [20]]


def test_inserts_share_the_table(connect: Connect, stage: Any) -> None:
    first, second = connect(), connect()
    for user in (first, second):
        assert stage.value(user, "select count(*) from numbers") == 2
        stage.run(user, "insert into numbers values (7)")
    for user in (first, second):
        user.commit()
    assert stage.value(first, "select count(*) from numbers") == 4


def test_an_update_after_shared_inserts_can_deadlock(connect: Connect, stage: Any) -> None:
    """c_write_readwrite: potential deadlock involving a single table."""
    first, second = connect(), connect()
    for user in (first, second):
        stage.run(user, "insert into numbers values (7)")
    with stage.beside(stage.run, first, "delete from numbers where digits = 0") as waiting:
        stage.wait_for_waiters(1)
        error = stage.error_of(second, "delete from numbers where digits = 1")
        assert (error["C"], error["M"]) == ("40P01", "deadlock detected")
        assert "waits for ShareRowExclusiveLock on relation public.numbers" in error["D"]
    assert waiting.exception() is None
    first.commit()
    second.rollback()
    assert stage.rows(second, "select digits from numbers order by 1") == [[1], [7]]


def test_an_uncommitted_change_is_seen_by_nobody_else(connect: Connect, stage: Any) -> None:
    writer, reader = connect(), connect()
    stage.run(writer, "update numbers set digits = 5")
    assert stage.rows(reader, "select digits from numbers order by 1") == [[0], [1]]


@pytest.mark.parametrize(
    "question", ["select 1", "select count(*) from pg_class", "show search_path"]
)
def test_the_snapshot_comes_with_the_first_table(
    connect: Connect, stage: Any, question: str
) -> None:
    """c_serial_isolation: queries that reference no table create no snapshot."""
    reader, writer = connect(), connect()
    stage.run(reader, question)
    stage.run(writer, "insert into numbers values (7)")
    writer.commit()
    assert stage.value(reader, "select count(*) from numbers") == 3


@pytest.mark.parametrize(
    "change",
    [
        "drop table numbers",
        "truncate numbers",
        "alter table numbers add column more int",
        "alter table numbers rename to other_numbers",
    ],
)
def test_an_older_snapshot_answers_nothing_of_a_changed_table(
    connect: Connect, stage: Any, change: str
) -> None:
    """c_serial_isolation: changes that arise from DDL and TRUNCATE are visible on commit."""
    reader, changer = connect(), connect()
    assert stage.value(reader, "select count(*) from other") == 0
    stage.run(changer, change)
    changer.commit()
    error = stage.error_of(reader, "select count(*) from numbers")
    assert error["M"].startswith("could not open relation with OID ")
    reader.rollback()
    stage.run(reader, "drop table if exists other_numbers")
    reader.commit()


def test_a_locked_table_is_no_changed_table(connect: Connect, stage: Any) -> None:
    reader, loader = connect(), connect()
    assert stage.value(reader, "select count(*) from other") == 0
    stage.run(loader, "lock numbers", "create table made (a int)", "drop table made")
    loader.commit()
    assert stage.value(reader, "select count(*) from numbers") == 2
