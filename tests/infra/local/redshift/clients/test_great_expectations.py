"""Every core expectation of Great Expectations over the local Redshift: once met, once not.

Those whose tests run are one suite, validated once; of each kind of metric one runs in every test
run (QUICK). What the library itself does not compute in SQL is named in UNBUILT.
"""

import inspect
import warnings
from collections.abc import Collection, Iterator
from typing import Any

import pytest

from infra.local.redshift.server import Server

QUICK = {
    "ExpectColumnPairValuesToBeEqual", "ExpectColumnQuantileValuesToBeBetween",
    "ExpectColumnValuesToBeOfType", "ExpectColumnValuesToMatchRegex",
    "ExpectCompoundColumnsToBeUnique", "ExpectTableRowCountToEqualOtherTable",
}  # fmt: skip
PASSWORD = "a-password-of-the-tests"
_NAMES = [
    "id", "grp", "qty", "other", "ratio", "price", "note", "code", "day", "seen", "ok",
]  # fmt: skip
_PAIRS = {"ignore_row_if": "neither"}
_RECORDS = {"ignore_row_if": "never"}
Arguments = dict[str, Any]

# The arguments with which an expectation is met, then those with which it is not, and the values
# that it then tells of (None where an expectation tells of none).
CASES: dict[str, tuple[Arguments, Arguments, list[Any] | None]] = {
    "ExpectColumnDistinctValuesToBeInSet": (
        {"column": "grp", "value_set": ["a", "b", "c"]},
        {"column": "grp", "value_set": ["a"]}, None),
    "ExpectColumnDistinctValuesToContainSet": (
        {"column": "grp", "value_set": ["a"]}, {"column": "grp", "value_set": ["c"]}, None),
    "ExpectColumnDistinctValuesToEqualSet": (
        {"column": "grp", "value_set": ["a", "b"]}, {"column": "grp", "value_set": ["a"]}, None),
    "ExpectColumnKLDivergenceToBeLessThan": (
        {"column": "grp", "partition_object": {"values": ["a", "b"], "weights": [0.4, 0.6]},
         "threshold": 0.1},
        {"column": "grp", "partition_object": {"values": ["a", "b"], "weights": [0.99, 0.01]},
         "threshold": 0.1}, None),
    "ExpectColumnMaxToBeBetween": (
        {"column": "qty", "min_value": 9, "max_value": 9}, {"column": "qty", "max_value": 8}, None),
    "ExpectColumnMeanToBeBetween": (
        {"column": "ratio", "min_value": 3.8, "max_value": 3.8},
        {"column": "ratio", "max_value": 3}, None),
    "ExpectColumnMedianToBeBetween": (
        {"column": "ratio", "min_value": 3, "max_value": 3},
        {"column": "ratio", "min_value": 4}, None),
    "ExpectColumnMinToBeBetween": (
        {"column": "day", "min_value": "2026-01-01", "max_value": "2026-01-01"},
        {"column": "qty", "min_value": 2}, None),
    "ExpectColumnMostCommonValueToBeInSet": (
        {"column": "grp", "value_set": ["b"]}, {"column": "grp", "value_set": ["a"]}, None),
    "ExpectColumnPairValuesAToBeGreaterThanB": (
        {"column_A": "qty", "column_B": "other", "or_equal": True, **_PAIRS},
        {"column_A": "qty", "column_B": "other", **_PAIRS}, [(1, 1), (2, 2), (4, 4)]),
    "ExpectColumnPairValuesToBeEqual": (
        {"column_A": "qty", "column_B": "id", "mostly": 0.8, **_PAIRS},
        {"column_A": "qty", "column_B": "other", **_PAIRS}, [(3, 2), (9, 5)]),
    "ExpectColumnPairValuesToBeInSet": (
        {"column_A": "grp", "column_B": "other", **_PAIRS,
         "value_pairs_set": [("a", 1), ("a", 2), ("b", 2), ("b", 4), ("b", 5)]},
        {"column_A": "grp", "column_B": "other", **_PAIRS,
         "value_pairs_set": [("a", 1), ("a", 2), ("b", 2), ("b", 4)]}, [("b", 5)]),
    "ExpectColumnProportionOfNonNullValuesToBeBetween": (
        {"column": "note", "min_value": 0.8, "max_value": 0.8},
        {"column": "note", "min_value": 0.9}, None),
    "ExpectColumnProportionOfUniqueValuesToBeBetween": (
        {"column": "id", "min_value": 1}, {"column": "grp", "min_value": 0.5}, None),
    "ExpectColumnQuantileValuesToBeBetween": (
        {"column": "qty", "quantile_ranges": {"quantiles": [0.5], "value_ranges": [[3, 3]]}},
        {"column": "qty", "quantile_ranges": {"quantiles": [0.5], "value_ranges": [[8, 9]]}}, None),
    "ExpectColumnStdevToBeBetween": (
        {"column": "ratio", "min_value": 3.1, "max_value": 3.2},
        {"column": "ratio", "max_value": 1}, None),
    "ExpectColumnSumToBeBetween": (
        {"column": "price", "min_value": 15, "max_value": 15},
        {"column": "price", "min_value": 16}, None),
    "ExpectColumnToExist": ({"column": "qty", "column_index": 2}, {"column": "gone"}, None),
    "ExpectColumnTypeToBe": (
        {"column": "price", "type_": "NUMERIC"}, {"column": "price", "type_": "INTEGER"}, None),
    "ExpectColumnUniqueValueCountToBeBetween": (
        {"column": "grp", "min_value": 2, "max_value": 2}, {"column": "grp", "min_value": 3}, None),
    "ExpectColumnValueLengthsToBeBetween": (
        {"column": "note", "min_value": 3, "max_value": 5},
        {"column": "note", "max_value": 4}, ["three"]),
    "ExpectColumnValueLengthsToEqual": (
        {"column": "grp", "value": 1}, {"column": "code", "value": 5}, ["xx"]),
    "ExpectColumnValueZScoresToBeLessThan": (
        {"column": "ratio", "threshold": 3, "double_sided": True},
        {"column": "ratio", "threshold": 1.5, "double_sided": True}, [9.0]),
    "ExpectColumnValuesToBeBetween": (
        {"column": "qty", "min_value": 1, "max_value": 9}, {"column": "qty", "max_value": 8}, [9]),
    "ExpectColumnValuesToBeInSet": (
        {"column": "grp", "value_set": ["a", "b"]},
        {"column": "grp", "value_set": ["b"]}, ["a", "a"]),
    "ExpectColumnValuesToBeInTypeList": (
        {"column": "qty", "type_list": ["INTEGER", "BIGINT"]},
        {"column": "qty", "type_list": ["VARCHAR"]}, None),
    "ExpectColumnValuesToBeNull": (
        {"column": "note", "mostly": 0.2}, {"column": "note"}, ["one", "two", "three", "four"]),
    "ExpectColumnValuesToBeOfType": (
        {"column": "note", "type_": "VARCHAR"}, {"column": "note", "type_": "INTEGER"}, None),
    "ExpectColumnValuesToBeUnique": ({"column": "id"}, {"column": "other"}, [2, 2]),
    "ExpectColumnValuesToMatchLikePattern": (
        {"column": "code", "like_pattern": "%-0%", "mostly": 0.8},
        {"column": "code", "like_pattern": "%-0%"}, ["xx"]),
    "ExpectColumnValuesToMatchLikePatternList": (
        {"column": "code", "like_pattern_list": ["A-%", "B-%", "x%"]},
        {"column": "code", "like_pattern_list": ["A-%", "B-%"]}, ["xx"]),
    "ExpectColumnValuesToMatchRegex": (
        {"column": "code", "regex": "^[A-Zx]"},
        {"column": "code", "regex": "^[AB]-[0-9]{3}$"}, ["xx"]),
    "ExpectColumnValuesToMatchRegexList": (
        {"column": "code", "regex_list": ["^A", "^B", "^x"], "match_on": "any"},
        {"column": "code", "regex_list": ["^A", "^B"], "match_on": "any"}, ["xx"]),
    "ExpectColumnValuesToNotBeInSet": (
        {"column": "grp", "value_set": ["c"]}, {"column": "qty", "value_set": [9]}, [9]),
    "ExpectColumnValuesToNotBeNull": ({"column": "id"}, {"column": "note"}, [None]),
    "ExpectColumnValuesToNotBeOutliers": (
        {"column": "ratio", "method": "iqr", "multiplier": 10},
        {"column": "ratio", "method": "iqr", "multiplier": 0.5}, [9.0]),
    "ExpectColumnValuesToNotMatchLikePattern": (
        {"column": "code", "like_pattern": "C-%"},
        {"column": "code", "like_pattern": "x%"}, ["xx"]),
    "ExpectColumnValuesToNotMatchLikePatternList": (
        {"column": "code", "like_pattern_list": ["C-%", "D-%"]},
        {"column": "code", "like_pattern_list": ["x%", "y%"]}, ["xx"]),
    "ExpectColumnValuesToNotMatchRegex": (
        {"column": "code", "regex": "^C"}, {"column": "code", "regex": "^x+$"}, ["xx"]),
    "ExpectColumnValuesToNotMatchRegexList": (
        {"column": "code", "regex_list": ["^C", "^D"]},
        {"column": "code", "regex_list": ["^x", "^y"]}, ["xx"]),
    "ExpectCompoundColumnsToBeUnique": (
        {"column_list": ["grp", "id"], **_RECORDS}, {"column_list": ["grp", "ok"], **_RECORDS},
        [{"grp": "a", "ok": True}, {"grp": "a", "ok": True}]),
    "ExpectMulticolumnSumToEqual": (
        {"column_list": ["qty", "other"], "sum_total": 4, "mostly": 0.2, **_RECORDS},
        {"column_list": ["id", "qty"], "sum_total": 4, "mostly": 0.9, **_RECORDS},
        [{"id": 1, "qty": 1}, {"id": 3, "qty": 3}, {"id": 4, "qty": 4}, {"id": 5, "qty": 9}]),
    "ExpectMulticolumnValuesToBeEqual": (
        {"column_list": ["id", "other"], "mostly": 0.8, **_RECORDS},
        {"column_list": ["id", "qty", "other"], **_RECORDS},
        [{"id": 3, "qty": 3, "other": 2}, {"id": 5, "qty": 9, "other": 5}]),
    "ExpectQueryResultsToMatchComparison": (
        {"base_query": "select max(qty) from checked", "comparison_data_source_name": "local",
         "comparison_query": "select 9"},
        {"base_query": "select max(qty) from checked", "comparison_data_source_name": "local",
         "comparison_query": "select 8"}, None),
    "ExpectSelectColumnValuesToBeUniqueWithinRecord": (
        {"column_list": ["qty", "price"], "mostly": 0.2, **_RECORDS},
        {"column_list": ["qty", "other"], **_RECORDS},
        [{"qty": 1, "other": 1}, {"qty": 2, "other": 2}, {"qty": 4, "other": 4}]),
    "ExpectTableColumnCountToBeBetween": (
        {"min_value": 11, "max_value": 11}, {"max_value": 3}, None),
    "ExpectTableColumnCountToEqual": ({"value": 11}, {"value": 10}, None),
    "ExpectTableColumnsToMatchOrderedList": (
        {"column_list": _NAMES}, {"column_list": _NAMES[::-1]}, None),
    "ExpectTableColumnsToMatchSet": ({"column_set": _NAMES}, {"column_set": ["id"]}, None),
    "ExpectTableRowCountToBeBetween": ({"min_value": 5, "max_value": 5}, {"min_value": 6}, None),
    "ExpectTableRowCountToEqual": ({"value": 5}, {"value": 4}, None),
    "ExpectTableRowCountToEqualOtherTable": (
        {"other_table_name": "likewise"}, {"other_table_name": "fewer"}, None),
    "UnexpectedRowsExpectation": (
        {"unexpected_rows_query": "select * from {batch} where qty > 9"},
        {"unexpected_rows_query": "select id from {batch} where qty > 8"}, None),
}  # fmt: skip

# What Great Expectations 1.24 itself does not compute in SQL, whatever the database.
UNBUILT: dict[str, Arguments] = {
    "ExpectColumnValuesToBeDateutilParseable": {"column": "note"},
    "ExpectColumnValuesToBeDecreasing": {"column": "qty"},
    "ExpectColumnValuesToBeIncreasing": {"column": "qty"},
    "ExpectColumnValuesToBeJsonParseable": {"column": "note"},
    "ExpectColumnValuesToMatchJsonSchema": {"column": "note", "json_schema": {}},
    "ExpectColumnValuesToMatchStrftimeFormat": {"column": "note", "strftime_format": "%Y"},
}


def each(names: Collection[str]) -> list[Any]:
    """A parameter for each, slow but for those of QUICK."""
    marks = {name: () if name in QUICK else (pytest.mark.slow,) for name in sorted(names)}
    return [pytest.param(name, marks=marks[name]) for name in marks]


@pytest.fixture(scope="module")
def results(
    redshift: Server, checked: None, request: pytest.FixtureRequest
) -> Iterator[dict[tuple[str, bool], Any]]:
    """What each expectation whose tests run answers, by its name and whether it should be met."""
    items = [item for item in request.session.items if item.path == request.path]
    asked = {item.callspec.params["name"] for item in items if hasattr(item, "callspec")}
    # What the library raises about itself and its own libraries is not this test's.
    with warnings.catch_warnings(action="ignore"):
        yield validate(redshift.port, asked)


def validate(port: int, names: Collection[str]) -> dict[tuple[str, bool], Any]:
    """These expectations in one suite."""
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    url = f"redshift+psycopg2://tester:{PASSWORD}@127.0.0.1:{port}/shop?sslmode=prefer"
    source = context.data_sources.add_sql(name="local", connection_string=url)
    batch = source.add_table_asset(name="checked", table_name="checked").add_batch_definition("all")
    suite = context.suites.add(gx.ExpectationSuite(name="all"))
    for name in names:
        make = getattr(gx.expectations, name)
        both = CASES[name][:2] if name in CASES else (UNBUILT[name],)
        for good, arguments in zip((True, False), both, strict=False):
            suite.add_expectation(make(meta={"case": [name, good]}, **arguments))
    checked = batch.get_batch().validate(suite, result_format="COMPLETE")
    source.get_execution_engine().close()
    source.get_engine().dispose()
    return {tuple(r.expectation_config.meta["case"]): r for r in checked.results}


def test_no_expectation_is_left_out() -> None:
    """All that the library has made; one of its classes lacks a metric, and cannot be made."""
    with warnings.catch_warnings(action="ignore"):
        from great_expectations.expectations import core
        from great_expectations.expectations.expectation import Expectation

    classes = [
        c for _, c in inspect.getmembers(core, inspect.isclass) if issubclass(c, Expectation)
    ]
    assert {c.__name__ for c in classes if not c.is_abstract()} == CASES.keys() | UNBUILT.keys()
    assert {c.__name__ for c in classes if c.is_abstract()} == {"ExpectMulticolumnValuesToBeUnique"}


@pytest.mark.parametrize("name", each(UNBUILT))
def test_what_the_library_does_not_compute(results: dict[tuple[str, bool], Any], name: str) -> None:
    found = str(results[name, True].exception_info)
    assert "SqlAlchemyExecutionEngine" in found


@pytest.mark.parametrize("good", [True, False], ids=["met", "unmet"])
@pytest.mark.parametrize("name", each(CASES))
def test_expectation(results: dict[tuple[str, bool], Any], name: str, good: bool) -> None:
    found = results[name, good]
    assert not found.exception_info.get("raised_exception"), found.exception_info
    assert bool(found.success) is good, found.result
    unexpected = CASES[name][2]
    if not good and unexpected is not None:
        assert found.result["unexpected_count"] == len(unexpected)
        assert sorted(map(repr, found.result["unexpected_list"])) == sorted(map(repr, unexpected))
