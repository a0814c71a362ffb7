"""The models cannot tell by which protocol a purchase was told. The data is in two_protocols.py."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

Query = Callable[[str], list[dict[str, Any]]]


def test_products_count_alike(query: Query) -> None:
    counted = {
        row.pop("product_id"): row
        for row in query(
            "select * from marts.product_daily "
            "where product_id like 'segment-%' or product_id like 'snowplow-%'"
        )
    }
    assert counted.keys() == {f"{s}-{p}" for s in ("segment", "snowplow") for p in ("one", "two")}
    assert counted["segment-one"] == counted["snowplow-one"]
    assert counted["segment-two"] == counted["snowplow-two"]
    one, two = counted["snowplow-one"], counted["snowplow-two"]
    assert (one["views"], one["adds"], one["removes"], one["units"]) == (1, 1, 0, 2)
    assert (two["views"], two["adds"], two["removes"], two["units"]) == (0, 1, 1, 1)


def test_orders_count_alike(query: Query) -> None:
    segment, snowplow = query(
        "select order_id, status, event_day, currency, revenue, shipping, tax, refunded_revenue, "
        "net_revenue, units, line_revenue from marts.fct_orders "
        "where order_id in ('segment-order', 'snowplow-order') order by order_id"
    )
    assert (segment.pop("order_id"), snowplow.pop("order_id")) == (
        "segment-order", "snowplow-order",
    )  # fmt: skip
    assert segment == snowplow
    assert (snowplow["status"], snowplow["revenue"]) == ("refunded", Decimal("30.00"))
    assert (snowplow["units"], snowplow["line_revenue"]) == (3, Decimal("30.00"))


def test_one_visit_with_one_purchase_each(query: Query) -> None:
    found = query(
        "select s.started_at, s.orders, s.revenue, s.funnel_step from marts.fct_sessions as s "
        "inner join marts.fct_orders as o on s.session_id = o.session_id "
        "where o.order_id in ('segment-order', 'snowplow-order')"
    )
    assert len(found) == 2
    assert found[0] == found[1]


def test_an_orders_lines_may_come_as_events_of_their_own(query: Query) -> None:
    [order] = query(
        "select revenue, units, line_count, line_revenue from marts.fct_orders "
        "where order_id = 'legacy-order'"
    )
    assert tuple(order.values()) == (30, 3, 2, 30)
    found = query(
        "select product_id, orders, units, revenue from marts.product_daily "
        "where product_id like 'legacy-%' order by product_id"
    )
    assert [tuple(row.values()) for row in found] == [
        ("legacy-one", 1, 2, 20),
        ("legacy-two", 1, 1, 10),
    ]
