"""Contracts and constraints."""

import pytest
from dbt.tests.adapter.constraints import fixtures
from dbt.tests.adapter.constraints import test_constraints as constraints

QUICK = {"TestTableDefinition", "TestTableRollback"}

NOT_NULL = "Cannot insert a NULL value into column id"
EXPECTED = """
create table <model_identifier> (
    id integer not null primary key references <foreign_key_model_identifier> (id) unique,
    color text,
    date_day text
) ;
insert into <model_identifier>
(
    select id, color, date_day from
    (
        -- depends_on: <foreign_key_model_identifier>
        select 'blue' as color, 1 as id, '2019-01-01' as date_day
    ) as model_subq
) ;
"""
EXPECTED_OF_MODEL = """
create table <model_identifier> (
    id integer not null,
    color text,
    date_day text,
    primary key (id),
    constraint strange_uniqueness_requirement unique (color, date_day),
    foreign key (id) references <foreign_key_model_identifier> (id)
) ;
insert into <model_identifier>
(
    select id, color, date_day from
    (
        -- depends_on: <foreign_key_model_identifier>
        select 'blue' as color, 1 as id, '2019-01-01' as date_day
    ) as model_subq
) ;
"""
EXPECTED_QUOTED = """
create table <model_identifier> (
    id integer not null,
    "from" text not null,
    date_day text
) ;
insert into <model_identifier>
(
    select id, "from", date_day from
    (
        select 'blue' as "from", 1 as id, '2019-01-01' as date_day
    ) as model_subq
) ;
"""
HEADER = """
{{ config(materialized = "%s", on_schema_change = "append_new_columns") }}
{%% call set_sql_header(config) %%}
set query_group to 'of_header';
{%% endcall %%}
select current_setting('query_group') as column_name
"""


class RedshiftTypes:
    """No arrays and no JSON: SUPER has no type code that dbt can name."""

    @pytest.fixture
    def data_types(self, schema_int_type, int_type, string_type):
        return [
            ["1", schema_int_type, int_type],
            ["'1'", string_type, string_type],
            ["cast('2019-01-01' as date)", "date", "DATE"],
            ["true", "bool", "BOOL"],
            ["'2013-11-03 00:00:00-07'::timestamptz", "timestamptz", "TIMESTAMPTZ"],
            ["'2013-11-03 00:00:00-07'::timestamp", "timestamp", "TIMESTAMP"],
            ["'1'::numeric", "numeric", "NUMERIC"],
        ]


class TestTableColumnsEqual(RedshiftTypes, constraints.BaseTableConstraintsColumnsEqual):
    pass


class TestViewColumnsEqual(RedshiftTypes, constraints.BaseViewConstraintsColumnsEqual):
    pass


class TestIncrementalColumnsEqual(
    RedshiftTypes, constraints.BaseIncrementalConstraintsColumnsEqual
):
    pass


class TestTableDefinition(constraints.BaseConstraintsRuntimeDdlEnforcement):
    @pytest.fixture(scope="class")
    def expected_sql(self):
        return EXPECTED


class TestIncrementalDefinition(constraints.BaseIncrementalConstraintsRuntimeDdlEnforcement):
    @pytest.fixture(scope="class")
    def expected_sql(self):
        return EXPECTED


class TestModelDefinition(constraints.BaseModelConstraintsRuntimeEnforcement):
    @pytest.fixture(scope="class")
    def expected_sql(self):
        return EXPECTED_OF_MODEL


class TestQuotedColumn(constraints.BaseConstraintQuotedColumn):
    @pytest.fixture(scope="class")
    def expected_sql(self):
        return EXPECTED_QUOTED


class TestTableRollback(constraints.BaseConstraintsRollback):
    @pytest.fixture(scope="class")
    def expected_error_messages(self):
        return [NOT_NULL]


class TestIncrementalRollback(constraints.BaseIncrementalConstraintsRollback):
    @pytest.fixture(scope="class")
    def expected_error_messages(self):
        return [NOT_NULL]


class ContractWithHeader(constraints.BaseContractSqlHeader):
    """The query of a contract sees what its header sets; another time zone is not built here."""

    @pytest.fixture(scope="class")
    def models(self):
        return {
            "my_model_contract_sql_header.sql": HEADER % self.materialized,
            "constraints_schema.yml": fixtures.model_contract_header_schema_yml,
        }


class TestTableContractWithHeader(ContractWithHeader):
    materialized = "table"


class TestIncrementalContractWithHeader(ContractWithHeader):
    materialized = "incremental"


class TestIncrementalForeignKey(constraints.BaseIncrementalForeignKeyConstraint):
    pass
