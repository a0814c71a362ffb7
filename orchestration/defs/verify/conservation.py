"""The conservation law as checks: a cheap one in every cycle, the whole one in the audit."""

import dagster as dg

from orchestration.conservation.ledger import measure_conservation
from orchestration.conservation.warehouse_side import hours_off_the_ledger
from orchestration.resources.lake import LakeResource
from orchestration.resources.warehouse import WarehouseResource


@dg.asset_check(
    asset=["raw", "events"],
    blocking=True,
    additional_deps=[["raw", "rejected_events"]],
    description="Each load hour has the rows that the load ledger tells, in both raw tables.",
)
def loaded_as_recorded(warehouse: WarehouseResource) -> dg.AssetCheckResult:
    """Stops the models when rows appeared or vanished outside a load."""
    with warehouse.client().connect() as session:
        off = hours_off_the_ledger(session)
    return dg.AssetCheckResult(passed=not off, metadata={"hours_off": off})


@dg.asset_check(
    asset=["raw", "events"],
    name="conservation",
    additional_deps=[["marts", "fct_events"]],
    description="Every arrival has one outcome and is in the warehouse once: by ids, all sources.",
)
def conservation(warehouse: WarehouseResource, lake: LakeResource) -> dg.AssetCheckResult:
    """Reads the whole lake, so it belongs to the audit, not to the cycle."""
    balance = measure_conservation(lake.client(), warehouse.client())
    return dg.AssetCheckResult(
        passed=balance.balanced,
        metadata={
            "arrivals": balance.arrivals,
            "good": balance.good,
            "recovered": balance.recovered,
            "open_rejected": balance.open_rejected,
            "discarded": balance.discarded,
            "events": balance.events,
            "transport_duplicates": balance.transport_duplicates,
            "resent_duplicates": balance.resent_duplicates,
            "superseded_attempts": balance.superseded_attempts,
            "rows_unexplained": balance.rows_unexplained,
            **{name: found.count for name, found in balance.differences.items()},
        },
    )
