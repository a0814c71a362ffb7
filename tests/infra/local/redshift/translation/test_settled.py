"""Types that are told without asking again are those that DuckDB's binder would tell."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from infra.local.redshift.errors import RedshiftError
from infra.local.redshift.translation import numbers
from infra.local.redshift.translation.constant_types import written_type

ONCE = [
    "select price * quantity + 1 from sales where quantity / 2 > 1",
    "select (price * 2 + quantity) * (price - 1) as total, note from sales order by total",
    "select note, sum(price * quantity) / count(*) from sales group by note",
    "select detail.price::decimal(12, 2) * 3 from visits",
    "select quantity * 3 / 2 + 1 as n, (quantity / 2) * 2.5 from sales",
    "select sum(price * 2) / nullif(sum(quantity), 0) as mean from sales",
    "select detail.price::decimal(12, 2) * 3 as price from visits",
    "select sum(quantity) as units from sales having sum(quantity) > 1",
]
AGAIN = [
    "select sum(quantity) / 2 * 1.5 from sales",
    "select (avg(quantity) / 2) * 1.5, nullif(sum(quantity) / 3, 0) * max(price) from sales",
    "select v.detail.price::decimal(12, 2) * 3 as price, price / 2 from visits v",
    "select nullif(quantity * 2.5, 1) + coalesce(nullif(sum(quantity), 0), 1) from sales group by "
    "quantity",
    "select t.x / 3 from (select quantity / 2 as x from sales) t",
    "select x * 2 from (select detail.price::int / 2 * 1.5 as x, detail.x from visits) t (x, y)",
    "select coalesce(price * quantity, 0) + 1 from sales",
    "select total + 1 from (select price * quantity as total from sales) t",
    "with t as (select sum(quantity) as n from sales) select sum(n) / 2, avg(n) from t",
    "with t as (select price * rate as x from sales), u as (select *, x as y from t) "
    "select sum(y) / 2 from u",
    "select sum(price * quantity) as price, price / 3 from sales group by price",
    "select avg(price * 2) * 3 + sum(rate) / count(*), max(note) from sales",
    "select (select sum(quantity) from sales) / 2 + id from visits",
    "select sum(n) * 2 from (select quantity * 2.5 as n from sales union all select id from sales)",
    "select sum(c) + 1 from (select price / quantity from sales) as t (c)",
    "select sum(sum(price * quantity)) over (partition by note) / 2 from sales group by note",
    "select sum(distinct price * quantity) / 3 from sales",
    "select detail.price::int / 2 * avg(price) over () from visits",
]


def is_settled_by_asking(_: object, before: Any, after: Any) -> bool:
    return bool(before.operands == after.operands and before.types == after.types)


@pytest.mark.parametrize("query", ONCE + AGAIN)
def test_types_told_are_the_binder_s(
    translator: Any, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    told = translator.translate(query)
    monkeypatch.setattr(numbers, "is_settled", is_settled_by_asking)
    assert translator.translate(query) == told


@pytest.mark.parametrize("query", ONCE)
def test_plain_arithmetic_is_asked_about_once(
    translator: Any, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    asked: list[str] = []
    plan = translator.session.catalog.plan
    monkeypatch.setattr(
        translator.session.catalog, "plan", lambda sql: asked.append(sql) or plan(sql)
    )
    translator.translate(query)
    assert len(asked) == 1


def test_a_type_is_known_before_columns_are_counted(translator: Any) -> None:
    query = (
        "with spans as (select note, datediff(day, min(sold_at), max(sold_at)) as days "
        "from sales group by note) select * from "
        "(select spans.*, sales.id from spans join sales on spans.note = sales.note) joined"
    )
    assert "spans" in translator.translate(query)


_columns = st.sampled_from(["price", "quantity", "id", "rate", "1.5", "3"])
_numbers = st.recursive(
    _columns,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({' '.join(t)})"),
        inner.map(lambda t: f"coalesce({t}, 0)"),
        st.tuples(inner, inner).map(lambda t: f"nullif({t[0]}, {t[1]})"),
        inner.map(lambda t: f"round({t}, 1)"),
    ),
    max_leaves=5,
)
_SHAPES = [
    "select {0} as price, {1} as x from sales",
    "select sum({0}) / {2} + avg({1}), max({0}) from sales group by {2}",
    "select sum(price) * 2, avg(x) from (select {0} as price, {1} as x from sales) t",
    "with t as (select {0} as x from sales), u as (select *, x * {3} as y from t) "
    "select sum(y) / sum(x) from u",
    "select {0} as x, x + 1 as y, sum({1}) over (partition by note) / 2 from sales",
]


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(_SHAPES), _numbers, _numbers, st.sampled_from(["id", "rate"]), st.just("1.5")
)
def test_any_types_told_are_the_binder_s(
    translator: Any, shape: str, first: str, second: str, key: str, factor: str
) -> None:
    query = shape.format(first, second, key, factor)
    told = outcome(translator, query)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "is_settled", is_settled_by_asking)
        assert outcome(translator, query) == told


def outcome(translator: Any, query: str) -> str:
    """The translation, or why there is none."""
    try:
        return str(translator.translate(query))
    except RedshiftError as error:
        return error.sqlstate


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{0,21}(\.[0-9]{0,21})?", fullmatch=True).filter(lambda t: t.strip(".")))
def test_a_number_has_the_type_that_is_told(translator: Any, number: str) -> None:
    told = written_type(exp.Literal.number(number))
    assert told in ("", translator.session.catalog.constant_type(number))
