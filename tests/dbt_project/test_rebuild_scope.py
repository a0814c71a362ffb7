"""Whatever came in whatever loads: models rebuilt in part are what a full refresh makes of it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dbt_project import oracle
from tests.dbt_project.compiled_builds import CompiledProject
from tests.dbt_project.histories import Load, Row, histories
from tests.dbt_project.loaded_warehouse import LoadedWarehouse

# The scope's own tables say which build made them.
BY_BUILD = "int_rebuild_"
FEW = settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@FEW
@given(history=histories())
@pytest.mark.timeout(3600)
def test_parts_are_the_whole(project: CompiledProject, history: tuple[Load, ...]) -> None:
    check_parts_are_the_whole(project, history)


@pytest.mark.slow
@MANY
@given(history=histories(most=40))
@pytest.mark.timeout(3600)
def test_parts_are_the_whole_of_longer_histories(
    project: CompiledProject, history: tuple[Load, ...]
) -> None:
    check_parts_are_the_whole(project, history)


@pytest.mark.slow
@FEW
@given(history=histories(), deaths=st.lists(st.integers(0, 60), min_size=2, max_size=4))
@pytest.mark.timeout(3600)
def test_a_build_that_died_is_made_good_by_the_next(
    project: CompiledProject, history: tuple[Load, ...], deaths: list[int]
) -> None:
    warehouse = project.warehouse
    warehouse.empty()
    for number, load in enumerate(history):
        warehouse.load(load)
        for most in deaths[: number and None]:
            project.build(warehouse.execute, most=most % len(project.models))
        project.build(warehouse.execute, full=number == 0)
    assert_as_in_full(project)


@pytest.mark.slow
@FEW
@given(history=histories(identities=False))
@pytest.mark.timeout(3600)
def test_no_more_is_rebuilt_than_twice_what_must_be(
    project: CompiledProject, history: tuple[Load, ...]
) -> None:
    warehouse = project.warehouse
    warehouse.empty()
    raw: list[Row] = []
    rejected: list[Row] = []
    for number, load in enumerate(history):
        before = oracle.kept_events(raw, rejected)
        raw += load.events
        rejected += load.rejected
        now = oracle.kept_events(raw, rejected)
        warehouse.load(load)
        project.build(warehouse.execute, full=number == 0)
        if number:
            needed = oracle.changed_days(before, now, load.events)
            assert len(scope_of(warehouse)) <= 2 * len(needed), (scope_of(warehouse), needed)
            assert needed <= scope_of(warehouse)


def check_parts_are_the_whole(project: CompiledProject, history: tuple[Load, ...]) -> None:
    """Build after each load; compare with a full build, and with what Python makes of the rows."""
    warehouse = project.warehouse
    warehouse.empty()
    for number, load in enumerate(history):
        warehouse.load(load)
        project.build(warehouse.execute, full=number == 0)
    assert_as_python_has_it(warehouse, history)
    assert_as_in_full(project)


def assert_as_in_full(project: CompiledProject) -> None:
    """Each incremental model of the manifest, row for row."""
    compared = [model for model in project.incremental if not model.name.startswith(BY_BUILD)]
    in_part = {model.name: project.warehouse.rows_of(model.relation) for model in compared}
    project.build(project.warehouse.execute, full=True)
    for model in compared:
        assert in_part[model.name] == project.warehouse.rows_of(model.relation), model.name


def assert_as_python_has_it(warehouse: LoadedWarehouse, history: tuple[Load, ...]) -> None:
    """Sessions and revenue."""
    raw = [row for load in history for row in load.events]
    events = oracle.kept_events(raw, [row for load in history for row in load.rejected])
    expected = sorted((s[0]["visitor_id"], s[0]["event_at"], s[-1]["event_at"], len(s))
                      for s in oracle.sessions(events))  # fmt: skip
    found = warehouse.execute(
        "select visitor_id, started_at::varchar, ended_at::varchar, events from marts.fct_sessions"
    )
    assert sorted(tuple(row) for row in found) == expected
    orders = warehouse.execute("select order_id, revenue from marts.fct_orders where is_completed")
    assert {order_id: int(revenue) for order_id, revenue in orders} == oracle.revenue(events)


def scope_of(warehouse: LoadedWarehouse) -> set[Any]:
    """Visitor days of the last build."""
    rows = warehouse.execute(
        "select visitor_id, event_day::varchar from intermediate.int_rebuild_scope"
    )
    return {tuple(row) for row in rows}
