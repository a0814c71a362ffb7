"""Days are closed once an event after their end is known, and opened again by what comes later."""

from typing import Any

import pytest

from tests.dbt_project.compiled_builds import CompiledProject
from tests.dbt_project.conftest import event
from tests.dbt_project.histories import Load, Row

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
ANN = event(1, "ann", "2026-03-01 10:00:00", "page")
BOB = event(2, "bob", "2026-03-02 10:00:00", "page")
CLOSINGS = """
    select event_day::varchar, closing, action, load_id, build_id,
        events_before, events_after, late_visitors
    from ops.day_closings order by event_day, closing, action desc, load_id
"""


def test_a_day_is_closed_by_what_comes_after_it_and_reopened_by_what_comes_late(
    project: CompiledProject,
) -> None:
    project.warehouse.empty()
    build_of(project, load("first", ANN), full=True)
    assert closings(project) == []

    build = build_of(project, load("second", BOB))
    first = ("2026-03-01", 1, "closed", None, build, None, 1, None)
    assert closings(project) == [first]

    # Two loads of one build: a visitor that both bring is late once.
    late = [late_event(3, "ann"), late_event(4, "cat")]
    build = build_of(project, load("third", *late), load("fourth", late_event(5, "cat")))
    again = ("2026-03-01", 2, "closed", None, build, 1, 4, 2)
    by_third = ("2026-03-01", 2, "reopened", "third", build, 1, 4, 2)
    by_fourth = ("2026-03-01", 2, "reopened", "fourth", build, 1, 4, 1)
    assert closings(project) == [first, by_fourth, by_third, again]

    # A build that takes in nothing of a closed day leaves it closed.
    build_of(project, load("fifth", event(6, "bob", "2026-03-02 11:00:00", "page")))
    assert closings(project) == [first, by_fourth, by_third, again]


def test_a_build_that_dies_closes_nothing_and_the_next_does(project: CompiledProject) -> None:
    project.warehouse.empty()
    build_of(project, load("first", ANN, BOB), full=True)
    closed = closings(project)
    project.warehouse.load(load("second", late_event(3, "cat")))
    project.build(project.warehouse.execute, most=len(project.models) // 2)
    assert closings(project) == closed

    project.build(project.warehouse.execute)
    number = f"build-{project.builds}"
    reopened = ("2026-03-01", 2, "reopened", "second", number, 1, 2, 1)
    assert closings(project) == [
        *closed,
        reopened,
        ("2026-03-01", 2, "closed", None, number, 1, 2, 1),
    ]


def late_event(number: int, visitor: str) -> Row:
    """Of the first day, received on the second."""
    return event(number, visitor, "2026-03-01 12:00:00", "page", received_at="2026-03-02 10:30:00")


def load(load_id: str, *events: Row) -> Load:
    return Load(load_id, [{**row, "load_id": load_id} for row in events], [])


def build_of(project: CompiledProject, *loads: Load, full: bool = False) -> str:
    """The id of the build that takes the loads in."""
    for one in loads:
        project.warehouse.load(one)
    project.build(project.warehouse.execute, full=full)
    return f"build-{project.builds}"


def closings(project: CompiledProject) -> list[Any]:
    return [tuple(row) for row in project.warehouse.execute(CLOSINGS)]
