"""Composition root: the stages of the defs folder, the resources they share, one policy for all."""

import warnings

import dagster as dg

from orchestration import defs as stages_folder
from orchestration.dbt import PROJECT, dbt_command
from orchestration.jobs import AUDIT, CYCLE, FULL_REFRESH
from orchestration.resources.dbt import DbtResource
from orchestration.resources.hot_tier import HotTierResource
from orchestration.resources.lake import LakeResource
from orchestration.resources.raw_stream import RawStreamResource
from orchestration.resources.warehouse import warehouse_resource
from orchestration.run_history import keep_history_open
from orchestration.settings import Settings, read_settings

OWNERS = ["team:headwater"]


def pipeline(settings: Settings) -> dg.Definitions:
    """All definitions of an installation."""
    with warnings.catch_warnings():
        # Dagster marks these loaders and the backfill policy as young; the pinned version has them.
        warnings.simplefilter("ignore", dg.PreviewWarning)
        warnings.simplefilter("ignore", dg.BetaWarning)
        stages = dg.load_definitions_from_package_module(stages_folder)
        # Resources come first: mapping specs resolves the assets, which by then must find them.
        whole = dg.Definitions.merge(stages, shared(settings))
        return whole.map_resolved_asset_specs(func=with_policy)


def shared(settings: Settings) -> dg.Definitions:
    """What the stages have in common: resources, jobs, executor."""
    return dg.Definitions(
        resources={
            "warehouse": warehouse_resource(settings),
            "lake": LakeResource(
                bucket=settings.lake_bucket, personal_bucket=settings.personal_bucket
            ),
            "raw_stream": RawStreamResource(stream_name=settings.raw_stream),
            "hot_tier": HotTierResource(table_name=settings.hot_tier_table),
            "dbt": DbtResource(project_dir=str(PROJECT.project_dir), dbt_executable=dbt_command()),
        },
        jobs=[CYCLE, FULL_REFRESH, AUDIT],
        executor=dg.in_process_executor,
    )


def with_policy(spec: dg.AssetSpec) -> dg.AssetSpec:
    """What every asset bears: an owner, and its layer as a tag for search in the UI."""
    layer = spec.key.path[0]
    return spec.replace_attributes(
        owners=[*spec.owners, *OWNERS], tags={**spec.tags, "headwater/layer": layer}
    )


keep_history_open()
defs = pipeline(read_settings())
