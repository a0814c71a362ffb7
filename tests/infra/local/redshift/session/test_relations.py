"""Tables, views and what depends on them."""

from collections.abc import Callable
from decimal import Decimal

import pytest
import redshift_connector

Connect = Callable[[], redshift_connector.Connection]


def ask(cursor: redshift_connector.Cursor, query: str) -> list[list[object]]:
    cursor.execute(query)
    return [list(row) for row in cursor.fetchall()]


def refused(cursor: redshift_connector.Cursor, statement: str) -> str:
    with pytest.raises(redshift_connector.Error) as caught:
        cursor.execute(statement)
    return str(caught.value.args[0]["C"])


def test_lengths_are_bytes_and_enforced(cursor: redshift_connector.Cursor) -> None:
    cursor.execute("create table short (a varchar(3))")
    cursor.execute("insert into short values (%s), (null), ('ab   ')", ("é1",))
    assert ask(cursor, "select a from short order by a") == [["ab "], ["é1"], [None]]
    assert refused(cursor, "insert into short values ('éé')") == "22001"


@pytest.mark.parametrize(
    "change",
    ["update short set a = 'four'", "insert into short select 'four'",
     "merge into short using keys as s on short.a = s.k "
     "when matched then update set a = 'four' when not matched then insert (a) values ('abc')"],
)  # fmt: skip
def test_every_way_of_writing_enforces_lengths(
    cursor: redshift_connector.Cursor, change: str
) -> None:
    cursor.execute("create table short (a varchar(3))")
    cursor.execute("insert into short values ('abc')")
    cursor.execute("create table keys as select 'abc' as k")
    assert refused(cursor, change) == "22001"


def test_identity_default_and_like(cursor: redshift_connector.Cursor) -> None:
    cursor.execute(
        "create table t (id bigint identity(5,2), n int default 7, s super, "
        "d decimal(9,3) not null) diststyle key distkey(n) compound sortkey(n, d)"
    )
    cursor.execute("insert into t (d) values (1.5), (2)")
    assert ask(cursor, "select id, n, d from t order by id") == [
        [5, 7, Decimal("1.500")],
        [7, 7, Decimal("2.000")],
    ]
    cursor.execute("create temp table #copy (like t)")
    cursor.execute("insert into #copy select * from t")
    assert ask(cursor, "select count(*) from #copy") == [[2]]


def test_a_view_keeps_its_table(cursor: redshift_connector.Cursor) -> None:
    cursor.execute("create table base as select 1 as a")
    cursor.execute("create view above as select a from base")
    assert refused(cursor, "drop table base") == "2BP01"


def test_a_view_follows_a_renamed_table(cursor: redshift_connector.Cursor) -> None:
    cursor.execute("create table base as select 1 as a")
    cursor.execute("create view above as select base.a from base")
    cursor.execute("alter table base rename to base_backup")
    cursor.execute("create table base as select 2 as a")
    assert ask(cursor, "select a from above") == [[1]]
    cursor.execute("drop table base_backup cascade")
    assert refused(cursor, "select a from above") == "42P01"


def test_a_late_binding_view_is_bound_when_it_is_read(cursor: redshift_connector.Cursor) -> None:
    cursor.execute("create schema nowhere")
    cursor.execute("create view late as select * from nowhere.things with no schema binding")
    cursor._c.commit()
    assert refused(cursor, "select * from late") == "42P01"
    cursor._c.rollback()
    cursor.execute("create table nowhere.things as select 3 as three")
    assert ask(cursor, "select three from late") == [[3]]
    cursor.execute("drop table nowhere.things")
    cursor.execute("create table nowhere.things as select 'x' as other")
    assert ask(cursor, "select * from late") == [["x"]]


def test_columns_of_a_late_binding_view_are_those_of_now(cursor: redshift_connector.Cursor) -> None:
    columns = """select col from pg_get_late_binding_view_cols()
                 c(view_schema name, view_name name, col name, typ varchar, num int)
                 where view_name = 'later'"""
    cursor.execute("create table parts (one int)")
    cursor.execute("create view later as select * from public.parts with no schema binding")
    cursor._c.commit()
    assert ask(cursor, columns) == [["one"]]
    cursor.execute("alter table parts add column two int")
    cursor._c.commit()
    assert ask(cursor, columns) == [["one"], ["two"]]
    cursor.execute("drop table parts")
    cursor._c.commit()
    assert ask(cursor, columns) == []


def test_columns_added_are_enforced_too(cursor: redshift_connector.Cursor) -> None:
    cursor.execute("create table growing (a int)")
    cursor.execute("insert into growing values (1)")
    cursor.execute("alter table growing add column b varchar(2) default 'q'")
    assert ask(cursor, "select a, b from growing") == [[1, "q"]]
    assert refused(cursor, "insert into growing values (2, 'long')") == "22001"


def test_merge_with_two_sources_for_a_row_is_refused(cursor: redshift_connector.Cursor) -> None:
    cursor.execute("create table m as select 1 as id, 'a' as v")
    cursor.execute("create table s as select 1 as id, 'b' as v union all select 2, 'c'")
    merge = (
        "merge into m using s on m.id = s.id when matched then update set v = s.v "
        "when not matched then insert (id, v) values (s.id, s.v)"
    )
    cursor.execute(merge)
    assert ask(cursor, "select id, v from m order by id") == [[1, "b"], [2, "c"]]
    cursor.execute("insert into s values (1, 'c')")
    assert refused(cursor, merge) == "21000"


def test_types_settle_through_nested_queries(cursor: redshift_connector.Cursor) -> None:
    rows = ask(
        cursor,
        "with ratios as (select d / 3 as r from (select 10.25::decimal(18,2) as d)), "
        "means as (select avg(r) as m from ratios) select m, m / 2 from means",
    )
    assert rows == [[Decimal("3.4166666666666"), Decimal("1.7083333333333")]]


def test_elements_are_unnested_with_their_places(cursor: redshift_connector.Cursor) -> None:
    cursor.execute("create table orders (id int, items super)")
    cursor.execute(
        """insert into orders select 1, json_parse('[{"sku":"a","q":2},{"sku":"b","q":3}]')"""
    )
    cursor.execute("insert into orders values (2, null)")
    assert ask(
        cursor,
        "select o.id, i.sku::varchar, i.q::int, n from orders o, o.items as i at n order by n",
    ) == [[1, "a", 2, 0], [1, "b", 3, 1]]
    assert ask(
        cursor,
        "select o.id, i.sku::varchar from orders o left join o.items as i on true order by 1, 2",
    ) == [[1, "a"], [1, "b"], [2, None]]


def test_an_ordered_aggregate_needs_its_frame(cursor: redshift_connector.Cursor) -> None:
    assert refused(cursor, "select sum(a) over (order by a) from (select 1 as a)") == "42601"


def test_files_and_internals_cannot_be_read(cursor: redshift_connector.Cursor) -> None:
    for query in (
        "select * from '/etc/passwd'",
        'select * from "/etc/passwd"',
        "select * from read_csv('/etc/passwd')",
        "select * from duckdb_settings()",
    ):
        assert refused(cursor, query) in ("0A000", "42P01", "42601")
        cursor._c.rollback()
