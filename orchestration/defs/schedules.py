"""The one trigger: the cycle, when there is something to do."""

from collections.abc import Sequence

import dagster as dg

from ingest_lambdas.contract.lake_layout import load_hour_of
from orchestration.cycle_schedule import cycle_cron, is_nightly
from orchestration.exporting.incarnation import current_incarnation
from orchestration.interrupted_runs import runs_in_progress
from orchestration.jobs import CYCLE
from orchestration.loading.discovery import ledger_is_empty, unloaded_hours
from orchestration.loading.tables import prepare_tables
from orchestration.partitions import LOAD_HOURS, outside, range_tags
from orchestration.resources.hot_tier import HotTierResource
from orchestration.resources.lake import LakeResource
from orchestration.resources.warehouse import WarehouseResource
from orchestration.run_tags import WHOLE_TESTS_TAG, YES
from orchestration.settings import read_settings

CYCLE_SECONDS = read_settings().cycle_seconds


@dg.schedule(
    job=CYCLE,
    cron_schedule=cycle_cron(CYCLE_SECONDS),
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Runs a cycle where files wait or the hot tier came up empty; one at a time.",
)
def cycle_schedule(
    context: dg.ScheduleEvaluationContext,
    warehouse: WarehouseResource,
    lake: LakeResource,
    hot_tier: HotTierResource,
) -> dg.RunRequest | dg.SkipReason:
    """One run over the load hours with unloaded files. Once a night all is listed and tested."""
    if runs_in_progress(context.instance, CYCLE.name):
        return dg.SkipReason("A cycle is in progress.")
    tick = context.scheduled_execution_time
    with warehouse.client().connect() as session:
        prepare_tables(session)
        full = is_nightly(tick, CYCLE_SECONDS)
        hours = unloaded_hours(session, lake.client(), full=full)
        nothing_loaded = ledger_is_empty(session)
    hours = _partitioned(context, hours)
    if not hours and (nothing_loaded or (current_incarnation(hot_tier.client()) and not full)):
        return dg.SkipReason("Nothing new in the lake.")
    nightly = {WHOLE_TESTS_TAG: YES} if full else {}
    return dg.RunRequest(tags={**range_tags(hours or [load_hour_of(tick)]), **nightly})


def _partitioned(context: dg.ScheduleEvaluationContext, hours: Sequence[str]) -> list[str]:
    strays = outside(hours, LOAD_HOURS.get_partition_keys())
    if strays:
        context.log.error(f"Files of load hours outside the partitions are not loaded: {strays}")
    return [hour for hour in hours if hour not in strays]
