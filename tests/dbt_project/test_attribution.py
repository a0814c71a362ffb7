"""Orders shared out by the models against plain Python, over random histories in one build."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.dbt_project.made_tables import execute, insert
from tests.dbt_project.shared_out import WINDOW, Order, Visit, share_out
from tests.dbt_project.warehouse import Warehouse

PEOPLE = 250
MODELS = ("stg_ad_spend", "int_touchpoints", "fct_attribution", "campaign_performance")
TABLES = {
    "intermediate.int_person_visitors": "visitor_id varchar(64), person_id varchar(64)",
    "marts.fct_sessions": (
        "session_id varchar(32), visitor_id varchar(64), person_id varchar(64), "
        "started_at timestamp, event_day date, "
        "campaign_source varchar(255), campaign_medium varchar(255), campaign_name varchar(255), "
        "campaign_term varchar(255), campaign_content varchar(255), click_id_name varchar(32), "
        "click_id_network varchar(64), referer_medium varchar(16), referer_source varchar(128), "
        "referer_host varchar(255)"
    ),
    "marts.fct_orders": (
        "order_id varchar(1024), event_day date, ordered_at timestamp, visitor_id varchar(64), "
        "currency varchar(12), base_currency varchar(3), net_revenue decimal(38, 2), "
        "net_revenue_base decimal(38, 2), is_completed boolean"
    ),
}


class History:
    """People who come on several devices, led or by themselves, and order now and then."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.devices: dict[str, str] = {}
        self.visits: list[Visit] = []
        self.orders: list[Order] = []
        for number in range(PEOPLE):
            self._live(f"person-{number:03}")

    def _live(self, person: str) -> None:
        self.devices.update({f"{person}-{n}": person for n in range(self.rng.randint(1, 3))})
        moments = [self._moment() for _ in range(self.rng.choice((0, 1, 2, 3, 5, 12, 40)))]
        # Several visits of one moment, as of two devices.
        moments += self.rng.sample(moments, len(moments) // 4)
        for moment in moments:
            session_id = f"{self.rng.getrandbits(128):032x}"
            self.visits.append(Visit(session_id, person, moment, self.rng.random() < 0.4))
        for number in range(self.rng.randint(0, 4)):
            self.orders.append(self._order(person, f"{person}-order-{number}", moments))

    def _order(self, person: str, order_id: str, moments: Sequence[datetime]) -> Order:
        at = self._moment()
        if moments and self.rng.random() < 0.5:
            # On a bound of the window, or a millisecond from it.
            edge = self.rng.choice((timedelta(), WINDOW))
            at = self.rng.choice(moments) + edge + timedelta(milliseconds=self.rng.randint(-1, 1))
        cents = self.rng.choice((0, 1, 2, 7, self.rng.randint(0, 10**6)))
        rate = self.rng.choice((None, Decimal("0.8371")))
        net = Decimal(cents) / 100
        base = None if rate is None else (net * rate).quantize(Decimal("0.01"))
        return Order(order_id, person, at, net, base)

    def _moment(self) -> datetime:
        return datetime(2026, 1, 1) + timedelta(milliseconds=self.rng.randint(0, 70 * 86_400_000))

    def device_of(self, person: str) -> str:
        """One of the person's devices."""
        return self.rng.choice([d for d, owner in self.devices.items() if owner == person])


@pytest.fixture(scope="module")
def history() -> History:
    return History(seed=11)


@pytest.fixture
def built(history: History, fresh_warehouse: Warehouse, tmp_path: Path) -> Warehouse:
    for schema in ("intermediate", "marts"):
        execute(fresh_warehouse, f"create schema {schema}")
    for table, columns in TABLES.items():
        execute(fresh_warehouse, f"create table {table} ({columns})")
    fill(fresh_warehouse, history)
    done = fresh_warehouse.dbt(tmp_path, "run", "--select", *MODELS)
    assert done.returncode == 0, done.stdout + done.stderr
    return fresh_warehouse


def fill(warehouse: Warehouse, history: History) -> None:
    insert(warehouse, "intermediate.int_person_visitors", [
        {"visitor_id": device, "person_id": person} for device, person in history.devices.items()
    ])  # fmt: skip
    insert(warehouse, "marts.fct_sessions", [
        {"session_id": visit.session_id, "visitor_id": history.device_of(visit.person),
         "person_id": visit.person, "started_at": visit.at, "event_day": visit.at.date(),
         "campaign_source": None if visit.is_direct else f"s{index % 5}",
         "campaign_medium": None if visit.is_direct else "cpc"}
        for index, visit in enumerate(history.visits)
    ])  # fmt: skip
    insert(warehouse, "marts.fct_orders", [
        {"order_id": order.order_id, "visitor_id": history.device_of(order.person),
         "event_day": order.at.date(), "ordered_at": order.at, "is_completed": True,
         "currency": "USD", "base_currency": "EUR" if order.net_revenue_base is not None else None,
         "net_revenue": order.net_revenue, "net_revenue_base": order.net_revenue_base}
        for order in history.orders
    ])  # fmt: skip


def test_every_share_is_what_python_says(built: Warehouse, history: History) -> None:
    expected = {
        (share.order_id, share.model, share.touch_number): (
            share.session_id, share.credit, share.revenue, share.revenue_base,
        )
        for share in share_out(history.orders, history.visits)
    }  # fmt: skip

    found = built.rows(
        "select order_id, attribution_model, touch_number, session_id, credit, attributed_revenue, "
        "attributed_revenue_base from marts.fct_attribution"
    )

    assert len(found) == len(expected)
    differing = {
        tuple(row[:3]): (tuple(row[3:]), expected[tuple(row[:3])])
        for row in (list(each.values()) for each in found)
        if tuple(row[3:]) != expected[tuple(row[:3])]
    }
    assert differing == {}
    assert_whole(built, history)


def assert_whole(built: Warehouse, history: History) -> None:
    """Credits add up to 1, money to the order's; by day, to what the shop took."""
    wholes = built.rows(
        "select order_id, sum(credit) as credit, sum(attributed_revenue) as revenue, "
        "sum(attributed_revenue_base) as revenue_base "
        "from marts.fct_attribution group by order_id, attribution_model"
    )
    orders = {order.order_id: order for order in history.orders}
    assert len(wholes) == 6 * len(orders)
    for whole in wholes:
        order = orders[whole["order_id"]]
        assert (whole["credit"], whole["revenue"], whole["revenue_base"]) == (
            1, order.net_revenue, order.net_revenue_base,
        )  # fmt: skip
    taken: dict[Any, Decimal] = defaultdict(Decimal)
    for order in history.orders:
        taken[order.at.date()] += order.net_revenue_base or 0
    days = built.rows(
        "select event_day, sum(linear_revenue) as linear, sum(first_touch_revenue) as first "
        "from marts.campaign_performance group by event_day"
    )
    assert {day["event_day"]: day["linear"] for day in days if day["linear"]} == {
        day: revenue for day, revenue in taken.items() if revenue
    }
    assert all(day["linear"] == day["first"] for day in days)
