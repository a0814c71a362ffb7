"""Who is who after each of several loads, against a union-find over all that was loaded so far."""

from pathlib import Path
from random import Random

import pytest

from ingest_lambdas.contract.columns import EVENTS
from tests.dbt_project.conftest import event
from tests.dbt_project.random_identities import Event, persons_of, random_events
from tests.dbt_project.warehouse import Rows, Warehouse

LOADS = 3
Loaded = list[tuple[str, Event]]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_persons_are_those_of_a_union_find_after_every_load(
    fresh_warehouse: Warehouse, tmp_path: Path
) -> None:
    rng = Random(6)
    events = list(random_events(rng, cases=25))
    rng.shuffle(events)
    loads = [events[start::LOADS] for start in range(LOADS)]

    for number, load in enumerate(loads):
        add(fresh_warehouse, number, load)
        build(fresh_warehouse, tmp_path)
        known = [each for earlier in loads[: number + 1] for each in earlier]
        assert persons(fresh_warehouse) == persons_of(known)

    taken = {f"key-{1_000 + n}" for n in range(0, len(loads[1]), 3)}
    take_away(fresh_warehouse, taken)
    build(fresh_warehouse, tmp_path)
    left = [each for n, each in enumerate(loads[1]) if f"key-{1_000 + n}" not in taken]
    assert persons(fresh_warehouse) == persons_of([*loads[0], *left, *loads[2]])

    remembered = tables(fresh_warehouse)
    build(fresh_warehouse, tmp_path, "--full-refresh")
    assert tables(fresh_warehouse) == remembered


def add(warehouse: Warehouse, number: int, load: list[Event]) -> None:
    """Load them, as the loader would."""
    rows = [
        {
            **event(number * 1_000 + place, each["visitor_id"], each["event_at"], "page"),
            **each,
            "load_id": f"load-{number}",
        }
        for place, each in enumerate(load)
    ]
    warehouse.insert(EVENTS, rows)
    touch(warehouse, f"load-{number}", f"load_id = 'load-{number}'")


def take_away(warehouse: Warehouse, event_keys: set[str]) -> None:
    """Reload an hour that no longer holds them."""
    which = "event_key in ({})".format(", ".join(f"'{key}'" for key in event_keys))
    touch(warehouse, "reload", which)
    execute(warehouse, f"delete from raw.events where {which}")


def touch(warehouse: Warehouse, load_id: str, which: str) -> None:
    execute(
        warehouse,
        "insert into ops.touched_visitor_days (load_id, visitor_id, event_day, touched_at) "
        f"select distinct '{load_id}', visitor_id, event_day, '2026-03-05'::timestamp "
        f"from raw.events where {which}",
    )


def build(warehouse: Warehouse, target: Path, *arguments: str) -> None:
    """Build the persons, and say that all models were built, as the whole build's hook would."""
    done = warehouse.dbt(target, "run", "--select", "+int_person_visitors", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    execute(
        warehouse,
        "insert into ops.model_builds (build_id, built_at) "
        "select distinct build_id, '2026-03-05'::timestamp from intermediate.int_rebuild_loads",
    )
    execute(warehouse, "delete from ops.touched_visitor_days")


def execute(warehouse: Warehouse, statement: str) -> None:
    with warehouse.connect() as connection, connection.cursor() as cursor:
        cursor.execute(statement)


def persons(warehouse: Warehouse) -> dict[str, str]:
    rows = warehouse.rows("select visitor_id, person_id from intermediate.int_person_visitors")
    assert len({row["visitor_id"] for row in rows}) == len(rows)
    return {row["visitor_id"]: row["person_id"] for row in rows}


def tables(warehouse: Warehouse) -> dict[str, Rows]:
    names = ("days", "edges", "identifiers", "components")
    sorted_rows = {
        name: sorted(warehouse.rows(f"select * from intermediate.int_identity_{name}"), key=str)
        for name in names
    }
    visitors = warehouse.rows("select * from intermediate.int_person_visitors")
    return {**sorted_rows, "visitors": sorted(visitors, key=str)}
