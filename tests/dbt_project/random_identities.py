"""Random people with several devices, users and mail addresses, and who is who by a union-find."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from tests.dbt_project.union_find import UnionFind

MOST_KNOWN, MOST_DEVICES = 10, 500
START = datetime(2026, 3, 1, 22)
Event = dict[str, Any]
Tie = tuple[str, str, str]


def random_events(rng: Random, cases: int) -> Iterator[Event]:
    """Events of small groups, none of which knows of the others, in no order of time."""
    for case in range(cases):
        names = [f"{case}-{kind}{n}" for kind in "ddduu" for n in range(rng.randint(1, 3))]
        for _ in range(rng.randint(2, 14)):
            yield _event(rng, case, names)
    # A kiosk that few use at first, and a crowd in the end.
    for n in range(MOST_KNOWN + 3):
        yield _made(rng, "page", "kiosk", user_id=f"kiosk-user-{n}")
        yield _made(rng, "page", f"kiosk-user-{n}-phone", user_id=f"kiosk-user-{n}")


def persons_of(events: list[Event]) -> dict[str, str]:
    """Each visitor's person: the first of all who belong together, of several the least."""
    first_at: dict[str, str] = {}
    for each in events:
        visitor = each["visitor_id"]
        first_at[visitor] = min(each["event_at"], first_at.get(visitor, each["event_at"]))
    ties = {tie for each in events if not each["is_bot"] for tie in _ties(each)}
    excluded = _crowded(ties)
    found = UnionFind()
    found.add(*first_at)
    for _, one, other in ties:
        found.add(one, other)
        if not excluded & {one, other}:
            found.unite(one, other)
    roots = found.roots()
    members = defaultdict(list)
    for visitor, at in first_at.items():
        members[roots[visitor]].append((at, visitor))
    return {visitor: min(members[roots[visitor]])[1] for visitor in first_at}


def _event(rng: Random, case: int, names: list[str]) -> Event:
    devices = [name for name in names if "-d" in name]
    users = [name for name in names if "-u" in name]
    device, user = rng.choice(devices), rng.choice(users)
    mail = sha256(f"{case}-{rng.randint(0, 2)}".encode()).hexdigest()
    kind = rng.choice(["page", "page", "user", "user", "alias", "identify", "import", "bot"])
    if kind == "user":
        return _made(rng, "page", device, user_id=user)
    if kind == "alias":
        return _made(rng, "alias", user, user_id=user, previous_id=rng.choice(names))
    if kind == "identify":
        return _made(rng, "identify", device, user_id=user, traits={"email": mail})
    if kind == "import":
        return _made(rng, "identify", user, user_id=user, traits={"email": mail, "id": "5"})
    return _made(rng, "page", device, is_bot=kind == "bot", user_id=user if kind == "bot" else None)


def _made(rng: Random, event_type: str, visitor_id: str, **columns: Any) -> Event:
    at = START + timedelta(minutes=rng.randrange(60 * 72))
    row = {"event_type": event_type, "visitor_id": visitor_id, "is_bot": False, **columns}
    return {**row, "event_at": str(at), "event_day": str(at)[:10]}


def _ties(event: Event) -> Iterator[Tie]:
    visitor, user = event["visitor_id"], event.get("user_id")
    if user and user != visitor:
        yield "user", visitor, user
    if event["event_type"] == "alias" and event["previous_id"] != (user or visitor):
        yield "alias", event["previous_id"], user or visitor
    if event["event_type"] == "identify":
        yield "trait", user or visitor, event["traits"]["email"]


def _crowded(ties: set[Tie]) -> set[str]:
    known: dict[str, set[str]] = defaultdict(set)
    devices: dict[str, set[str]] = defaultdict(set)
    for kind, one, other in ties:
        known[one].add(other)
        (known if kind == "trait" else devices)[other].add(one)
    crowds = [name for name, others in known.items() if len(others) > MOST_KNOWN]
    return {*crowds, *(name for name, others in devices.items() if len(others) > MOST_DEVICES)}
