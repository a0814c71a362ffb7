"""What advertisements cost, which comes by command and not by a run."""

import dagster as dg

from ingest_lambdas.contract.ad_spend import AD_SPEND
from orchestration.sql.ops_tables import RAW_SCHEMA

SPEND = dg.AssetSpec(
    [RAW_SCHEMA, AD_SPEND.name],
    description=AD_SPEND.description,
    kinds={"redshift"},
    group_name="raw",
)
