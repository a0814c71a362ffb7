"""Redshift's own settings of a model: keys, backup, binding, query groups, source freshness."""

from pathlib import Path

import pytest
from dbt.tests.util import run_dbt

QUICK = {"TestKeys", "TestLateBindingView", "TestQueryGroup"}

KEYED = """{{{{ config(materialized='table', {}) }}}} select 1 as id, 'a' as letter"""
GROUP = """
{% macro check_group(expected) %}
  {% if execute %}
    {% set found = run_query("select current_setting('query_group') as g").rows[0]['g'] %}
    {% if found != expected %}{{ exceptions.raise_compiler_error(found) }}{% endif %}
  {% endif %}
{% endmacro %}
"""
SOURCES = """
sources:
  - name: seeds
    schema: "{{ target.schema }}"
    config:
      freshness: {error_after: {count: 1, period: day}}
    tables:
      - name: known_by_metadata
      - name: known_by_column
        config: {loaded_at_field: loaded_at}
"""


def read_ddl(model: str) -> str:
    """What dbt ran for a model."""
    return Path(f"target/run/test/models/{model}.sql").read_text().lower()


class TestKeys:
    """What svv_table_info tells of a table is what its model asked for."""

    asked = {
        "by_all": ("dist='all'", ("ALL", "AUTO(SORTKEY)")),
        "by_even": ("dist='even'", ("EVEN", "AUTO(SORTKEY)")),
        "by_auto": ("dist='auto'", ("AUTO(EVEN)", "AUTO(SORTKEY)")),
        "by_key": ("dist='id', sort='letter'", ("KEY(id)", "letter")),
        "by_compound": ("sort=['id', 'letter'], sort_type='compound'", ("AUTO(EVEN)", "id")),
        "by_interleaved": (
            "sort=['id', 'letter'], sort_type='interleaved'", ("AUTO(EVEN)", "INTERLEAVED")),
    }  # fmt: skip

    @pytest.fixture(scope="class")
    def models(self):
        return {f"{name}.sql": KEYED.format(config) for name, (config, _) in self.asked.items()}

    def test_keys_are_kept(self, project):
        run_dbt(["run"])
        rows = project.run_sql(
            'select "table", diststyle, sortkey1 from svv_table_info where "schema" = \'{schema}\'',
            fetch="all",
        )
        told = {name: (style, key) for name, style, key in rows}
        assert told == {name: expected for name, (_, expected) in self.asked.items()}


class TestBackup:
    @pytest.fixture(scope="class")
    def models(self):
        return {
            "no_backup.sql": KEYED.format("backup=False"),
            "backup.sql": KEYED.format("backup=True"),
            "default.sql": KEYED.format("tags=[]"),
            "view.sql": "{{ config(materialized='view', backup=True) }} select 1 as one",
            "no_backup_distributed.sql": KEYED.format("backup=False, dist='id'"),
            "no_backup_sorted.sql": KEYED.format("backup=False, sort='id'"),
        }

    def test_backup_no_is_told_before_the_keys(self, project):
        run_dbt(["run"])
        for model in ("backup", "default", "view"):
            assert "backup no" not in read_ddl(model)
        assert "backup no" in read_ddl("no_backup")
        for model, key in (("distributed", "diststyle key distkey"), ("sorted", "sortkey")):
            ddl = read_ddl(f"no_backup_{model}")
            assert -1 < ddl.find("backup no") < ddl.find(key)


class TestBackupOfProject:
    @pytest.fixture(scope="class")
    def project_config_update(self):
        return {"models": {"backup": False}}

    @pytest.fixture(scope="class")
    def models(self):
        return {"backup.sql": KEYED.format("backup=True"), "default.sql": KEYED.format("tags=[]")}

    def test_a_model_says_otherwise(self, project):
        run_dbt(["run"])
        assert "backup no" not in read_ddl("backup")
        assert "backup no" in read_ddl("default")


class TestLateBindingView:
    """It stays when its table goes."""

    @pytest.fixture(scope="class")
    def seeds(self):
        return {"people.csv": "id,name\n1,Larry\n"}

    @pytest.fixture(scope="class")
    def models(self):
        return {"late.sql": "{{ config(bind=False) }} select * from {{ ref('people') }}"}

    def test_table_is_dropped_and_comes_back(self, project):
        run_dbt(["seed"])
        run_dbt()
        project.run_sql("drop table {schema}.people cascade")
        assert len(run_dbt()) == 1
        run_dbt(["seed"])
        assert project.run_sql("select * from {schema}.late", fetch="all") == ([1, "Larry"],)


class TestLateBindingViewDatasharing(TestLateBindingView):
    profile = {"datasharing": True}


class TestQueryGroup:
    others = "default"

    @pytest.fixture(scope="class")
    def models(self):
        return {
            "grouped.sql": KEYED.format("query_group='of_model'"),
            "other.sql": KEYED.format("tags=[]"),
        }

    @pytest.fixture(scope="class")
    def macros(self):
        return {"check_group.sql": GROUP}

    @pytest.fixture(scope="class")
    def project_config_update(self):
        hooks = {"grouped": "of_model", "other": self.others}
        checks = {m: {"post-hook": f"{{{{ check_group('{g}') }}}}"} for m, g in hooks.items()}
        return {"models": {"test": checks}}

    def test_group_is_set(self, project):
        run_dbt(["run"])


class TestQueryGroupOfProfile(TestQueryGroup):
    others = "of_profile"
    profile = {"query_group": "of_profile"}


class TestFreshness:
    """By the last insert, which the system tables tell, and by a column."""

    @pytest.fixture(scope="class")
    def seeds(self):
        rows = "id,loaded_at\n1,2023-12-31 12:00:00\n"
        return {"known_by_metadata.csv": rows, "known_by_column.csv": rows}

    @pytest.fixture(scope="class")
    def models(self):
        return {"sources.yml": SOURCES}

    @pytest.mark.parametrize(
        ("table", "status"), [("known_by_metadata", "pass"), ("known_by_column", "error")]
    )
    def test_status(self, project, table, status):
        run_dbt(["seed"])
        arguments = ["source", "freshness", "--select", f"source:seeds.{table}"]
        results = run_dbt(arguments, expect_pass=status == "pass")
        assert [result.status for result in results] == [status]
