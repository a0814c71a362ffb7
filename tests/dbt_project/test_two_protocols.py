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


def test_lines_and_refunds_count_alike(query: Query) -> None:
    found = query(
        "select line_number, product_name, category, quantity, revenue, refunded_quantity, "
        "refunded_revenue, net_revenue, revenue_base, refunded_revenue_base, net_revenue_base "
        "from marts.fct_order_items where order_id in ('segment-order', 'snowplow-order') "
        "order by order_id, line_number"
    )
    segment, snowplow = found[:2], found[2:]
    assert segment == snowplow
    assert [row["product_name"] for row in snowplow] == ["One", "Two"]
    assert [row["refunded_revenue"] for row in snowplow] == [Decimal("6.67"), Decimal("3.33")]
    assert [row["net_revenue_base"] for row in snowplow] == [Decimal("13.33"), Decimal("6.67")]


def test_products_are_described_alike(query: Query) -> None:
    described = query(
        "select product_name, category, price, currency, lowest_price, highest_price "
        "from marts.dim_products where product_id like 'segment-%' or product_id like 'snowplow-%' "
        "order by product_id"
    )
    assert described[:2] == described[2:]
    assert [(row["product_name"], row["category"]) for row in described[2:]] == [
        ("One", "lips"), ("Two", "bath"),
    ]  # fmt: skip


def test_interactions_count_alike(query: Query) -> None:
    found = query(
        "select split_part(product_id, '-', 1) as protocol, "
        "split_part(product_id, '-', 2) as product, interaction, quantity, price, "
        "currency, session_id is not null as is_in_session, revenue "
        "from marts.fct_product_interactions "
        "where product_id like 'segment-%' or product_id like 'snowplow-%'"
    )
    told: dict[str, list[tuple[Any, ...]]] = {"segment": [], "snowplow": []}
    for row in found:
        told[row.pop("protocol")].append(tuple(row.values()))
    assert sorted(told["segment"]) == sorted(told["snowplow"])
    assert sorted((row[0], row[1]) for row in told["snowplow"]) == [
        ("one", "add"), ("one", "purchase"), ("one", "view"),
        ("two", "add"), ("two", "purchase"), ("two", "remove"),
    ]  # fmt: skip


def test_carts_become_orders_alike(query: Query) -> None:
    segment, snowplow = query(
        "select order_id, status, units_added, units_removed, products, units, cart_value, "
        "currency, is_recovered from marts.fct_cart_lifecycle "
        "where order_id in ('segment-order', 'snowplow-order') order by order_id"
    )
    assert (segment.pop("order_id"), snowplow.pop("order_id")) == (
        "segment-order", "snowplow-order",
    )  # fmt: skip
    assert segment == snowplow
    assert (snowplow["status"], snowplow["units"], snowplow["cart_value"]) == ("ordered", 2, 20)


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
