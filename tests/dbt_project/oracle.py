"""Events, sessions, revenue and what a load changes, computed in plain Python from the raw rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
VisitorDay = tuple[str, str]
SILENCE = timedelta(minutes=30)
NO_ACTIVITY = ("Order Updated", "Order Cancelled", "Order Refunded", "Ad Impression", "Ad Clicked")
ORDER_STATES = ("Order Completed", "Order Updated", "Order Cancelled", "Order Refunded")


def kept_events(raw: Iterable[Row], rejected: Iterable[Row]) -> list[Row]:
    """Each event once: the latest attempt of an arrival, the first received arrival of an event."""
    attempts: dict[str, list[Row]] = defaultdict(list)
    for row in raw:
        attempts[row["arrival_id"]].append(row)
    withdrawn = {row["arrival_id"]: row["attempt"] for row in rejected if row["attempt"]}
    events: dict[str, list[Row]] = defaultdict(list)
    for arrival, rows in attempts.items():
        latest = max(row["attempt"] for row in rows)
        if withdrawn.get(arrival, 0) <= latest:
            current = [row for row in rows if row["attempt"] == latest]
            events[current[0]["event_key"]].append(min(current, key=_loaded))
    return [
        min(rows, key=lambda row: (row["received_at"], row["arrival_id"]))
        for rows in events.values()
    ]


def sessions(events: Iterable[Row]) -> list[list[Row]]:
    """Activity of each visitor, cut where it pauses for more than 30 minutes."""
    found: list[list[Row]] = []
    active = [event for event in events if _is_activity(event)]
    for event in sorted(active, key=lambda event: (event["visitor_id"], *_moment(event))):
        if found and _follows(found[-1][-1], event):
            found[-1].append(event)
        else:
            found.append([event])
    return found


def revenue(events: Iterable[Row]) -> dict[str, int]:
    """What each completed order brought in by its latest content."""
    orders: dict[str, list[Row]] = defaultdict(list)
    for event in events:
        if event["event_name"] in ORDER_STATES:
            orders[event["properties"]["order_id"]].append(event)
    found: dict[str, int] = {}
    for order_id, told in orders.items():
        if any(event["event_name"] == "Order Completed" for event in told):
            contents = [e for e in told if e["event_name"] in ("Order Completed", "Order Updated")]
            found[order_id] = max(contents, key=_moment)["properties"]["revenue"]
    return found


def changed_days(
    before: Sequence[Row], now: Sequence[Row], loaded: Iterable[Row]
) -> set[VisitorDay]:
    """Visitor days that must be made anew: no fewer would do.

    Those of the loaded rows; those whose events, sessions or orders differ; and those that share a
    session, as it was or as it is, with one of these, since a session is made as a whole.
    """
    told_before, told_now = _by_day(before), _by_day(now)
    found = {_day(row) for row in loaded}
    found |= {
        day for day in told_before.keys() | told_now.keys() if told_before[day] != told_now[day]
    }
    shared = [{_day(event) for event in session} for session in (*sessions(before), *sessions(now))]
    while more := [days for days in shared if days & found and not days <= found]:
        found |= set().union(*more)
    return found


def _by_day(events: Sequence[Row]) -> dict[VisitorDay, set[Any]]:
    """All that facts tell of a visitor's day: events, their sessions, orders made there."""
    told: dict[VisitorDay, set[Any]] = defaultdict(set)
    first: set[str] = set()
    for event in events:
        told[_day(event)].add((event["event_key"], event["arrival_id"], event["attempt"]))
    for session in sessions(events):
        start = session[0]
        for event in session:
            told[_day(event)].add((event["event_key"], start["event_key"]))
        if start["visitor_id"] not in first:
            told[_day(start)].add("first visit")
            first.add(start["visitor_id"])
    for order_id, origin in _origins(events).items():
        content = [e for e in events if _order_of(e) == order_id]
        told[_day(origin)].add((order_id, *sorted(event["event_key"] for event in content)))
    return told


def _origins(events: Iterable[Row]) -> dict[str, Row]:
    orders: dict[str, list[Row]] = defaultdict(list)
    for event in events:
        if event["event_name"] in ORDER_STATES:
            orders[event["properties"]["order_id"]].append(event)
    return {
        order_id: min(told, key=lambda e: (e["event_name"] != "Order Completed", *_moment(e)))
        for order_id, told in orders.items()
    }


def _order_of(event: Row) -> str | None:
    return event["properties"]["order_id"] if event["event_name"].startswith("Order") else None


def _follows(last: Row, event: Row) -> bool:
    if last["visitor_id"] != event["visitor_id"]:
        return False
    return _time(event) - _time(last) <= SILENCE


def _is_activity(event: Row) -> bool:
    return (
        not event["is_bot"]
        and event["event_type"] in ("track", "page", "screen")
        and event["event_name"] not in NO_ACTIVITY
    )


def _moment(event: Row) -> tuple[str, str, str]:
    return event["event_at"], event["received_at"], event["event_key"]


def _loaded(row: Row) -> tuple[str, str]:
    return row["load_hour"], row["load_id"]


def _time(event: Row) -> datetime:
    return datetime.fromisoformat(event["event_at"])


def _day(event: Row) -> VisitorDay:
    return event["visitor_id"], event["event_day"]
