"""Random histories of a shop: what its visitors did, how it was delivered, and in which loads.

Times lie close to midnights, ids are few, so that short histories hold what is rare in long ones:
sessions over midnight, orders told of by several events, duplicates of every kind, replays, late
events, and visitors that turn out to be one person. Whatever a test plugs in reads the same rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]
FIRST_DAY = datetime(2026, 3, 1)
DAYS = 4
LOADS = 4
VISITORS = ("ann", "bob", "cat")
ACTIVITY = ("page", "screen", "Product Viewed", "Product Added", "Checkout Started", "Page Pinged")
ORDER_KINDS = ("Order Completed", "Order Updated", "Order Cancelled", "Order Refunded")
# Half of all minutes are within an hour of a midnight.
MINUTES = st.one_of(
    st.integers(0, DAYS * 1440 - 1),
    st.builds(
        lambda day, minute: day * 1440 + minute, st.integers(1, DAYS - 1), st.integers(-45, 45)
    ),
)


@dataclass(frozen=True)
class Load:
    """What one load brings: rows of raw.events and of raw.rejected_events."""

    load_id: str
    events: list[Row]
    rejected: list[Row]


@dataclass(frozen=True)
class Event:
    """An event before its delivery."""

    number: int
    visitor: str
    at: datetime
    kind: str
    columns: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Delivery:
    """One way of an event into the lake: `again` tells what is odd about it."""

    load: int
    again: str = "first"
    moved: int = 0


@st.composite
def histories(draw: st.DrawFn, *, identities: bool = True, most: int = 14) -> tuple[Load, ...]:
    """Loads in the order of loading; each event is in at least one of them."""
    count = draw(st.integers(1, most))
    events = [draw(_events(number, identities=identities)) for number in range(count)]
    odd = ("transport", "resent", "moved", "conflict", "replayed", "set_aside")
    again = st.builds(
        Delivery, st.integers(0, LOADS - 1), st.sampled_from(odd), st.integers(-1500, 1500)
    )
    first = st.builds(Delivery, st.integers(0, LOADS - 1))
    ways = [(draw(first), *draw(st.lists(again, max_size=1))) for _ in events]
    return loads_of(events, ways)


@st.composite
def _events(draw: st.DrawFn, number: int, *, identities: bool) -> Event:
    kinds = [*ACTIVITY, *ACTIVITY, *ORDER_KINDS, "Order Item Added", "Order Refunded", "bot"]
    kind = draw(st.sampled_from(kinds + (["identify", "alias"] if identities else [])))
    at = FIRST_DAY + timedelta(minutes=draw(MINUTES), seconds=draw(st.sampled_from([0, 0, 30])))
    return Event(number, draw(st.sampled_from(VISITORS)), at, kind, tuple(draw(_columns(kind))))


@st.composite
def _columns(draw: st.DrawFn, kind: str) -> list[tuple[str, Any]]:
    if kind in ("identify", "alias"):
        previous = draw(st.sampled_from((*VISITORS, "u-2"))) if kind == "alias" else None
        return [("user_id", draw(st.sampled_from(["u-1", "u-2"]))), ("previous_id", previous)]
    if kind.startswith("Order"):
        return [("properties", draw(_order(kind)))]
    if kind.startswith("Product"):
        return [("properties", {"product_id": draw(st.sampled_from(["p1", "p2"])), "quantity": 1})]
    if kind == "page":
        campaign = draw(st.sampled_from([None, None, "mail", "search"]))
        path = draw(st.sampled_from(["/", "/a", "/b"]))
        return [("page_path", path), ("page_host", "shop.example"), ("campaign_source", campaign)]
    return []


@st.composite
def _order(draw: st.DrawFn, kind: str) -> Row:
    order: Row = {"order_id": draw(st.sampled_from(["o1", "o2", "o3"]))}
    if kind in ("Order Completed", "Order Updated"):
        product = {"product_id": "p1", "price": draw(st.integers(1, 9)), "quantity": 2}
        return {**order, "revenue": draw(st.integers(0, 50)), "products": [product]}
    if kind == "Order Refunded":
        return {**order, "total": draw(st.one_of(st.none(), st.integers(1, 20)))}
    if kind == "Order Item Added":
        return {**order, "product_id": "p2", "price": 3, "quantity": 1}
    return order


def loads_of(events: list[Event], ways: list[tuple[Delivery, ...]]) -> tuple[Load, ...]:
    """The deliveries' rows, each in its load."""
    loads = tuple(Load(f"load-{number}", [], []) for number in range(LOADS))
    for event, deliveries in zip(events, ways, strict=True):
        for delivery in deliveries:
            load = loads[delivery.load]
            for table, row in _rows(event, delivery):
                stamped = {
                    **row,
                    "load_id": load.load_id,
                    "load_hour": f"2026-03-09-{delivery.load:02}",
                }
                (load.events if table == "events" else load.rejected).append(stamped)
    return loads


def _rows(event: Event, delivery: Delivery) -> Iterator[tuple[str, Row]]:
    """What the collector writes of a delivery."""
    row = _row(event)
    moved = event.at + timedelta(minutes=delivery.moved)
    if delivery.again in ("resent", "moved"):
        # Another arrival of the same event; where its time was corrected, perhaps of another day.
        row["arrival_id"] = f"shard:{event.number}:1"
        row["received_at"] = str(event.at + timedelta(minutes=max(delivery.moved, -300)))
        if delivery.again == "moved":
            row |= {"event_at": str(moved), "event_day": str(moved.date())}
    elif delivery.again == "conflict":
        row |= {"arrival_id": f"shard:{event.number}:2", "event_key": f"key-{event.number}-other"}
        row |= {"event_at": str(moved), "event_day": str(moved.date())}
    elif delivery.again == "replayed":
        row |= {"attempt": 1, "event_at": str(moved), "event_day": str(moved.date())}
    elif delivery.again == "set_aside":
        yield "rejected", _rejected(event)
        return
    yield "events", row


def _row(event: Event) -> Row:
    kind = "page" if event.kind == "bot" else event.kind
    plain = kind in ("page", "screen", "identify", "alias")
    return {
        "arrival_id": f"shard:{event.number}:0",
        "event_key": f"key-{event.number}",
        "event_id": f"id-{event.number}",
        "fingerprint": "f",
        "source": "web-shop",
        "protocol": "segment",
        "event_type": kind if plain else "track",
        "event_name": kind,
        "schema_ref": "iglu:io.headwater/x/jsonschema/1-0-0",
        "event_at": str(event.at),
        "event_day": str(event.at.date()),
        "received_at": str(event.at + timedelta(minutes=event.number)),
        "time_implausible": False,
        "visitor_id": event.visitor,
        "is_bot": event.kind == "bot",
        "attempt": 0,
        **{name: value for name, value in event.columns if value is not None},
    }


def _rejected(event: Event) -> Row:
    return {
        "arrival_id": f"shard:{event.number}:0",
        "source": "web-shop",
        "protocol": "segment",
        "reason": "consent_dropped",
        "received_at": str(event.at + timedelta(minutes=event.number)),
        "attempt": 2,
    }
