"""What loads and builds write down about themselves and the models read: there for the lineage."""

import dagster as dg

from ingest_lambdas.contract.columns import Table
from orchestration.sql.ops_tables import (
    DAY_CLOSINGS,
    LOAD_LEDGER,
    MODEL_BUILDS,
    OPS_SCHEMA,
    TOUCHED_VISITOR_DAYS,
)

LOADED = (["raw", "events"], ["raw", "rejected_events"])


def _spec(table: Table, *deps: list[str]) -> dg.AssetSpec:
    return dg.AssetSpec(
        [OPS_SCHEMA, table.name],
        deps=deps,
        description=table.description,
        kinds={"redshift"},
        group_name="ops",
    )


OPS = [
    _spec(LOAD_LEDGER, *LOADED),
    _spec(TOUCHED_VISITOR_DAYS, *LOADED),
    _spec(MODEL_BUILDS),
    _spec(DAY_CLOSINGS),
]
