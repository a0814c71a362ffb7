"""Functions that dbt makes from its functions folder."""

import pytest
from dbt.tests.adapter.functions import files, test_udfs

QUICK = {"TestFunction"}

EXCLUDED = {
    "PythonUDFSupported": "dbt-redshift makes no Python function; PythonUDFNotSupported runs",
    "PythonUDFDefaultArgSupport": "dbt-redshift makes no Python function",
    "PythonUDFVolatilitySupport": "dbt-redshift makes no Python function",
    "PythonUDFWithPackagesSupported": "dbt-redshift makes no Python function",
    "BasicSQLUDAF, BasicPythonUDAF, PythonUDAFDefaultArgSupport": "Redshift: no aggregates",
    "PythonUDFEntryPointRequired, PythonUDFRuntimeVersionRequired": "of Python functions",
    "(Basic)JSUDF…, (Basic)JSAggregateUDF…": "Redshift has no functions in JavaScript",
}


class Doubled:
    """Redshift's SQL functions name their arguments by number."""

    schema_file = files.MY_UDF_YML

    @pytest.fixture(scope="class")
    def functions(self):
        return {
            "price_for_xlarge.sql": "SELECT $1 * 2",
            "price_for_xlarge.yml": self.schema_file,
        }


class TestFunction(Doubled, test_udfs.UDFsBasic):
    def check_function_volatility(self, sql: str):
        assert "VOLATILE" in sql


class TestFunctionDatasharing(TestFunction):
    profile = {"datasharing": True}


class TestDeterministic(Doubled, test_udfs.DeterministicUDF):
    pass


class TestStable(Doubled, test_udfs.StableUDF):
    pass


class TestNonDeterministic(Doubled, test_udfs.NonDeterministicUDF):
    pass


class TestUnsupportedType(Doubled, test_udfs.ErrorForUnsupportedType):
    pass


class TestPythonNotSupported(test_udfs.PythonUDFNotSupported):
    pass


class TestDefaultArguments(Doubled, test_udfs.SqlUDFDefaultArgSupport):
    schema_file = files.MY_UDF_WITH_DEFAULT_ARG_YML


class TestListed(Doubled, test_udfs.CanFindScalarFunctionRelation):
    pass
