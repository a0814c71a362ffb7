"""What runs together. Every job runs in one process: imports cost more than the work of a step."""

import dagster as dg

CONSERVATION = dg.AssetSelection.checks(
    dg.AssetCheckKey(dg.AssetKey(["raw", "events"]), "conservation")
)

CYCLE = dg.define_asset_job(
    "cycle",
    selection=dg.AssetSelection.all() - CONSERVATION,
    description="load → verify → model → verify → export, each stopped by a failure before it.",
    tags={"headwater/job": "cycle"},
    executor_def=dg.in_process_executor,
)
AUDIT = dg.define_asset_job(
    "audit",
    selection=CONSERVATION,
    description="The conservation law over the whole installation, by ids and by load hour.",
    executor_def=dg.in_process_executor,
)
