"""The raw tables, loaded by hour from the lake."""

from collections.abc import Sequence

import dagster as dg

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS
from orchestration.loading.loader import LoadReport, Target, load_hours
from orchestration.loading.tables import prepare_tables
from orchestration.partitions import LOAD_HOURS
from orchestration.resources.lake import LakeResource
from orchestration.resources.warehouse import WarehouseResource


@dg.asset(
    key=["raw", EVENTS.name],
    deps=[["lake", "events"]],
    description=EVENTS.description,
    partitions_def=LOAD_HOURS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    kinds={"redshift"},
    group_name="raw",
)
def events(
    context: dg.AssetExecutionContext, warehouse: WarehouseResource, lake: LakeResource
) -> dg.MaterializeResult[None]:
    """Every file known for the partition's hours; again at any time, changing nothing."""
    target = Target(EVENTS, "events", warehouse.copy_role)
    return _materialize(context.partition_keys, warehouse, lake, target)


@dg.asset(
    key=["raw", REJECTED_EVENTS.name],
    deps=[["lake", "rejected"]],
    description=REJECTED_EVENTS.description,
    partitions_def=LOAD_HOURS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    kinds={"redshift"},
    group_name="raw",
)
def rejected_events(
    context: dg.AssetExecutionContext, warehouse: WarehouseResource, lake: LakeResource
) -> dg.MaterializeResult[None]:
    """Reasons and references of quarantined events; never their payload."""
    target = Target(REJECTED_EVENTS, "rejected", warehouse.copy_role)
    return _materialize(context.partition_keys, warehouse, lake, target)


def _materialize(
    hours: Sequence[str], warehouse: WarehouseResource, lake: LakeResource, target: Target
) -> dg.MaterializeResult[None]:
    client = warehouse.client()
    with client.connect() as session:
        prepared = prepare_tables(session)
    report = load_hours(client, lake.client(), target, hours)
    return dg.MaterializeResult(metadata={**load_metadata(report), "prepared": prepared})


def load_metadata(report: LoadReport) -> dict[str, int | float | list[str]]:
    """What a materialization tells of its load."""
    return {
        "rows": report.rows,
        "files": report.files,
        "bytes": report.bytes,
        "load_ids": list(report.load_ids),
        "seconds": round(report.seconds, 3),
    }
