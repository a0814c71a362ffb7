"""Materializations, tests, snapshots and docs as every adapter must have them."""

import pytest
from dbt.adapters.redshift import RedshiftRelation
from dbt.tests.adapter.basic import (
    files,
    test_adapter_methods,
    test_base,
    test_empty,
    test_ephemeral,
    test_generic_tests,
    test_incremental,
    test_singular_tests,
    test_singular_tests_ephemeral,
    test_snapshot_check_cols,
    test_snapshot_timestamp,
    test_table_materialization,
    test_validate_connection,
)
from dbt.tests.util import run_dbt

QUICK = {"TestSingularTests", "TestEmpty"}

EXCLUDED = {
    "BaseGetCatalogForSingleRelation": "dbt-redshift has no get_catalog_for_single_relation",
}
# A seed's text column is as wide as its longest value: the snapshots write a longer one.
WIDE_NAMES = """
seeds:
  - name: added
    config:
      column_types:
        name: varchar(64)
"""


class TestSimpleMaterializations(test_base.BaseSimpleMaterializations):
    profile = {"retry_all": True}


class TestSingularTests(test_singular_tests.BaseSingularTests):
    pass


class TestSingularTestsEphemeral(test_singular_tests_ephemeral.BaseSingularTestsEphemeral):
    pass


class TestEmpty(test_empty.BaseEmpty):
    reads_artifacts = True


class TestEphemeral(test_ephemeral.BaseEphemeral):
    profile = {"retry_all": True}


class TestIncremental(test_incremental.BaseIncremental):
    profile = {"retry_all": True}


class TestIncrementalNotSchemaChange(test_incremental.BaseIncrementalNotSchemaChange):
    pass


class TestIncrementalBadStrategy(test_incremental.BaseIncrementalBadStrategy):
    pass


class TestGenericTests(test_generic_tests.BaseGenericTests):
    pass


class TestSnapshotCheckCols(test_snapshot_check_cols.BaseSnapshotCheckCols):
    @pytest.fixture(scope="class")
    def seeds(self):
        return {
            "base.csv": files.seeds_base_csv,
            "added.csv": files.seeds_added_csv,
            "seeds.yml": WIDE_NAMES,
        }


class TestSnapshotTimestamp(test_snapshot_timestamp.BaseSnapshotTimestamp):
    @pytest.fixture(scope="class")
    def seeds(self):
        return {
            "base.csv": files.seeds_base_csv,
            "newcolumns.csv": files.seeds_newcolumns_csv,
            "added.csv": files.seeds_added_csv,
            "seeds.yml": WIDE_NAMES,
        }


class TestTableMaterialization(test_table_materialization.BaseTableMaterialization):
    pass


class TestValidateConnection(test_validate_connection.BaseValidateConnection):
    pass


class TestAdapterMethod(test_adapter_methods.BaseAdapterMethod):
    pass


class TestViewRunsAgain:
    """A bound view is there, and its table with it, after each of two runs."""

    @pytest.fixture(scope="class")
    def models(self):
        return {
            "things.sql": "{{ config(materialized='table') }} select 1 as id",
            "seen.sql": "{{ config(bind=True) }} select * from {{ ref('things') }}",
        }

    def test_both_are_there_after_each_run(self, project):
        for _ in range(2):
            assert len(run_dbt(["run"])) == 2
            with project.adapter.connection_named("_test"):
                schema = project.adapter.Relation.create(
                    database=project.database, schema=project.test_schema
                )
                found = project.adapter.list_relations_without_caching(schema)
            types = {relation.identifier: relation.type for relation in found}
            assert types == {"things": RedshiftRelation.Table, "seen": RedshiftRelation.View}
