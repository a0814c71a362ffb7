"""The SQL of funnels over random histories agrees with Python's."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.dbt_project.funnel_oracle import Event, Funnel, Reached, find_reached
from tests.dbt_project.rendered_macros import FUNNELS, Macros
from tests.dbt_project.warehouse import Warehouse, empty_warehouse

NAMES = ("page", "Product Viewed", "Product Added", "Order Completed", "Page Pinged")
STEPS = NAMES[:-1]
COLUMNS = (
    "event_key varchar(64), event_type varchar(16), event_name varchar(64), event_at timestamp, "
    "event_day date, received_at timestamp, visitor_id varchar(64), session_id varchar(64), "
    "page_path varchar(64), properties super, person_id varchar(64)"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with empty_warehouse(tmp_path_factory.mktemp("funnels")) as running:
        yield running


def draw_history(chance: random.Random) -> list[Event]:
    """Events of few people over a week, many of them at one moment or by one minute's distance."""
    monday = datetime(2026, 3, 2)
    return [
        Event(
            at := monday + timedelta(minutes=chance.choice((chance.randrange(10_080), 5, 6, 1441))),
            at + timedelta(seconds=chance.randrange(2)),
            f"key-{number}",
            person := f"person-{chance.randrange(4)}",
            f"{person}-{at.date()}-{chance.randrange(2)}",
            chance.choice(NAMES),
        )
        for number in range(120)
    ]


def draw_funnel(chance: random.Random) -> Funnel:
    by_person = chance.random() < 0.5
    window = timedelta(minutes=chance.choice((1, 30, 1_440, 5_000)))
    steps = [
        frozenset(chance.sample(STEPS, chance.choice((1, 1, 2))))
        for _ in range(chance.randint(1, 4))
    ]
    is_bounded = by_person or chance.random() < 0.5
    return Funnel(steps, by_person, chance.random() < 0.4, window if is_bounded else None)


def declare(name: str, funnel: Funnel) -> dict[str, Any]:
    minutes = funnel.window // timedelta(minutes=1) if funnel.window else None
    return {
        "name": name,
        "scope": "person" if funnel.by_person else "session",
        "order": "strict" if funnel.strict else "loose",
        "steps": [{"event": sorted(names)} for names in funnel.steps],
        **({"window": {"minutes": minutes}} if minutes else {}),
    }


def fill(server: Warehouse, events: list[Event]) -> None:
    rows = ", ".join(
        f"('{e.key}', '{'page' if e.name == 'page' else 'track'}', '{e.name}', '{e.at}', "
        f"'{e.at.date()}', '{e.received_at}', 'v', '{e.session}', null, null, '{e.person}')"
        for e in events
    )
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("drop table if exists raw.activity")
        cursor.execute(f"create table raw.activity ({COLUMNS})")
        cursor.execute(f"insert into raw.activity values {rows}")


def found_by_sql(server: Warehouse, funnels: dict[str, Funnel]) -> dict[str, set[Reached]]:
    declared = [declare(name, funnel) for name, funnel in funnels.items()]
    query = Macros(FUNNELS, funnels=declared).call("funnel_rows", "raw.activity")
    found: dict[str, set[Reached]] = {name: set() for name in funnels}
    entry = "partition by funnel, entry_id order by step_number rows unbounded preceding"
    keyed = f"select *, first_value(event_key) over ({entry}) as entry_key from ({query}) as steps"
    for row in server.rows(keyed):
        found[row["funnel"]].add(
            Reached(row["entry_key"], row["step_number"], row["event_key"], row["steps_reached"])
        )
    return found


@pytest.mark.parametrize("seed", range(6))
def test_each_entry_reaches_what_python_says(server: Warehouse, seed: int) -> None:
    chance = random.Random(seed)
    events = draw_history(chance)
    funnels = {f"funnel {number}": draw_funnel(chance) for number in range(5)}
    fill(server, events)

    expected = {name: find_reached(events, funnel) for name, funnel in funnels.items()}

    assert any(len(reached) > 10 for reached in expected.values())
    assert found_by_sql(server, funnels) == expected


def test_without_funnels_there_are_no_rows(server: Warehouse, tmp_path: Path) -> None:
    fill(server, draw_history(random.Random(0)))
    assert found_by_sql(server, {}) == {}
