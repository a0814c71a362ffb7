"""The ledger of loads, which the models read for how long an event took to get to the warehouse."""

import dagster as dg

from orchestration.sql.ops_tables import LOAD_LEDGER, OPS_SCHEMA

LEDGER = dg.AssetSpec(
    [OPS_SCHEMA, LOAD_LEDGER.name],
    deps=[["raw", "events"], ["raw", "rejected_events"]],
    description=LOAD_LEDGER.description,
    kinds={"redshift"},
    group_name="ops",
)
