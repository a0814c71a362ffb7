"""The raw tables, loaded by hour from the lake."""

import dagster as dg

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS
from ingest_lambdas.contract.lake_layout import LakeKind
from orchestration.jobs import CYCLE
from orchestration.loading.loader import LoadReport, load_hours
from orchestration.loading.reloading import hours_to_reload, reload_hours
from orchestration.loading.tables import prepare_tables
from orchestration.loading.targets import targets
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
    """Every file known for the partition's hours; again at any time, with the same result."""
    return _materialize(context, warehouse, lake, "events")


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
    return _materialize(context, warehouse, lake, "rejected")


def _materialize(
    context: dg.AssetExecutionContext,
    warehouse: WarehouseResource,
    lake: LakeResource,
    kind: LakeKind,
) -> dg.MaterializeResult[None]:
    """The cycle adds what is new. Whoever materializes partitions by hand has them replaced."""
    client, store, hours = warehouse.client(), lake.client(), sorted(context.partition_keys)
    target = targets(warehouse.copy_role)[kind]

    def told(report: LoadReport) -> None:
        context.log.info(f"{report.files} files, {report.rows} rows in {report.seconds:.1f} s")

    with client.connect() as session:
        prepared = prepare_tables(session)
    if context.run.job_name == CYCLE.name:
        report = load_hours(client, store, target, hours, told=told)
    else:
        with client.connect() as session:
            known = hours_to_reload(session, store, kind, hours[0], hours[-1])
        chosen = sorted({*known}.intersection(hours))
        report = reload_hours(client, store, target, chosen, told=told)
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
