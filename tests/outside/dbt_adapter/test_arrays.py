"""dbt's macros of arrays, which are SUPER values."""

from dbt.tests.adapter.utils import test_array_append, test_array_concat, test_array_construct
from dbt.tests.util import get_relation_columns, run_dbt

QUICK: set[str] = set()

EXCLUDED = {
    "BaseArrayUtils.test_expected_actual (by EXCEPT)": "which SUPER values EXCEPT takes for equal "
    "is not documented: refused without a cast, and compared as text instead",
}


class AsText:
    """Contents and types; the package compares the arrays themselves, by EXCEPT."""

    def test_expected_actual(self, project):
        run_dbt(["build"])
        query = "select id, json_serialize(array_col) from {{schema}}.{} order by id"
        expected = project.run_sql(query.format("expected"), fetch="all")
        assert expected and project.run_sql(query.format("actual"), fetch="all") == expected
        types = [get_relation_columns(project.adapter, name) for name in ("expected", "actual")]
        self.assert_columns_equal(project, *types)


class TestArrayAppend(AsText, test_array_append.BaseArrayAppend):
    pass


class TestArrayConcat(AsText, test_array_concat.BaseArrayConcat):
    pass


class TestArrayConstruct(AsText, test_array_construct.BaseArrayConstruct):
    pass
