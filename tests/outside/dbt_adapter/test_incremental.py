"""Incremental models by every strategy."""

import re

import pytest
from dbt.context.providers import generate_runtime_model_context
from dbt.exceptions import DbtRuntimeError
from dbt.tests.adapter.basic import files, test_incremental
from dbt.tests.adapter.incremental import (
    test_incremental_merge_exclude_columns,
    test_incremental_microbatch,
    test_incremental_on_schema_change,
    test_incremental_predicates,
    test_incremental_unique_id,
)
from dbt.tests.util import get_manifest, run_dbt, run_dbt_and_capture, write_file

QUICK = {"TestMergeExcludeColumns", "TestMicrobatch", "TestStrategies"}

EXCLUDED = {
    "BaseIncrementalUniqueKey (merge)": "without a key dbt writes a MERGE of one WHEN clause, "
    "no syntax of Redshift's; not in dbt-redshift's own suite",
}

MICROBATCH = """
{{ config(materialized='incremental', incremental_strategy='microbatch',
          event_time='event_time', batch_size='day', begin='2020-01-01') }}
select * from {{ ref('input_model') }}
"""
DELETE_INSERT = """
{{ config(materialized='incremental', unique_key='id', incremental_strategy='delete+insert') }}
"""


class TestUniqueKey(test_incremental_unique_id.BaseIncrementalUniqueKey):
    pass


class TestUniqueKeyDeleteInsert(test_incremental_unique_id.BaseIncrementalUniqueKey):
    @pytest.fixture(scope="class")
    def project_config_update(self):
        return {"models": {"+incremental_strategy": "delete+insert"}}


class TestUniqueKeyDatasharing(test_incremental_unique_id.BaseIncrementalUniqueKey):
    profile = {"datasharing": True}


class TestOnSchemaChange(test_incremental_on_schema_change.BaseIncrementalOnSchemaChange):
    pass


class TestOnSchemaChangeDatasharing(
    test_incremental_on_schema_change.BaseIncrementalOnSchemaChange
):
    profile = {"datasharing": True}


class TestMergeExcludeColumns(test_incremental_merge_exclude_columns.BaseMergeExcludeColumns):
    pass


class TestPredicatesDeleteInsert(test_incremental_predicates.BaseIncrementalPredicates):
    pass


class TestShortPredicatesDeleteInsert(test_incremental_predicates.BaseIncrementalPredicates):
    @pytest.fixture(scope="class")
    def project_config_update(self):
        return {"models": {"+predicates": ["id != 2"], "+incremental_strategy": "delete+insert"}}


class TestPredicatesMerge(test_incremental_predicates.BaseIncrementalPredicates):
    @pytest.fixture(scope="class")
    def project_config_update(self):
        config = {"+incremental_predicates": ["dbt_internal_dest.id != 2"]}
        return {"models": {**config, "+incremental_strategy": "merge"}}


class TestMicrobatch(test_incremental_microbatch.BaseMicrobatch):
    """Redshift asks for no unique key here."""

    @pytest.fixture(scope="class")
    def microbatch_model_sql(self):
        return MICROBATCH

    @pytest.fixture(scope="class")
    def insert_two_rows_sql(self, project):
        return f"""
            insert into {project.test_schema}.input_model (id, event_time)
            values (4, '2020-01-04 00:00:00-0'), (5, '2020-01-05 00:00:00-0')
        """


class RowsAffected(test_incremental.BaseIncremental):
    """The rows that a merge or an insert tells are those that dbt reports."""

    def test_incremental(self, project):
        run_dbt(["seed"])
        run_dbt(["run", "--vars", "seed_name: base"])
        results = run_dbt(["run", "--vars", "seed_name: added"])
        assert results[0].adapter_response["rows_affected"] == 10


class TestRowsAffected(RowsAffected):
    pass


class TestRowsAffectedDeleteInsert(RowsAffected):
    @pytest.fixture(scope="class")
    def models(self):
        return {
            "incremental.sql": DELETE_INSERT + files.model_incremental,
            "schema.yml": files.schema_base_yml,
        }


class TestStrategies:
    @pytest.fixture(scope="class")
    def models(self):
        return {"one.sql": "select 1 as one"}

    def test_those_of_redshift_have_a_macro(self, project):
        run_dbt(["run"])
        manifest = get_manifest(project.project_root)
        context = generate_runtime_model_context(
            manifest.nodes["model.test.one"], project.adapter.config, manifest
        )
        for strategy in ("default", "append", "delete+insert", "merge", "microbatch"):
            assert project.adapter.get_incremental_strategy_macro(context, strategy)
        with pytest.raises(DbtRuntimeError, match="insert_overwrite"):
            project.adapter.get_incremental_strategy_macro(context, "insert_overwrite")


class TestDeleteInsertStatements:
    @pytest.fixture(scope="class")
    def models(self):
        return {
            "one.sql": "{{ config(materialized='incremental', unique_key='id') }} "
            "select 1 as id, 'a' as value"
        }

    def test_second_run_deletes_and_inserts(self, project):
        run_dbt(["run"])
        results, logs = run_dbt_and_capture(["--debug", "run"])
        assert len(results) == 1
        assert re.search(r"delete from\s[^;]+__dbt_tmp", logs)
        assert "insert into" in logs
        assert project.run_sql("select count(*) from {schema}.one", fetch="one")[0] == 1


class TestLaterRows:
    """The next run adds what its new condition selects, quoted text and times included."""

    @pytest.fixture(scope="class")
    def seeds(self):
        rows = [(1, "01"), (2, "01"), (3, "02"), (4, "02"), (5, "03")]
        return {"moments.csv": "id,at\n" + "".join(f"{n},2024-{m}-01\n" for n, m in rows)}

    @staticmethod
    def model(first, end):
        return (
            "{{ config(materialized='incremental') }} select * from {{ ref('moments') }} "
            f"where at::timestamptz >= '{first}'::timestamptz and at::timestamptz < '{end}'"
        )

    @pytest.fixture(scope="class")
    def models(self):
        return {"later.sql": self.model("2024-01-01", "2024-02-01")}

    def test_rows_are_added(self, project):
        run_dbt(["seed"])
        run_dbt(["run"])
        assert project.run_sql("select count(*) from {schema}.later", fetch="one")[0] == 2
        write_file(self.model("2024-02-01", "2024-03-01"), "models", "later.sql")
        run_dbt(["run"])
        assert project.run_sql("select count(*) from {schema}.later", fetch="one")[0] == 4
