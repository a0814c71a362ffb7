"""Transactions that replace different tables which one view reads, as dbt's threads do.

In Redshift a view reads tables by their oid: renaming a table leaves the view alone, and who drops
a view that another drops too waits, and finds it gone.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redshift_connector

Connect = Callable[[], redshift_connector.Connection]
DEFINITION = "select view_definition from information_schema.views where table_name = 'both_sides'"


@pytest.fixture
def view(open_connection: Connect, stage: Any) -> Iterator[redshift_connector.Connection]:
    """A connection that has made a view of two tables; it ends after the others."""
    connection = open_connection()
    connection.autocommit = True
    stage.run(
        connection,
        "create schema pair",
        "set search_path to pair",
        "create table one as select 1 as n",
        "create table two as select 2 as n",
        "create view both_sides as select n from one union all select two.n from two",
        "create view above as select sum(n) as n from both_sides",
    )
    yield connection
    stage.run(connection, "drop schema pair cascade")
    connection.close()


def open_swap(stage: Any, connection: redshift_connector.Connection, table: str) -> None:
    """Build the table anew beside the old one, and leave the transaction open."""
    stage.run(connection, "set search_path to pair", f"create table {table}_tmp as select 10 as n")
    stage.run(connection, f"alter table {table} rename to {table}_old")
    stage.run(connection, f"alter table {table}_tmp rename to {table}")


def test_two_tables_of_one_view_are_renamed_at_once(
    view: redshift_connector.Connection, connect: Connect, stage: Any
) -> None:
    first, second = connect(), connect()
    open_swap(stage, first, "one")
    open_swap(stage, second, "two")
    assert stage.value(second, "select n from above") == 3
    first.commit()
    second.commit()
    assert stage.value(view, "select n from above") == 3
    told = stage.value(view, DEFINITION)
    assert "pair.one_old AS one" in told
    assert "pair.two_old AS two" in told


def test_a_view_that_two_drop_with_their_tables_is_dropped_once(
    view: redshift_connector.Connection, connect: Connect, stage: Any
) -> None:
    first, second = connect(), connect()
    stage.run(second, "set search_path to pair")
    second.commit()
    stage.run(first, "drop table pair.one cascade")
    with stage.beside(stage.run, second, "drop table two cascade") as waiting:
        stage.wait_for_waiters(1)
        first.commit()
    waiting.result()
    second.commit()
    assert stage.value(view, "select count(*) from pg_views where schemaname = 'pair'") == 0


def test_a_view_that_was_dropped_since_the_snapshot_is_passed_over(
    view: redshift_connector.Connection, connect: Connect, stage: Any
) -> None:
    late = connect()
    open_swap(stage, late, "two")
    stage.run(view, "drop table one cascade")
    stage.run(late, "drop table two_old cascade")
    late.commit()
    assert stage.rows(view, "select tablename from pg_tables where schemaname = 'pair'") == [
        ["two"]
    ]
    assert stage.value(view, "select n from two") == 10


def test_a_renamed_view_is_still_read_by_the_view_above_it(
    view: redshift_connector.Connection, stage: Any
) -> None:
    stage.run(
        view,
        "alter table both_sides rename to both_old",
        "create view both_sides as select 5 as n",
        "alter table one add column more int",
        "create view wider as select more, n from one",
    )
    assert stage.value(view, "select n from above") == 3
    assert stage.rows(view, "select more, n from wider") == [[None, 1]]
    stage.run(view, "drop view both_old cascade")
    assert stage.error_of(view, "select n from above")["C"] == "42P01"


def test_a_view_waits_for_the_table_that_it_is_made_of(
    view: redshift_connector.Connection, connect: Connect, stage: Any
) -> None:
    changer = connect()
    stage.run(changer, "alter table pair.one add column more int")
    with stage.beside(stage.run, view, "create view late as select * from one") as waiting:
        stage.wait_for_waiters(1)
        changer.commit()
    waiting.result()
    assert stage.rows(view, "select n, more from late") == [[1, None]]
