"""One cycle, now, in this process: what the schedule starts, for the command line and the demo."""

from collections.abc import Mapping
from types import MappingProxyType

import dagster as dg

from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.cycle_report import CycleReport, report_of
from orchestration.definitions import defs
from orchestration.jobs import CYCLE
from orchestration.loading.discovery import unloaded_hours
from orchestration.loading.tables import prepare_tables
from orchestration.partitions import LOAD_HOURS, outside, range_tags

# Resolved on import: whoever imports this beforehand pays for it then.
JOB = defs.resolve_job_def(CYCLE.name)


class HoursOutsidePartitions(ValueError):
    """Files wait in load hours before HEADWATER_LOAD_START or in the future."""


def hours_to_load(warehouse: Warehouse, lake: Lake) -> list[str]:
    """Load hours of the whole lake with files that the ledger does not hold.

    The current hour where there are none: a cycle without news still verifies, models, exports.
    """
    with warehouse.connect() as session:
        prepare_tables(session)
        hours = unloaded_hours(session, lake, full=True)
    known = LOAD_HOURS.get_partition_keys()
    if strays := outside(hours, known):
        raise HoursOutsidePartitions(f"no partition for load hours {strays}")
    return hours or [known[-1]]


def run_cycle(
    hours: list[str],
    instance: dg.DagsterInstance,
    run_id: str,
    asked: Mapping[str, str] = MappingProxyType({}),
) -> CycleReport:
    """Run the cycle over the hours from the first to the last; a failed run is a report too.

    `asked`: more tags of the run, see run_tags.
    """
    result = JOB.execute_in_process(
        instance=instance,
        run_id=run_id,
        tags={**range_tags(hours), **asked},
        run_config={"loggers": {"console": {"config": {"log_level": "ERROR"}}}},
        raise_on_error=False,
    )
    run = instance.get_run_by_id(run_id)
    tags = run.tags if run else {}
    return report_of(instance.all_logs(run_id), tags, success=result.success)
