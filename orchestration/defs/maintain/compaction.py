"""`headwater compact` as a nightly job."""

from dataclasses import asdict

import dagster as dg

from orchestration.compacting.compactor import compact
from orchestration.compacting.settled import last_settled_hour
from orchestration.replaying.claims import now
from orchestration.resources.lake import LakeResource
from orchestration.resources.warehouse import WarehouseResource


@dg.op(
    out=dg.Out(dg.Nothing),
    retry_policy=dg.RetryPolicy(
        max_retries=2, delay=60, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.FULL
    ),
)
def compact_lake(
    context: dg.OpExecutionContext, warehouse: WarehouseResource, lake: LakeResource
) -> None:
    """Few files in the place of many; fails where a file is not what was loaded from it."""
    report = compact(
        warehouse.client(),
        lake.client(),
        last_settled_hour(now()),
        told=lambda load_hour, files: context.log.info(f"{load_hour}: {files} files became one"),
    )
    context.add_output_metadata(asdict(report))
    if report.refused:
        raise dg.Failure(
            "Files that are not what was loaded from them were left as they are.",
            metadata={"refused": report.refused},
            allow_retries=False,
        )


@dg.job(
    name="compact",
    executor_def=dg.in_process_executor,
    description="Few files in the place of the lake's many small ones; originals stay for a day.",
)
def compact_job() -> None:
    """What `headwater compact` does."""
    compact_lake()


nightly_compaction = dg.ScheduleDefinition(
    name="nightly_compaction",
    job=compact_job,
    cron_schedule="30 3 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="After the night's cycle that lists the whole lake.",
)
