"""pg_get_late_binding_view_cols() tells the columns that a view has now, whatever was before."""

from collections.abc import Callable, Iterator

import pytest
import redshift_connector

Connect = Callable[[], redshift_connector.Connection]

ASKED = (
    "select view_name, col_name, col_type from pg_get_late_binding_view_cols() "
    "cols(view_schema name, view_name name, col_name name, col_type varchar, ordinal_position int) "
    "where view_schema = 'v' order by view_name, ordinal_position"
)


@pytest.fixture
def views(connect: Connect) -> Iterator[redshift_connector.Cursor]:
    """v.outer_view reads v.inner_view, which reads t.base; each statement commits."""
    connection = connect()
    connection.autocommit = True
    cursor = connection.cursor()
    for statement in (
        "create schema t", "create schema v",
        "create table t.base (a int, b varchar(5))",
        "create view v.inner_view as select * from t.base with no schema binding",
        "create view v.outer_view as select * from v.inner_view with no schema binding",
    ):  # fmt: skip
        cursor.execute(statement)
    yield cursor
    cursor.execute("drop schema v cascade")
    cursor.execute("drop schema t cascade")


def told(cursor: redshift_connector.Cursor) -> dict[str, list[tuple[str, str]]]:
    cursor.execute(ASKED)
    found: dict[str, list[tuple[str, str]]] = {}
    for view, column, kind in cursor.fetchall():
        found.setdefault(view, []).append((column, kind))
    return found


Columns = list[tuple[str, str]]


def both(columns: Columns | None) -> dict[str, Columns]:
    """Both views with these columns, or neither; a view of a view knows no lengths."""
    if columns is None:
        return {}
    longest = [
        (name, "character varying(65535)" if "varying" in kind else kind) for name, kind in columns
    ]
    return {"inner_view": columns, "outer_view": longest}


BASE = [("a", "integer"), ("b", "character varying(5)")]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["create table t.other (a int)"], BASE),
        (["alter table t.base add column c date"], [*BASE, ("c", "date")]),
        (["alter table t.base alter column b type varchar(9)"],
         [BASE[0], ("b", "character varying(9)")]),
        (["drop table t.base", "create table t.base (b varchar(5), a int)"], BASE[::-1]),
        (["drop table t.base"], None),
        (["drop view v.inner_view",
          "create view v.inner_view as select a + 1.5 as n from t.base with no schema binding"],
         [("n", "numeric(12,1)")]),
        (["begin", "alter table t.base add column c date", "rollback"], BASE),
    ],
)  # fmt: skip
def test_a_change_below_a_view_is_seen(
    views: redshift_connector.Cursor,
    statements: list[str],
    expected: list[tuple[str, str]] | None,
) -> None:
    assert told(views) == both(BASE)
    for statement in statements:
        views.execute(statement)
    assert told(views) == both(expected)


def test_what_a_transaction_changes_is_known_to_all_once_it_is_committed(
    views: redshift_connector.Cursor,
) -> None:
    assert told(views) == both(BASE)
    views.execute("begin")
    views.execute("alter table t.base add column c date")
    told(views)
    views.execute("commit")
    assert told(views) == both([*BASE, ("c", "date")])
