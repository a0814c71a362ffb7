"""Runs suites with Great Expectations, in code, and returns plain results.

Great Expectations is imported on first use only: it takes many seconds.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from expectations.connection import WarehouseConnection
from expectations.results import ExpectationResult, SuiteResult
from expectations.suite import Expectation, Suite

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuite, ExpectationValidationResult
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.expectations.expectation import Expectation as LibraryExpectation

_END = " ;\n"
_LOAD_HOUR = re.compile(r"\d{4}-\d{2}-\d{2}-\d{2}")


def run_suite(
    connection: WarehouseConnection, suite: Suite, load_hours: Iterable[str] = ()
) -> SuiteResult:
    """Check a relation, or only the rows of these load hours (YYYY-MM-DD-HH).

    Raises ValueError for hours that are none or a suite that has no load hours, and
    UnreachableRelation where the relation cannot be read.
    """
    return run_suites(connection, {suite: load_hours})[0]


def run_suites(
    connection: WarehouseConnection, suites: Mapping[Suite, Iterable[str]]
) -> list[SuiteResult]:
    """Check several relations, each limited to its load hours, over one connection pool."""
    chosen = [(suite, _checked_hours(suite, load_hours)) for suite, load_hours in suites.items()]
    from expectations.datasource import open_datasource

    with open_datasource(connection) as datasource:
        return [
            SuiteResult(
                suite.name, suite.relation, hours, _results(datasource.batch(suite), suite, hours)
            )
            for suite, hours in chosen
        ]


def _checked_hours(suite: Suite, load_hours: Iterable[str]) -> tuple[str, ...]:
    """The hours sorted, once they are known to be safe inside a statement."""
    hours = tuple(sorted(set(load_hours)))
    if hours and suite.hour_column is None:
        raise ValueError(f"{suite.name} is not kept by load hour")
    for hour in hours:
        if not _LOAD_HOUR.fullmatch(hour):
            raise ValueError(f"not a load hour: {hour!r}")
    return hours


def _results(batch: "Batch", suite: Suite, hours: tuple[str, ...]) -> tuple[ExpectationResult, ...]:
    """All expectations in one go, then the rows behind those that failed."""
    from great_expectations.core import ExpectationSuite

    built = {one.name: _build(one, suite, hours) for one in suite.expectations}
    whole = ExpectationSuite(name=suite.name, expectations=list(built.values()))
    passed = _verdicts(batch, whole)
    return tuple(
        ExpectationResult(one.name, one.column, success=True)
        if passed[one.name]
        else _explain(batch, suite, hours, one, built[one.name])
        for one in suite.expectations
    )


def _build(expectation: Expectation, suite: Suite, hours: tuple[str, ...]) -> "LibraryExpectation":
    """The library's expectation, limited to the hours."""
    import great_expectations.expectations as library
    from great_expectations.expectations.row_conditions import Column

    arguments: dict[str, Any] = dict(expectation.arguments)
    kind = getattr(library, expectation.kind)
    if suite.hour_column and hours and "row_condition" in kind.__fields__:
        arguments["row_condition"] = Column(suite.hour_column).is_in(list(hours))
    elif hours and "unexpected_rows_query" in arguments:
        arguments["unexpected_rows_query"] = _limit_query(
            arguments["unexpected_rows_query"], _hours_condition(suite, hours)
        )
    built: LibraryExpectation = kind(**arguments, meta={"name": expectation.name})
    return built


def _hours_condition(suite: Suite, hours: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{hour}'" for hour in hours)
    return f"{suite.hour_column} in ({listed})"


def _limit_query(query: str, condition: str) -> str:
    return query.replace("{batch}", f"(select * from {{batch}} where {condition}) as checked")


def _verdicts(batch: "Batch", suite: "ExpectationSuite") -> Mapping[str, bool]:
    """Success by expectation's name. Asked for nothing more, the library bundles its queries."""
    found = batch.validate(suite, result_format="BOOLEAN_ONLY")
    return {_name(one): bool(one.success) for one in found.results}


def _name(verdict: "ExpectationValidationResult") -> str:
    assert verdict.expectation_config is not None and verdict.expectation_config.meta is not None
    return str(verdict.expectation_config.meta["name"])


def _explain(
    batch: "Batch",
    suite: Suite,
    hours: tuple[str, ...],
    expectation: Expectation,
    built: "LibraryExpectation",
) -> ExpectationResult:
    """Evaluate a failed expectation again, this time with what it found."""
    from expectations.explanation import explain

    # A query bounds its own rows; only this format hands them out.
    query = "unexpected_rows_query" in expectation.arguments
    wanted = {
        "result_format": "COMPLETE" if query else "SUMMARY",
        "unexpected_index_column_names": [suite.row_id] if suite.row_id and not query else [],
        "return_unexpected_index_query": not query,
    }
    result = explain(expectation, batch.validate(built, result_format=wanted))
    if hours and not query and result.sql:
        # The library leaves the row condition out of the query that it shows.
        limited = f"{result.sql.rstrip(_END)} AND {_hours_condition(suite, hours)}"
        return replace(result, sql=limited)
    return result
