"""Materialized views: made, refreshed, replaced, altered."""

import pytest
from dbt.adapters.contracts.relation import OnConfigurationChangeOption
from dbt.tests.adapter.materialized_view import basic, changes, files
from dbt.tests.adapter.materialized_view.files import MY_SEED
from dbt.tests.util import (
    assert_message_in_logs,
    get_model_file,
    run_dbt,
    run_dbt_and_capture,
    set_model_file,
)

QUICK = {"TestBackup"}

KEYED = """
{{ config(materialized='materialized_view', sort_type='compound', sort=['id'], dist='id',) }}
select * from {{ ref('my_seed') }}
"""


def query_kind(project, relation):
    """Whether a relation is a table, a view or a materialized view; None where there is none."""
    found = project.run_sql(
        f"""
        select 'table' from pg_tables
        where schemaname = '{relation.schema}' and tablename = '{relation.identifier}'
        union all
        select case when definition ilike '%create materialized view%'
                    then 'materialized_view' else 'view' end
        from pg_views
        where schemaname = '{relation.schema}' and viewname = '{relation.identifier}'
        """,
        fetch="all",
    )
    assert len(found) < 2
    return found[0][0] if found else None


def query_keys(project, relation):
    """Its distribution and the first column of its sort key."""
    return tuple(
        project.run_sql(
            f"""
            select diststyle, sortkey1 from svv_table_info
            where "table" ilike '{relation.identifier}' and "schema" ilike '{relation.schema}'
              and database ilike '{relation.database}'
            """,
            fetch="one",
        )
    )


def query_auto_refresh(project, relation):
    """Whether it is refreshed by itself."""
    return project.run_sql(
        f"""
        select autorefresh in ('t', '1') from stv_mv_info
        where trim(name) ilike '{relation.identifier}' and trim(schema) ilike '{relation.schema}'
          and trim(db_name) ilike '{relation.database}'
        """,
        fetch="one",
    )[0]


class Keyed:
    @pytest.fixture(scope="class", autouse=True)
    def models(self):
        return {
            "my_table.sql": files.MY_TABLE,
            "my_view.sql": files.MY_VIEW,
            "my_materialized_view.sql": KEYED,
        }

    query_relation_type = staticmethod(query_kind)


class TestBasic(Keyed, basic.MaterializedViewBasic):
    @staticmethod
    def insert_record(project, table, record):
        project.run_sql(f"insert into {table} (id, value) values ({record[0]}, {record[1]})")

    @staticmethod
    def refresh_materialized_view(project, materialized_view):
        project.run_sql(f"refresh materialized view {materialized_view}")

    @staticmethod
    def query_row_count(project, relation):
        return project.run_sql(f"select count(*) from {relation}", fetch="one")[0]


class TestBasicDatasharing(TestBasic):
    profile = {"datasharing": True}


class Changes(Keyed, changes.MaterializedViewChanges):
    """Automatic refresh is altered; keys are changed by making the view anew."""

    @staticmethod
    def check_start_state(project, materialized_view):
        assert query_auto_refresh(project, materialized_view) is False
        assert query_keys(project, materialized_view) == ("KEY(id)", "id")

    @staticmethod
    def change_config_via_alter(project, materialized_view, refreshed="True"):
        model = get_model_file(project, materialized_view)
        changed = model.replace("dist='id',", f"dist='id', auto_refresh={refreshed}")
        set_model_file(project, materialized_view, changed)

    @staticmethod
    def check_state_alter_change_is_applied(project, materialized_view):
        assert query_auto_refresh(project, materialized_view) is True

    @staticmethod
    def change_config_via_replace(project, materialized_view):
        model = get_model_file(project, materialized_view)
        changed = model.replace("dist='id',", "").replace("sort=['id']", "sort=['value']")
        set_model_file(project, materialized_view, changed)

    @staticmethod
    def check_state_replace_change_is_applied(project, materialized_view):
        assert query_keys(project, materialized_view) == ("EVEN", "value")


class TestApply(Changes, changes.MaterializedViewChangesApplyMixin):
    def test_change_as_text_is_applied_via_alter(self, project, my_materialized_view):
        self.change_config_via_alter(project, my_materialized_view, "'true'")
        _, logs = run_dbt_and_capture(["--debug", "run", "--models", my_materialized_view.name])
        self.check_state_alter_change_is_applied(project, my_materialized_view)
        assert_message_in_logs(f"Applying ALTER to: {my_materialized_view}", logs)
        assert_message_in_logs(f"Applying REPLACE to: {my_materialized_view}", logs, False)


class TestContinue(Changes, changes.MaterializedViewChangesContinueMixin):
    pass


class TestFail(Changes, changes.MaterializedViewChangesFailMixin):
    pass


class TestBackup:
    """A backup that a model turns off is no change of the view that is there."""

    @pytest.fixture(scope="class", autouse=True)
    def models(self):
        config = "{{ config(materialized='materialized_view', backup=False) }}"
        return {"my_materialized_view.sql": f"{config} select * from {{{{ ref('my_seed') }}}}"}

    @pytest.fixture(scope="class", autouse=True)
    def seeds(self):
        return {"my_seed.csv": MY_SEED}

    @pytest.fixture(scope="class")
    def project_config_update(self):
        return {"models": {"on_configuration_change": OnConfigurationChangeOption.Fail.value}}

    def test_second_run_changes_nothing(self, project):
        run_dbt(["seed"])
        for arguments in (["run", "--full-refresh"], ["run"]):
            results = run_dbt(arguments)
            assert results[0].node.config_call_dict["backup"] is False
