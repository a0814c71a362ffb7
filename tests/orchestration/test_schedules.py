"""When the one trigger starts a cycle, over the local Redshift, a lake and a hot tier."""

from datetime import UTC, datetime

import dagster as dg
import pytest

from ingest_lambdas.contract.columns import EVENTS
from orchestration.exporting.incarnation import open_incarnation
from orchestration.interrupted_runs import close_interrupted_runs
from orchestration.loading.loader import Target, load_hours
from orchestration.partitions import hours_of_run
from orchestration.resources.hot_tier import HotTierResource
from orchestration.resources.lake import LakeResource
from orchestration.resources.warehouse import WarehouseResource
from orchestration.run_tags import dbt_build

HOUR, LATER = "2026-11-01-10", "2026-11-01-12"
DAYTIME = datetime(2026, 11, 1, 13, 0, tzinfo=UTC)
NIGHTLY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def instance():
    with dg.instance_for_test() as instance:
        yield instance


@pytest.fixture
def tick(definitions, instance, warehouse, lake, hot_tier):
    """What the schedule answers at a moment."""
    schedule = next(s for s in definitions.schedules if s.name == "cycle_schedule")
    resources = {
        "warehouse": WarehouseResource(
            host=warehouse.host,
            port=warehouse.port,
            database=warehouse.database,
            user=warehouse.user,
            password=warehouse.password,
            ssl=warehouse.ssl,
            copy_role="arn:aws:iam::000000000000:role/copy",
        ),
        "lake": LakeResource(bucket=lake.bucket, personal_bucket=lake.personal_bucket),
        "hot_tier": HotTierResource(table_name=hot_tier.table_name),
    }

    def answer(moment=DAYTIME):
        context = dg.build_schedule_context(
            instance=instance, scheduled_execution_time=moment, resources=resources
        )
        return schedule(context)

    return answer


@pytest.fixture
def load(warehouse, lake):
    target = Target(EVENTS, "events", "arn:aws:iam::000000000000:role/copy")
    return lambda: load_hours(warehouse, lake, target, [HOUR, LATER])


def test_an_installation_without_traffic_starts_nothing(tick):
    assert isinstance(tick(), dg.SkipReason)


def test_waiting_files_start_one_run_over_their_hours(tick, land, event, rejection):
    land("rejected", HOUR, [rejection(1)])
    land("events", LATER, [event(1)])
    assert hours_of_run(tick().tags) == (HOUR, LATER)


def test_nothing_new_starts_nothing_unless_the_hot_tier_came_up_empty(
    tick, land, event, load, hot_tier
):
    tick()  # makes the tables
    land("events", HOUR, [event(1)])
    load()
    assert isinstance(tick(), dg.RunRequest)
    open_incarnation(hot_tier, "2026-11-01T13:00:00.000Z")
    assert isinstance(tick(), dg.SkipReason)


def test_the_nightly_tick_finds_what_landed_long_ago(tick, land, event, load, hot_tier):
    tick()
    open_incarnation(hot_tier, "2026-11-01T13:00:00.000Z")
    land("events", LATER, [event(1)])
    load()
    land("events", "2026-09-01-00", [event(2)])
    assert isinstance(tick(), dg.SkipReason)
    found = tick(NIGHTLY).tags
    assert hours_of_run(found) == ("2026-09-01-00",) * 2
    assert "--vars" in dbt_build(found)


def test_the_nightly_tick_tests_everything_though_nothing_is_new(tick, land, event, load, hot_tier):
    tick()
    open_incarnation(hot_tier, "2026-11-01T13:00:00.000Z")
    land("events", HOUR, [event(1)])
    load()
    assert isinstance(tick(), dg.SkipReason)
    assert dbt_build(tick(NIGHTLY).tags) == ["build", "--vars", "{whole_tests: true}"]


def test_a_run_in_progress_holds_the_next_until_it_is_known_to_be_gone(
    tick, land, event, instance, definitions, monkeypatch
):
    land("events", HOUR, [event(1)])
    monkeypatch.setenv("HEADWATER_REDSHIFT_PASSWORD", "secret")
    instance.create_run_for_job(
        definitions.resolve_job_def("cycle"), status=dg.DagsterRunStatus.STARTED
    )
    assert isinstance(tick(), dg.SkipReason)
    assert close_interrupted_runs(instance) == 1
    assert isinstance(tick(), dg.RunRequest)


def test_files_outside_the_partitions_do_not_hold_up_the_others(tick, land, event):
    land("events", "1999-01-01-00", [event(1)])
    land("events", HOUR, [event(2)])
    assert hours_of_run(tick().tags) == (HOUR, HOUR)
