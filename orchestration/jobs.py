"""What runs together. Every job runs in one process: imports cost more than the work of a step."""

import dagster as dg

from orchestration.run_tags import FULL_REFRESH_TAG, YES

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
FULL_REFRESH = dg.define_asset_job(
    "full_refresh",
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups("raw", "lake") - CONSERVATION,
    description="Every model built anew from the raw tables, verified and exported.",
    tags={FULL_REFRESH_TAG: YES},
    executor_def=dg.in_process_executor,
)
AUDIT = dg.define_asset_job(
    "audit",
    selection=CONSERVATION,
    description="The conservation law over the whole installation, by ids and by load hour.",
    executor_def=dg.in_process_executor,
)
