"""A translation is kept, but never past a change of what one of its names means."""

from collections.abc import Callable

import pytest
import redshift_connector

from infra.local.redshift.session.catalog_version import CatalogVersion

Connect = Callable[[], redshift_connector.Connection]
QUERY = "select sum(amount) / 2 as half from seen"


def value(connection: redshift_connector.Connection, query: str = QUERY) -> object:
    cursor = connection.cursor()
    cursor.execute(query)
    return cursor.fetchone()[0]


def run(connection: redshift_connector.Connection, *statements: str) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)


@pytest.fixture
def pair(connect: Connect) -> tuple[redshift_connector.Connection, redshift_connector.Connection]:
    """Two sessions that commit each statement, and a late-binding view that both may read."""
    one, other = connect(), connect()
    one.autocommit = other.autocommit = True
    run(
        one,
        "drop view if exists seen",
        "drop table if exists stored",
        "create table stored (amount integer)",
        "insert into stored values (2), (5)",
        "create view seen as select amount from public.stored with no schema binding",
    )
    return one, other


def test_another_session_replaces_a_view(pair) -> None:  # type: ignore[no-untyped-def]
    one, other = pair
    assert [value(other), value(other)] == [3, 3]
    run(
        one,
        "create or replace view seen as select amount * 10 as amount from public.stored "
        "with no schema binding",
    )
    assert value(other) == 35


def test_a_change_is_seen_at_once_by_its_own_transaction_and_not_after_its_rollback(  # type: ignore[no-untyped-def]
    pair,
) -> None:
    one, other = pair
    assert value(one) == 3
    one.autocommit = False
    run(one, "create temp table seen as select 40 as amount")
    assert value(one) == 20
    assert value(other) == 3
    one.rollback()
    assert value(one) == 3


def test_a_transaction_keeps_its_snapshots_meaning(pair) -> None:  # type: ignore[no-untyped-def]
    one, other = pair
    other.autocommit = False
    assert value(other) == 3
    run(
        one,
        "create or replace view seen as select 100 as amount from public.stored "
        "with no schema binding",
    )
    assert value(other) == 3
    other.commit()
    assert value(other) == 100


def test_the_search_path_is_part_of_what_a_name_means(pair) -> None:  # type: ignore[no-untyped-def]
    one, _ = pair
    run(
        one,
        "drop schema if exists aside cascade",
        "create schema aside",
        "create table aside.seen (amount integer)",
        "insert into aside.seen values (8)",
    )
    assert value(one) == 3
    run(one, "set search_path to aside, public")
    assert value(one) == 4


def test_the_time_is_told_anew(pair) -> None:  # type: ignore[no-untyped-def]
    one, _ = pair
    first = value(one, "select sysdate")
    assert value(one, "select sysdate") > first  # type: ignore[operator]


def test_no_version_is_told_while_a_change_commits() -> None:
    version = CatalogVersion()
    before = version.current()
    with version.changing():
        assert version.current() is None
    assert version.current() not in (None, before)
