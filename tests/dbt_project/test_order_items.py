"""Orders and refunds spread over lines by the models against exact fractions, at random."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.dbt_project.made_tables import execute, insert
from tests.dbt_project.refunded import Line, Order, Refund, settle
from tests.dbt_project.warehouse import Rows, Warehouse

MODELS = ("int_order_refunds", "fct_orders", "fct_order_items")
CENT = Decimal("0.01")
TABLES = {
    "int_order_events": (
        "event_key varchar(64), order_id varchar(1024), event_at timestamp, event_day date, "
        "received_at timestamp, visitor_id varchar(64), user_id varchar(64), source varchar(64), "
        "items super, status varchar(16), revenue decimal(18, 2), total decimal(18, 2), "
        "shipping decimal(18, 2), tax decimal(18, 2), discount decimal(18, 2), "
        "currency varchar(12), coupon varchar(64), affiliation varchar(64), "
        "base_currency varchar(3), exchange_rate decimal(18, 10), is_origin boolean, "
        "is_content boolean, is_latest boolean"
    ),
    "int_order_lines": (
        "order_id varchar(1024), line_number integer, product_id varchar(1024), "
        "product_name varchar(64), category varchar(64), brand varchar(64), variant varchar(64), "
        "price decimal(18, 2), quantity integer, revenue decimal(38, 2)"
    ),
    "int_event_sessions": (
        "event_key varchar(64), session_id varchar(32), visitor_id varchar(64), event_day date"
    ),
}


def draw(rng: Random, number: int) -> Order:
    """Discounted, free, refunded once, twice, beyond all measure or never."""
    products = [f"p{n}" for n in range(rng.randint(1, 4))]
    dearest = rng.choice((0, 3, 5_000, 10**7))
    lines = [
        Line(rng.choice(products), Decimal(rng.randint(0, dearest)) / 100, rng.randint(1, 4))
        for _ in range(rng.randint(1, 6))
    ]
    gross = sum((line.price * line.quantity for line in lines), Decimal())
    share = Decimal(rng.choice((0, 33, 90, 100, 120))) / 100
    revenue = (gross * share).quantize(CENT) if gross else Decimal(rng.choice((0, 7, 100))) / 100
    refunds = [_refund(rng, lines, revenue) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    return Order(f"o{number:04}", revenue, lines, refunds)


def _refund(rng: Random, lines: list[Line], revenue: Decimal) -> Refund:
    amount = None
    if rng.random() < 0.6:
        amount = (revenue * Decimal(rng.choice((1, 10, 34, 100, 130))) / 100).quantize(CENT)
    named = sorted({line.product for line in rng.sample(lines, rng.randint(0, len(lines)))})
    return Refund(amount, [(name, rng.randint(1, 5)) for name in named])


@pytest.fixture(scope="module")
def orders() -> list[Order]:
    rng = Random(5)
    return [draw(rng, number) for number in range(300)]


@pytest.fixture
def built(orders: list[Order], fresh_warehouse: Warehouse, tmp_path: Path) -> Warehouse:
    execute(fresh_warehouse, "create schema intermediate")
    for table, columns in TABLES.items():
        execute(fresh_warehouse, f"create table intermediate.{table} ({columns})")
    insert(fresh_warehouse, "intermediate.int_order_events", events_of(orders))
    insert(fresh_warehouse, "intermediate.int_order_lines", lines_of(orders))
    done = fresh_warehouse.dbt(tmp_path, "run", "--select", *MODELS)
    assert done.returncode == 0, done.stdout + done.stderr
    return fresh_warehouse


def events_of(orders: list[Order]) -> Rows:
    rows = []
    for order in orders:
        shared = {
            "order_id": order.order_id, "event_at": "2026-03-01 10:00:00",
            "event_day": "2026-03-01", "visitor_id": "ann", "exchange_rate": Decimal("0.8371"),
        }  # fmt: skip
        rows.append(
            {**shared, "event_key": order.order_id, "status": "completed", "items": None,
             "revenue": order.revenue, "total": None,
             "is_origin": True, "is_content": True, "is_latest": not order.refunds}
        )  # fmt: skip
        for number, refund in enumerate(order.refunds, 1):
            named = [{"product_id": name, "quantity": n} for name, n in refund.quantities]
            rows.append(
                {**shared, "event_key": f"{order.order_id}-{number}", "status": "refunded",
                 "items": named or None, "revenue": None, "total": refund.amount,
                 "is_origin": False, "is_content": False,
                 "is_latest": number == len(order.refunds)}
            )  # fmt: skip
    return rows


def lines_of(orders: list[Order]) -> Rows:
    return [
        {"order_id": order.order_id, "line_number": number, "product_id": line.product,
         "price": line.price, "quantity": line.quantity, "revenue": line.price * line.quantity}
        for order in orders
        for number, line in enumerate(order.lines, 1)
    ]  # fmt: skip


def test_every_line_has_its_part_to_the_cent(built: Warehouse, orders: list[Order]) -> None:
    items: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in built.rows("select * from marts.fct_order_items order by order_id, line_number"):
        items[row["order_id"]].append(row)
    totals = {row["order_id"]: row for row in built.rows("select * from marts.fct_orders")}

    assert items.keys() == totals.keys() == {order.order_id for order in orders}
    for order in orders:
        found, expected = items[order.order_id], settle(order)
        for name in ("revenue", "refunded_revenue", "net_revenue"):
            for column in (name, f"{name}_base"):
                added = sum(row[column] for row in found)
                assert added == totals[order.order_id][column], (order, column)
                assert all(row[column] >= 0 for row in found), (order, column)
        assert sum(row["revenue"] for row in found) == order.revenue
        assert [row["refunded_quantity"] for row in found] == expected.quantities, order
        tolerance = Fraction(CENT) * (2 + 2 * len(order.refunds))
        for row, paid, refunded in zip(found, expected.paid, expected.refunded, strict=True):
            assert abs(Fraction(row["revenue"]) - paid) <= Fraction(CENT), order
            assert abs(Fraction(row["refunded_revenue"]) - refunded) <= tolerance, order
            assert row["refunded_revenue"] <= row["revenue"]
