"""The report over a run of the same shape as the cycle, on an instance in memory."""

import dagster as dg
import pytest

from orchestration.cycle_report import report_of, stage_of
from orchestration.run_tags import DBT_ERROR_TAG, DBT_PASS_TAG, FAILED, SUCCEEDED

HOURS = dg.StaticPartitionsDefinition(["00", "01", "02"])


@dg.asset(key=["raw", "events"], partitions_def=HOURS)
def events():
    return dg.MaterializeResult(metadata={"rows": 7})


@dg.asset(key=["hot_tier", "site_daily"], deps=[events])
def site_daily():
    return dg.MaterializeResult(metadata={"exported_items": 3, "deleted_items": 1})


@dg.asset(key=["hot_tier", "product_daily"], deps=[events])
def product_daily():
    raise ValueError("the hot tier is away")


@dg.asset_check(asset=events)
def expectations():
    return dg.AssetCheckResult(passed=False, metadata={SUCCEEDED: 5, FAILED: 2})


@pytest.fixture
def report():
    defs = dg.Definitions(
        [events, site_daily, product_daily],
        asset_checks=[expectations],
        jobs=[dg.define_asset_job("cycle")],
    )
    with dg.DagsterInstance.ephemeral() as instance:
        result = defs.resolve_job_def("cycle").execute_in_process(
            instance=instance, raise_on_error=False, partition_key="01"
        )
        tags = {DBT_PASS_TAG: "40", DBT_ERROR_TAG: "1"}
        return report_of(instance.all_logs(result.run_id), tags, success=result.success)


def test_figures_come_from_their_own_events(report):
    assert (report.rows, report.exported_items, report.deleted_items) == (7, 3, 1)
    assert report.expectations == {"success": 5, "failed": 2}
    assert report.dbt == {"pass": 40, "error": 1}


def test_a_failed_step_fails_the_report_and_says_why(report):
    assert not report.success
    assert report.failures == ["hot_tier__product_daily: ValueError: the hot tier is away"]


def test_each_stage_that_ran_took_time(report):
    assert {stage for stage, seconds in report.stages.items() if seconds > 0} == {
        "load",
        "verify",
        "export",
    }


@pytest.mark.parametrize(
    ("step", "stage"),
    [
        ("raw__events", "load"),
        ("verify_raw", "verify"),
        ("raw__events_loaded_as_recorded", "verify"),
        ("models", "model"),
        ("hot_tier__site_daily", "export"),
    ],
)
def test_every_step_has_its_stage(step, stage):
    assert stage_of(step) == stage
