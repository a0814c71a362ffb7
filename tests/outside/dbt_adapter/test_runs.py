"""dbt's commands and the ways of running models."""

import pytest
from dbt.tests.adapter.concurrency import test_concurrency
from dbt.tests.adapter.dbt_clone import test_dbt_clone
from dbt.tests.adapter.dbt_debug import test_dbt_debug
from dbt.tests.adapter.dbt_show import test_dbt_show
from dbt.tests.adapter.empty import test_empty
from dbt.tests.adapter.ephemeral import test_ephemeral
from dbt.tests.adapter.query_comment import test_query_comment
from dbt.tests.adapter.sample_mode import test_sample_mode
from dbt.tests.util import check_relations_equal, run_dbt, run_dbt_and_capture

QUICK = {"TestShowSqlHeader", "TestEmptyInlineSource", "TestSampleMode"}

EXCLUDED = {
    "BaseEphemeralNested": "compares SQL that names the database and module of dbt's own tests",
    "MetadataWithEmptyFlag (alter_column_type)": "a column that views may read is not renamed here",
    "MetadataWithEmptyFlag (add_remove_columns)": "nor dropped: dbt-redshift leaves it out too",
    "BaseTestEmptySeedFlag": "the locked dbt-core has no `seed --empty`",
    "BasePython…Tests, BasePySparkTests": "dbt-redshift runs no Python models",
    "concurrent transactions": "wait in a Python function, which is refused by its name",
    "TestRetryOnRelationOidNotFound": "wants a race of Redshift's own catalog to be lost",
    "IAM and identity centre": "the server knows users by their passwords; dbt_debug runs",
    "BaseClonePossible": "Redshift has no zero-copy clone; BaseCloneNotPossible runs instead",
    "BaseCloneSameSourceAndTarget": "wants a message of zero-copy clones, which Redshift has not",
}
SET_HEADER = """
{{ config(materialized='table') }}
{% call set_sql_header(config) %}
create temporary table variables as (select '89' as my_variable);
{% endcall %}
select my_variable from variables
"""
UPDATE = """
{% macro update_one() %}
  {% do run_query("update " ~ ref('one') ~ " set status = 'sent'") %}
{% endmacro %}
{% macro create_database() %}
  {% do run_query("create database another") %}
{% endmacro %}
"""
NOT_IN_A_BLOCK = "CREATE DATABASE cannot run inside a transaction block"


class TestConcurrency(test_concurrency.BaseConcurrency):
    pass


class TestEphemeralMulti(test_ephemeral.BaseEphemeralMulti):
    def test_ephemeral_multi(self, project):
        """Without the SQL that dbt's own test compares: it names that test's database."""
        run_dbt(["seed"])
        assert len(run_dbt(["run"])) == 3
        models = ["dependent", "double_dependent", "super_dependent"]
        check_relations_equal(project.adapter, ["seed", *models])


class TestEphemeralErrors(test_ephemeral.BaseEphemeralErrorHandling):
    pass


class TestDebug(test_dbt_debug.BaseDebugPostgres):
    pass


class TestDebugProfileVariable(test_dbt_debug.BaseDebugProfileVariable):
    pass


class TestDebugInvalidProject(test_dbt_debug.BaseDebugInvalidProjectPostgres):
    pass


class TestShowLimit(test_dbt_show.BaseShowLimit):
    pass


class TestShowSqlHeader(test_dbt_show.BaseShowSqlHeader):
    @pytest.fixture(scope="class")
    def models(self):
        return {"sql_header.sql": SET_HEADER}


class TestShowDoubleLimit(test_dbt_show.BaseShowDoesNotHandleDoubleLimit):
    pass


class TestEmpty(test_empty.BaseTestEmpty):
    pass


class TestEmptyInlineSource(test_empty.BaseTestEmptyInlineSourceRef):
    pass


class TestEmptyMetadata(test_empty.MetadataWithEmptyFlag):
    @pytest.mark.parametrize(
        "model",
        [
            "control",
            "get_columns_in_relation",
            "alter_relation_comment",
            "alter_column_comment",
            "truncate_relation",
        ],
    )
    def test_run(self, project, model):
        run_dbt(["run", "--empty", "--select", model])


class TestSampleMode(test_sample_mode.BaseSampleModeTest):
    pass


class CleanSchemas:
    reads_artifacts = True

    @pytest.fixture(autouse=True)
    def clean_up(self, project):
        yield
        with project.adapter.connection_named("__test"):
            for schema in (f"{project.test_schema}_seeds", project.test_schema):
                relation = project.adapter.Relation.create(database=project.database, schema=schema)
                project.adapter.drop_schema(relation)


class TestCloneNotPossible(CleanSchemas, test_dbt_clone.BaseCloneNotPossible):
    pass


class TestCloneSameTarget(CleanSchemas, test_dbt_clone.BaseCloneSameTargetAndState):
    pass


class TestQueryComment(test_query_comment.BaseQueryComments):
    pass


class TestQueryCommentMacro(test_query_comment.BaseMacroQueryComments):
    pass


class TestQueryCommentMacroArguments(test_query_comment.BaseMacroArgsQueryComments):
    pass


class TestQueryCommentInvalidMacro(test_query_comment.BaseMacroInvalidQueryComments):
    pass


class TestQueryCommentNull(test_query_comment.BaseNullQueryComments):
    pass


class TestQueryCommentEmpty(test_query_comment.BaseEmptyQueryComments):
    pass


class TestAutocommit:
    """dbt-redshift commits each statement of a macro, unless its profile says otherwise."""

    status = "sent"

    @pytest.fixture(scope="class")
    def macros(self):
        return {"macros.sql": UPDATE}

    @pytest.fixture(scope="class")
    def models(self):
        return {"one.sql": "{{ config(materialized='table') }} select 1 as id, 'pending' as status"}

    def test_update_is_there(self, project):
        run_dbt()
        run_dbt(["run-operation", "update_one"])
        _, shown = run_dbt_and_capture(["show", "--inline", "select * from {{ ref('one') }}"])
        assert f"1 | {self.status}" in shown

    def test_create_database_and_transaction_blocks(self, project):
        _, told = run_dbt_and_capture(["run-operation", "create_database"], expect_pass=False)
        assert (NOT_IN_A_BLOCK in told) == (self.status == "pending")


class TestAutocommitDeactivated(TestAutocommit):
    status = "pending"
    profile = {"autocommit": False}


class TestDropWithCascade:
    cascades = True

    @pytest.fixture(scope="class")
    def models(self):
        return {"seen.sql": "select 1 as id"}

    def test_view_is_dropped(self, project):
        run_dbt(["run"])
        _, logs = run_dbt_and_capture(["--debug", "run"])
        dropped = [line for line in logs.splitlines() if "drop view if exists" in line]
        assert dropped
        assert all(line.rstrip().endswith(" cascade") == self.cascades for line in dropped)


class TestDropWithoutCascade(TestDropWithCascade):
    cascades = False
    profile = {"drop_without_cascade": True}
