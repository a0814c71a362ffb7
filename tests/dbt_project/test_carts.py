"""Carts as the models follow them, against a plain walk through random histories."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.dbt_project.made_tables import execute, insert
from tests.dbt_project.warehouse import Rows, Warehouse

PEOPLE = 150
ABANDONED_AFTER = timedelta(hours=24)
ACTIONS = ("add", "add", "add", "remove", "view", "checkout", "order")
TABLES = {
    "int_cart_events": (
        "event_key varchar(64), visitor_id varchar(64), session_id varchar(32), "
        "event_at timestamp, event_day date, received_at timestamp, action varchar(16), "
        "cart_id varchar(64), cart_value decimal(18, 2), checkout_step integer, "
        "order_id varchar(64)"
    ),
    "int_product_interactions": (
        "event_key varchar(64), item_number integer, event_day date, product_id varchar(64), "
        "quantity integer, price decimal(18, 2), currency varchar(12)"
    ),
    "int_person_visitors": "visitor_id varchar(64), person_id varchar(64)",
}


@dataclass
class Cart:
    """What happened with a cart, in order."""

    cart_id: str
    events: Rows = field(default_factory=list)


def draw_events(rng: Random) -> Rows:
    """Several devices a person, some shops with cart ids, gaps beside the limit, equal moments."""
    events: Rows = []
    for person in range(PEOPLE):
        at = datetime(2026, 3, 1) + timedelta(minutes=rng.randint(0, 1_000))
        ids = rng.choice(((None,), ("a",), (None, "a"), (None, "a", "b")))
        for _ in range(rng.randint(1, 14)):
            at += timedelta(seconds=rng.choice((0, 60, 3_600, 86_399, 86_400, 86_401, 300_000)))
            action = rng.choice(ACTIONS)
            cart_id = rng.choice(ids)
            events.append({
                "event_key": f"k{len(events):05}", "visitor_id": f"v{person}-{rng.randint(0, 1)}",
                "session_id": None, "event_at": at, "event_day": at.date(), "received_at": at,
                "action": action, "cart_id": cart_id and f"{cart_id}{person}",
                "cart_value": rng.choice((None, None, Decimal(7))),
                "checkout_step": rng.randint(1, 4) if action == "checkout" else None,
                "order_id": f"o{person}-{rng.randint(0, 3)}" if action == "order" else None,
            })  # fmt: skip
    return events


def draw_items(rng: Random, events: Rows) -> Rows:
    """One or two products of each change."""
    return [
        {"event_key": event["event_key"], "item_number": number, "event_day": event["event_day"],
         "product_id": f"p{rng.randint(1, 3)}", "quantity": rng.randint(0, 3),
         "price": rng.choice((None, Decimal(5), Decimal("2.50"))), "currency": "EUR"}
        for event in events if event["action"] in ("add", "remove")
        for number in range(1, rng.randint(1, 2) + 1)
    ]  # fmt: skip


def told_once(events: Rows) -> Rows:
    """Without the orders of a person that were told before."""
    orders: set[str] = set()
    found = []
    for event in events:
        if event["order_id"] not in orders:
            found.append(event)
        if event["action"] == "order":
            orders.add(event["order_id"])
    return found


def walk(told: Rows) -> list[Cart]:
    """A person's carts: one a name and order, each event in the one touched last."""
    name = next((event["cart_id"] for event in told if event["cart_id"]), "")
    open_carts: dict[str, Cart] = {}
    carts = []
    for event in told:
        name = event["cart_id"] or name
        if name not in open_carts:
            open_carts[name] = Cart(name)
            carts.append(open_carts[name])
        open_carts[name].events.append(event)
        if event["action"] == "order":
            del open_carts[name]
    return [cart for cart in carts if any(e["action"] == "add" for e in cart.events)]


def outcome(cart: Cart, events: Rows, items: dict[str, Rows]) -> dict[str, Any]:
    """The columns that matter, of one cart."""
    changes = [event for event in cart.events if event["action"] in ("add", "remove")]
    added: dict[str, int] = defaultdict(int)
    removed: dict[str, int] = defaultdict(int)
    prices: dict[str, Decimal] = {}
    for event in changes:
        for item in items[event["event_key"]]:
            side = added if event["action"] == "add" else removed
            side[item["product_id"]] += item["quantity"]
            if item["price"] is not None:
                prices[item["product_id"]] = item["price"]
    left = {name: max(added[name] - removed[name], 0) for name in {*added, *removed}}
    value = sum((units * prices.get(name, Decimal()) for name, units in left.items()), Decimal())
    moments = [event["event_at"] for event in cart.events]
    gaps = zip(moments, moments[1:], strict=False)
    last = cart.events[-1]
    later = [e for e in events[events.index(last) + 1 :] if e["action"] == "order"]
    told = changes[-1]["cart_value"]
    return {
        "cart_id": cart.cart_id or None,
        "opened_at": next(e["event_at"] for e in cart.events if e["action"] == "add"),
        "last_activity_at": last["event_at"],
        "units_added": sum(added.values()),
        "units_removed": sum(removed.values()),
        "products": sum(units > 0 for units in left.values()),
        "units": sum(left.values()),
        "cart_value": value if told is None else told,
        "checkout_step": max((e["checkout_step"] or 0 for e in cart.events), default=0) or None,
        "order_id": last["order_id"],
        "left_at": next((a + ABANDONED_AFTER for a, b in gaps if b - a > ABANDONED_AFTER), None),
        "expires_at": last["event_at"] + ABANDONED_AFTER,
        "next_order_id": later[0]["order_id"] if later else None,
    }


@pytest.fixture(scope="module")
def history() -> tuple[Rows, Rows]:
    rng = Random(3)
    events = draw_events(rng)
    return events, draw_items(rng, events)


@pytest.fixture
def built(history: tuple[Rows, Rows], fresh_warehouse: Warehouse, tmp_path: Path) -> Warehouse:
    events, items = history
    execute(fresh_warehouse, "create schema intermediate")
    for table, columns in TABLES.items():
        execute(fresh_warehouse, f"create table intermediate.{table} ({columns})")
    visitors = sorted({event["visitor_id"] for event in events})
    insert(fresh_warehouse, "intermediate.int_cart_events", events)
    insert(fresh_warehouse, "intermediate.int_product_interactions", items)
    insert(fresh_warehouse, "intermediate.int_person_visitors", [
        {"visitor_id": visitor, "person_id": visitor.split("-")[0]} for visitor in visitors
    ])  # fmt: skip
    done = fresh_warehouse.dbt(tmp_path, "run", "--select", "int_carts")
    assert done.returncode == 0, done.stdout + done.stderr
    return fresh_warehouse


def test_every_cart_is_what_python_says(built: Warehouse, history: tuple[Rows, Rows]) -> None:
    events, items = history
    items_of: dict[str, Rows] = defaultdict(list)
    for item in items:
        items_of[item["event_key"]].append(item)
    people: dict[str, Rows] = defaultdict(list)
    for event in events:
        people[event["visitor_id"].split("-")[0]].append(event)

    expected = [
        {"person_id": person, **outcome(cart, told, items_of)}
        for person, lived in people.items()
        for told in [told_once(lived)]
        for cart in walk(told)
    ]
    found = built.rows(f"select {', '.join(expected[0])} from intermediate.int_carts")

    assert len(expected) > PEOPLE
    assert sorted(found, key=_place) == sorted(expected, key=_place)


def _place(cart: dict[str, Any]) -> tuple[Any, ...]:
    return cart["person_id"], cart["opened_at"], cart["last_activity_at"], cart["cart_id"] or ""
