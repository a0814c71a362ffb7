"""The dbt models and their tests: one invocation a run, since each pays for dbt's imports."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets

from orchestration.branching.production import publish_manifest
from orchestration.dbt import (
    PROJECT,
    TRANSLATOR,
    build_folder,
    counts_by_outcome,
    fingerprint,
    prepare_manifest,
)
from orchestration.lease import lease
from orchestration.resources.dbt import DbtResource
from orchestration.resources.lake import LakeResource
from orchestration.resources.warehouse import WarehouseResource
from orchestration.run_tags import DBT_ERROR_TAG, DBT_PASS_TAG, dbt_build
from orchestration.settings import read_settings
from orchestration.sql.ops_tables import MODEL_LEASE

prepare_manifest(PROJECT, read_settings())


# Unit tests are for whoever changes a model; raw tables are verified by load hour before this.
NOT_IN_A_CYCLE = "resource_type:unit_test source:*"


# No partitions: which visitor days a build makes anew is in intermediate.int_rebuild_scope.
@dbt_assets(
    manifest=PROJECT.manifest_path,
    project=PROJECT,
    dagster_dbt_translator=TRANSLATOR,
    exclude=NOT_IN_A_CYCLE,
    name="models",
)
def models(
    context: dg.AssetExecutionContext,
    dbt: DbtResource,
    warehouse: WarehouseResource,
    lake: LakeResource,
) -> Iterator[Any]:
    """Build every selected model, then its tests; a failed test stops what depends on it."""
    target = build_folder(read_settings())
    with lease(warehouse.client(), MODEL_LEASE):
        command = dbt_build(context.run.tags)
        invocation = dbt.cli(command, context=context, target_path=target, raise_on_error=False)
        yield from invocation.stream()
        results = invocation.get_artifact("run_results.json")["results"]
    counts = counts_by_outcome(results)
    tags = {DBT_PASS_TAG: str(counts["pass"]), DBT_ERROR_TAG: str(counts["error"])}
    context.instance.add_run_tags(context.run.run_id, tags)
    if not invocation.is_successful():
        raise dg.Failure("dbt build failed", metadata=counts)
    if not context.is_subset:
        built_from = fingerprint(PROJECT.project_dir, read_settings())
        publish_manifest(lake.client(), target / "manifest.json", built_from)
