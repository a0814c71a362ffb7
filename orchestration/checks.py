"""Suites of expectations as asset checks: one operation a group, since each pays for set-up."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import dagster as dg

from expectations.connection import WarehouseConnection
from expectations.results import ExpectationResult, SuiteResult
from expectations.run import run_suites
from expectations.suite import Suite
from orchestration.resources.warehouse import WarehouseResource
from orchestration.run_tags import FAILED, SUCCEEDED

CHECK = "expectations"
Hours = Callable[[Mapping[str, str], WarehouseResource], Iterable[str]]


def key_of(suite: Suite) -> dg.AssetKey:
    """The asset that a suite checks: schema and table."""
    return dg.AssetKey(suite.relation.split("."))


def blocking_checks(
    name: str, suites: Sequence[Suite], hours: Hours | None = None
) -> dg.AssetChecksDefinition:
    """One check a suite; a failure stops what is downstream of the suite's asset.

    `hours` names the load hours to look at, from the run's tags; without it whole relations.
    """
    specs = [
        dg.AssetCheckSpec(CHECK, asset=key_of(suite), blocking=True, description=suite.name)
        for suite in suites
    ]

    @dg.multi_asset_check(name=name, specs=specs)
    def run_checks(
        context: dg.AssetCheckExecutionContext, warehouse: WarehouseResource
    ) -> Iterable[dg.AssetCheckResult]:
        chosen = list(hours(context.run.tags, warehouse)) if hours else []
        if hours and not chosen:
            results = [SuiteResult(suite.name, suite.relation, (), ()) for suite in suites]
        else:
            hours_of = dict.fromkeys(suites, chosen)
            results = run_suites(connection_of(warehouse), hours_of)
        for suite, result in zip(suites, results, strict=True):
            yield check_result(key_of(suite), result)

    return run_checks


def connection_of(warehouse: WarehouseResource) -> WarehouseConnection:
    """The same warehouse as SQLAlchemy reaches it."""
    return WarehouseConnection(
        host=warehouse.host,
        port=warehouse.port,
        database=warehouse.database,
        user=warehouse.user,
        password=warehouse.password,
        ssl=warehouse.ssl,
    )


def check_result(asset: dg.AssetKey, result: SuiteResult) -> dg.AssetCheckResult:
    """A suite's result as Dagster shows it: counts, and each failure with what it found."""
    failed = [_told(expectation) for expectation in result.failed]
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=CHECK,
        passed=result.success,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            SUCCEEDED: len(result.results) - len(failed),
            FAILED: len(failed),
            "load_hours": list(result.load_hours),
            "failures": failed,
        },
    )


def _told(result: ExpectationResult) -> dict[str, str | int]:
    return {
        "expectation": result.expectation,
        "observed": result.observed or "",
        "unexpected": result.unexpected_count,
        "sample": str(result.sample),
        "error": result.error or "",
        "sql": result.sql or "",
    }
