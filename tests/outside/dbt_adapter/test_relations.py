"""Names, kinds and the cache of relations, and how they replace each other."""

import pytest
from dbt.tests.adapter.aliases import test_aliases
from dbt.tests.adapter.caching import test_caching
from dbt.tests.adapter.column_types import test_column_types
from dbt.tests.adapter.relations import test_changing_relation_type, test_dropping_schema_named
from dbt.tests.adapter.simple_copy import test_copy_uppercase, test_simple_copy
from dbt.tests.util import run_dbt

QUICK = {"TestListRelationsDatasharing", "TestListSchemas"}

EXCLUDED = {
    "cross_database, datashare_consumer": "need two databases, or a cluster that shares its own",
    "hyphenated_database": "needs a second database of that name",
    "iceberg": "needs external tables",
    "BaseSameAliasDifferentDatabases": "needs two databases; one file holds one",
}
IS_TYPE = """
models:
  - name: model
    data_tests:
      - is_type:
          column_map:
            smallint_col: ['integer', 'number']
            bigint_col: ['integer', 'number']
            integer_col: ['integer', 'number']
            real_col: ['float', 'number']
            double_col: ['float', 'number']
            numeric_col: ['numeric', 'number']
            varchar_col: ['string', 'not number']
            text_col: ['string', 'not number']
"""
TYPED = """
select 1::smallint as smallint_col, 3::int8 as bigint_col, 7::integer as integer_col,
       8.0::float4 as real_col, 12.0::double precision as double_col,
       13.0::decimal as numeric_col, '15'::varchar(20) as varchar_col, '16'::text as text_col
"""


class TestAliases(test_aliases.BaseAliases):
    pass


class TestAliasErrors(test_aliases.BaseAliasErrors):
    pass


class TestSameAliasDifferentSchemas(test_aliases.BaseSameAliasDifferentSchemas):
    pass


class TestCachingLowercase(test_caching.BaseCachingLowercaseModel):
    pass


class TestCachingUppercase(test_caching.BaseCachingUppercaseModel):
    pass


class TestCachingSelectedSchema(test_caching.BaseCachingSelectedSchemaOnly):
    pass


class TestCachingNone(test_caching.BaseNoPopulateCache):
    pass


class TestColumnTypes(test_column_types.BaseColumnTypes):
    @pytest.fixture(scope="class")
    def models(self):
        return {"model.sql": TYPED, "models.yml": IS_TYPE}

    def test_run_and_test(self, project):
        self.run_and_test()


class TestChangingType(test_changing_relation_type.BaseChangeRelationTypeValidator):
    pass


class TestDropSchemaNamed(test_dropping_schema_named.BaseDropSchemaNamed):
    pass


class TestDropSchemaNamedDatasharing(test_dropping_schema_named.BaseDropSchemaNamed):
    profile = {"datasharing": True}


class TestSimpleCopy(test_simple_copy.SimpleCopyBase):
    pass


class TestSimpleCopyUppercase(test_copy_uppercase.BaseSimpleCopyUppercase):
    @pytest.fixture(scope="class")
    def dbt_profile_target(self, dbt_profile_target):
        return dbt_profile_target


class TestEmptyModelsAreNotRun(test_simple_copy.EmptyModelsArentRunBase):
    pass


class TestListRelations:
    """Each with its kind."""

    @pytest.fixture(scope="class")
    def models(self):
        return {
            "stored.sql": "{{ config(materialized='table') }} select 1 as id",
            "seen.sql": "{{ config(bind=True) }} select * from {{ ref('stored') }}",
            "late.sql": "{{ config(bind=False) }} select * from {{ ref('stored') }}",
            "kept.sql": "{{ config(materialized='materialized_view') }} "
            "select * from {{ ref('stored') }}",
        }

    def test_kinds(self, project):
        run_dbt(["run"])
        with project.adapter.connection_named("_test"):
            schema = project.adapter.Relation.create(
                database=project.database, schema=project.test_schema
            )
            found = project.adapter.list_relations_without_caching(schema)
        kinds = {relation.identifier: str(relation.type) for relation in found}
        expected = {"stored": "table", "seen": "view", "late": "view", "kept": "materialized_view"}
        assert {name: kinds[name] for name in expected} == expected


class TestListRelationsDatasharing(TestListRelations):
    profile = {"datasharing": True}


class TestListSchemas:
    def test_schema_is_there(self, project):
        run_dbt(["run"])
        with project.adapter.connection_named("_test"):
            adapter, database = project.adapter, project.database
            assert project.test_schema in adapter.list_schemas(database)
            assert adapter.check_schema_exists(database, project.test_schema)
            assert not adapter.check_schema_exists(database, "a_schema_that_is_not_there")


class TestListSchemasDatasharing(TestListSchemas):
    profile = {"datasharing": True}


class TestNames:
    """A name has at most 127 bytes."""

    long = "a" * 127

    @pytest.fixture(scope="class")
    def models(self):
        model = "{{ config(materialized='%s', unique_key='id') }} select 1 as id"
        return {
            f"{'a' * 51}.sql": model % "incremental",
            f"{self.long}.sql": model % "table",
            f"{self.long}b.sql": model % "table",
        }

    def test_longer_is_refused(self, project):
        for _ in range(2):
            results = run_dbt(["run"], expect_pass=False)
            told = {len(r.node.name): r for r in results}
            assert told[51].status == told[127].status == "success"
            assert "is longer than 127 characters" in told[128].message
