"""Materialized views: a stored result, refreshed on demand, and what the catalog tells of it."""

import pytest
import redshift_connector

Cursor = redshift_connector.Cursor


def ask(cursor: Cursor, query: str) -> list[list[object]]:
    cursor.execute(query)
    return [list(row) for row in cursor.fetchall()]


def refused(cursor: Cursor, statement: str) -> str:
    with pytest.raises(redshift_connector.Error) as caught:
        cursor.execute(statement)
    return str(caught.value.args[0]["C"])


@pytest.fixture
def view(cursor: Cursor) -> Cursor:
    cursor.execute("create table sold (shop int, price decimal(9,2))")
    cursor.execute("insert into sold values (1, 2.50), (1, 1.00), (2, 5)")
    cursor.execute("create temp table #two as select 2 as k")
    cursor.execute(
        "create materialized view per_shop backup no diststyle key distkey(shop) "
        "compound sortkey(shop) auto refresh yes as ("
        "select shop, sum(price) as total from sold group by shop)"
    )
    return cursor


def is_stale(cursor: Cursor, name: str = "per_shop") -> object:
    return ask(cursor, f"select is_stale from svv_mv_info where name = '{name}'")[0][0]


def totals(cursor: Cursor) -> list[list[object]]:
    return ask(cursor, "select shop, total::int from per_shop order by shop")


@pytest.mark.parametrize(
    "change",
    [
        "insert into sold values (3, 9)",
        "update sold set price = 9 where shop = 2",
        "delete from sold where shop = 1",
        "merge into sold using #two as s on shop = s.k "
        "when matched then delete when not matched then insert (shop) values (s.k)",
    ],
)
def test_it_answers_as_it_was_until_it_is_refreshed(view: Cursor, change: str) -> None:
    before = totals(view)
    assert (before, is_stale(view)) == ([[1, 4], [2, 5]], "f")
    view.execute(change)
    assert (totals(view), is_stale(view)) == (before, "t")
    view.execute("refresh materialized view per_shop")
    assert totals(view) == ask(
        view, "select shop, sum(price)::int from sold group by shop order by shop"
    )
    assert is_stale(view) == "f"


def test_a_refresh_that_is_rolled_back_leaves_it_stale(view: Cursor) -> None:
    view.execute("insert into sold values (3, 9)")
    view._c.commit()
    view.execute("refresh materialized view per_shop")
    view._c.rollback()
    assert (len(totals(view)), is_stale(view)) == (2, "t")
    view.execute("drop table sold cascade")
    view._c.commit()


def test_what_dbt_recognises_it_by(view: Cursor) -> None:
    """The text of dbt-redshift's own queries of a materialized view."""
    (definition,) = ask(
        view,
        "select definition from pg_views where viewname = 'per_shop' "
        "and definition ilike '%create materialized view%'",
    )[0]
    assert str(definition).endswith("group by shop);")
    assert ask(
        view,
        'select tb."table", tb.diststyle, tb.sortkey1, mv.autorefresh from svv_table_info tb '
        "left join svv_mv_info mv on mv.database_name = tb.database "
        "and mv.schema_name = tb.schema and mv.name = tb.table where tb.table ilike 'per_shop'",
    ) == [["per_shop", "KEY(shop)", "shop", "t"]]
    assert ask(
        view,
        "select a.attname, a.attisdistkey, a.attsortkeyord from pg_class c "
        "join pg_attribute a on a.attrelid = c.oid "
        "where c.relname like 'mv_tbl__per_shop__%' order by a.attnum",
    ) == [["shop", True, 1], ["total", False, 0]]
    assert ask(view, "select relkind from pg_class where relname = 'per_shop'") == [["v"]]


def test_auto_refresh_is_altered(view: Cursor) -> None:
    view.execute("alter materialized view per_shop auto refresh no")
    assert ask(view, "select autorefresh, state from stv_mv_info") == [["f", 1]]
    assert refused(view, "alter materialized view sold auto refresh no") == "42809"


def test_its_base_is_kept_and_cascade_takes_it_along(view: Cursor) -> None:
    view._c.commit()
    assert refused(view, "drop table sold") == "2BP01"
    view._c.rollback()
    view.execute("drop table sold cascade")
    assert ask(view, "select relname from pg_class where relname like '%per_shop%'") == []
    assert ask(view, "select name from svv_mv_info") == []
    view._c.commit()


def test_views_above_it_keep_it(view: Cursor) -> None:
    view.execute("create view above as select total from per_shop")
    view._c.commit()
    assert refused(view, "drop materialized view per_shop") == "2BP01"
    view._c.rollback()
    view.execute("drop materialized view per_shop cascade")
    view.execute("drop materialized view if exists per_shop")
    assert refused(view, "select * from above") == "42P01"
    view._c.rollback()
    view.execute("drop table sold cascade")
    view._c.commit()


@pytest.mark.parametrize(
    ("statement", "sqlstate"),
    [
        ("insert into per_shop values (9, 9)", "42809"),
        ("drop view per_shop", "42809"),
        ("drop table per_shop", "42809"),
        ("drop table mv_tbl__per_shop__0", "42809"),
        ("create table per_shop (a int)", "42P07"),
        ("refresh materialized view sold", "42809"),
        ("refresh materialized view nothing", "42P01"),
        ("create materialized view m as select * from sold order by shop", "0A000"),
        ("create materialized view m as select relname from pg_class", "0A000"),
        ("create materialized view m sortkey(nothing) as select shop from sold", "42703"),
    ],
)
def test_what_it_refuses(view: Cursor, statement: str, sqlstate: str) -> None:
    assert refused(view, statement) == sqlstate


def test_it_reads_no_view_and_no_temporary_table(view: Cursor) -> None:
    view.execute("create view plain as select shop from sold")
    view._c.commit()
    assert refused(view, "create materialized view m as select * from plain") == "0A000"
    view._c.rollback()
    view.execute("create temp table passing (a int)")
    assert refused(view, "create materialized view m as select * from passing") == "0A000"
    view._c.rollback()
    view.execute("drop table sold cascade")
    view._c.commit()


def test_one_above_another_is_refreshed_with_cascade(view: Cursor) -> None:
    view.execute("create materialized view grand as select sum(total) as total from per_shop")
    view.execute("insert into sold values (3, 1.5)")
    assert (is_stale(view), is_stale(view, "grand")) == ("t", "f")
    view.execute("refresh materialized view grand cascade")
    assert ask(view, "select total::int from grand") == [[10]]
    assert (is_stale(view), is_stale(view, "grand")) == ("f", "f")
    view.execute("insert into sold values (3, 1.5)")
    view.execute("refresh materialized view per_shop")
    assert is_stale(view, "grand") == "t"


def test_how_it_is_refreshed_is_told(view: Cursor) -> None:
    view.execute("create materialized view outer_ as select a.shop from sold a left join sold b "
                 "on a.shop = b.shop")  # fmt: skip
    view.execute("create materialized view moving as select shop, getdate() as t from sold")
    assert is_stale(view, "moving") == "t"
    view.execute("insert into sold values (3, 1.5)")
    for name in ("per_shop", "outer_", "moving"):
        view.execute(f"refresh materialized view {name}")
    view.execute("refresh materialized view per_shop")
    assert ask(view, "select mv_name, status from svl_mv_refresh_status order by starttime") == [
        ["per_shop", "Refresh successfully updated MV incrementally"],
        ["outer_", "Refresh successfully recomputed MV from scratch"],
        ["moving", "Refresh successfully recomputed MV from scratch"],
        ["per_shop", "MV was already updated"],
    ]
    assert ask(view, "select name, state from svv_mv_info order by name") == [
        ["moving", 0], ["outer_", 0], ["per_shop", 1],
    ]  # fmt: skip


def test_a_renamed_base_stops_refreshes(view: Cursor) -> None:
    view.execute("alter table sold rename to sold_backup")
    assert ask(view, "select state from svv_mv_info") == [[103]]
    assert refused(view, "refresh materialized view per_shop") == "0A000"


def test_it_reads_the_schema_it_was_made_in(view: Cursor) -> None:
    view.execute("create schema other")
    view.execute("create table other.sold (shop int, price int)")
    view.execute("set search_path to other, public")
    view.execute("insert into public.sold values (7, 1)")
    view.execute("refresh materialized view public.per_shop")
    assert ask(view, "select max(shop) from public.per_shop") == [[7]]
