"""What an incremental run learns of its own columns, and how it changes them."""

import re

import pytest
from dbt.adapters.base import Column
from dbt.adapters.redshift import RedshiftRelation
from dbt.tests.util import check_relations_equal, run_dbt, run_dbt_and_capture

EXCLUDED = {
    "ColumnsInRelation (of a literal's length)": "a view's character columns have 65535 bytes here",
}
QUICK = {"TestColumnsOfRelationDatasharing"}

QUOTED = """
{{{{ config(materialized='incremental', unique_key='id', on_schema_change='{change}') }}}}
with source as (
    select 1 as id, 'b' as "select", 11 as "with-dash"
    union all select 2, 'd', 22 union all select 3, 'f', 33 union all select 4, 'h', 44
)
{{% if is_incremental() %}}
select id, {later} from source where id not in (select id from {{{{ this }}}})
{{% else %}}
select id, "select" from source where id <= 2
{{% endif %}}
"""
TYPED = """
{{{{ config(materialized='incremental', unique_key='id', on_schema_change='sync_all_columns') }}}}
with source as (select 1 as id, {value} as held union all select 2, {value})
{{% if is_incremental() %}}
select id, held::{later} as held from source where id not in (select id from {{{{ this }}}})
{{% else %}}
select id, held::{first} as held from source
{{% endif %}}
"""
DESCRIBED = """
{{ config(materialized='incremental', unique_key='id', on_schema_change='sync_all_columns') }}
select * from (
    select 1 as id, 'a'::varchar(50) as name, 2.5::numeric(18,2) as price
    union all select 2, 'b'::varchar(50), 3.5::numeric(18,2)
)
{% if is_incremental() %} where id not in (select id from {{ this }}) {% endif %}
"""


class TestQuotedColumns:
    """A reserved word and a dash in the columns that come and go."""

    @pytest.fixture(scope="class")
    def models(self):
        wanted = (
            "{{ config(materialized='table') }} with source as (select 1 as id, "
            """'b' as "select", null::int as "with-dash" union all select 2, 'd', null """
            "union all select 3, 'f', 33 union all select 4, 'h', 44) select id, "
        )
        both = '"select", "with-dash"'
        return {
            "appended.sql": QUOTED.format(change="append_new_columns", later=both),
            "appended_wanted.sql": f"{wanted} {both} from source",
            "synced.sql": QUOTED.format(change="sync_all_columns", later='"with-dash"'),
            "synced_wanted.sql": f'{wanted} "with-dash" from source',
        }

    @pytest.mark.parametrize("model", ["appended", "synced"])
    def test_columns_follow_the_model(self, project, model):
        for _ in range(2):
            run_dbt(["run", "--select", model, f"{model}_wanted"])
        check_relations_equal(project.adapter, [model, f"{model}_wanted"])


class TestColumnTypes:
    """A wider VARCHAR and a wider integer."""

    @pytest.fixture(scope="class")
    def models(self):
        text = {"value": "'Ann'", "first": "varchar(20)", "later": "varchar(256)"}
        number = {"value": "100", "first": "integer", "later": "bigint"}
        return {
            "text.sql": TYPED.format(**text),
            "text_wanted.sql": "{{ config(materialized='table') }} "
            "select 1 as id, 'Ann'::varchar(256) as held union all select 2, 'Ann'::varchar(256)",
            "number.sql": TYPED.format(**number),
            "number_wanted.sql": "{{ config(materialized='table') }} "
            "select 1 as id, 100::bigint as held union all select 2, 100::bigint",
        }

    @pytest.mark.parametrize("model", ["text", "number"])
    def test_column_is_widened(self, project, model):
        for _ in range(2):
            run_dbt(["run", "--select", model, f"{model}_wanted"])
        check_relations_equal(project.adapter, [model, f"{model}_wanted"])


class TestColumnTypesWithoutTransactions(TestColumnTypes):
    """ALTER COLUMN … TYPE runs outside of a transaction."""

    @pytest.fixture(scope="class")
    def project_config_update(self):
        return {"flags": {"redshift_skip_autocommit_transaction_statements": True}}


class TestTemporaryRelation:
    """A temporary table and the table that it is merged into name their types alike."""

    @pytest.fixture(scope="class")
    def models(self):
        return {"described.sql": DESCRIBED}

    def test_no_type_is_seen_to_change(self, project):
        run_dbt(["run"])
        for _ in range(2):
            _, logs = run_dbt_and_capture(["--debug", "run"])
            assert "Schema changed: False" in logs
            assert "New column types: []" in logs
            assert re.search(r"create temporary table\s+\"?\w*__dbt_tmp\d+", logs)


class TestTemporaryRelationDatasharing(TestTemporaryRelation):
    profile = {"datasharing": True}


class TestColumnsOfRelation:
    """The columns of a bound view."""

    @pytest.fixture(scope="class")
    def models(self):
        return {"seen.sql": "select 1.23 as price, true as is_sold"}

    def test_types_have_their_sizes(self, project):
        run_dbt(["run"])
        relation = RedshiftRelation.create(
            database=project.database,
            schema=project.test_schema,
            identifier="seen",
            type=RedshiftRelation.View,
        )
        with project.adapter.connection_named("_test"):
            columns = project.adapter.get_columns_in_relation(relation)
        assert columns == [
            Column(column="price", dtype="numeric", numeric_precision=3, numeric_scale=2),
            Column(column="is_sold", dtype="boolean"),
        ]


class TestColumnsOfRelationDatasharing(TestColumnsOfRelation):
    profile = {"datasharing": True}
