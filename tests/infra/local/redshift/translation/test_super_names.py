"""Which names may stand for SUPER values, and which names a query's columns have."""

from typing import Any

import pytest

from infra.local.redshift.translation.column_names import ColumnNames
from infra.local.redshift.translation.parse import parse_sql
from infra.local.redshift.translation.super_names import SuperNames


@pytest.mark.parametrize(
    ("query", "name", "may_be"),
    [
        ("select detail as d, id as n from visits", "d", True),
        ("select detail as d, id as n from visits", "n", False),
        ("select f.e from (select d as e from (select detail as d from visits) t) f", "e", True),
        ("select detail.a::int as a, coalesce(detail, null) as b from visits", "a", False),
        ("select detail.a::int as a, coalesce(detail, null) as b from visits", "b", True),
        ("select json_parse(note) as j, price * 2 as p from sales", "j", True),
        ("select json_parse(note) as j, price * 2 as p from sales", "p", False),
        ("select * from (select id from visits) as t (n)", "n", True),
    ],
)
def test_a_name_may_be_super_where_any_column_of_it_is(
    translator: Any, query: str, name: str, may_be: bool
) -> None:
    names = SuperNames(parse_sql(query), translator.session.make_context())
    column = parse_sql(f"select {name}").expressions[0]
    assert names.may_be(column) is may_be


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("select id as a, 1 as b from visits", ["a", "b"]),
        ("select * from visits v", ["id", "detail", "price"]),
        ("with t as (select id as a from visits) select *, 1 as a from t", ["a", "a"]),
        ("select v.*, 1 as b from visits v join sales s on true", ["id", "detail", "price", "b"]),
        ("select * from (select 1 as a union all select 2) t, (select 2 as c) u", ["a", "c"]),
        ("select * from visits natural join sales", None),
        ("select * from (select 1) as t (a)", None),
    ],
)
def test_the_names_of_columns(translator: Any, query: str, names: list[str] | None) -> None:
    known = ColumnNames(translator.session.make_context())
    assert known.of_query(parse_sql(query)) == names
