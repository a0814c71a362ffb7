"""dbt's unit tests of models."""

import pytest
from dbt.artifacts.schemas.results import RunStatus
from dbt.tests.adapter.unit_testing import (
    test_case_insensitivity,
    test_invalid_input,
    test_quoted_reserved_word_column_names,
    test_types,
)
from dbt.tests.util import run_dbt

QUICK = {"TestNullsInRows"}

HEADER = """
unit_tests:
  - name: test_simple
    model: seen
"""
AS_ROWS = (
    HEADER
    + """
    given:
      - input: ref('base')
        rows:
          - {id: %(first)s, letter: a}
          - {id: , letter: b}
          - {id: , letter: c}
    expect:
      rows:
        - {id: %(first)s, letter: a}
        - {id: , letter: b}
        - {id: , letter: c}
"""
)
AS_CSV = (
    HEADER
    + """
    given:
      - input: ref('base')
        format: csv
        rows: |
          id,letter
          1,a
          ,b
    expect:
      format: csv
      rows: |
        id,letter
        1,a
        ,b
"""
)


class TestTypes(test_types.BaseUnitTestingTypes):
    """No array types: Redshift has SUPER for them."""

    @pytest.fixture
    def data_types(self):
        moment = "2013-11-03 00:00:00-0"
        document = '{"bar": "baz", "balance": 7.77, "active": false}'
        return [
            ["1", "1"],
            ["1.0", "1.0"],
            ["'1'", "1"],
            ["'1'::numeric", "1"],
            ["'string'", "string"],
            ["true", "true"],
            ["DATE '2020-01-02'", "2020-01-02"],
            [f"TIMESTAMP '{moment}'", moment],
            [f"TIMESTAMPTZ '{moment}'", moment],
            [f"JSON_PARSE('{document}')", f"'{document}'"],
        ]


class TestVarcharFixture(test_types.BaseUnitTestingVarcharFixtureNoTruncation):
    pass


class TestCaseInsensitivity(test_case_insensitivity.BaseUnitTestCaseInsensivity):
    pass


class TestInvalidInput(test_invalid_input.BaseUnitTestInvalidInput):
    pass


class TestReservedWords(
    test_quoted_reserved_word_column_names.BaseUnitTestQuotedReservedWordColumnNames
):
    pass


class WithNulls:
    @pytest.fixture(scope="class")
    def models(self):
        return {
            "base.sql": "{{ config(materialized='table') }} select 1 as id, 'a' as letter",
            "seen.sql": "select * from {{ ref('base') }}",
            "models.yml": self.unit_test,
        }


class TestNullsInRows(WithNulls):
    unit_test = AS_ROWS % {"first": "1"}

    def test_a_first_row_without_them_tells_the_types(self, project):
        run_dbt(["build"])


class TestNullsInCsv(WithNulls):
    unit_test = AS_CSV

    def test_a_first_row_without_them_tells_the_types(self, project):
        run_dbt(["build"])


class TestTooManyNulls(WithNulls):
    unit_test = AS_ROWS % {"first": ""}

    def test_no_row_tells_the_types(self, project):
        results = run_dbt(["build"], expect_pass=False)
        messages = [r.message for r in results if r.status == RunStatus.Error]
        assert "does not have any row free of null values" in messages[0]
