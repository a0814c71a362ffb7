"""The library's verdict on one expectation → a plain result."""

from collections.abc import Iterator, Mapping
from typing import Any

from expectations.results import ExpectationResult
from expectations.suite import Expectation

SHOWN = 20


def explain(expectation: Expectation, verdict: Any) -> ExpectationResult:
    """`verdict` is an ExpectationValidationResult that was asked for rows."""
    found: Mapping[str, Any] = verdict.result or {}
    rows = (found.get("details") or {}).get("unexpected_rows")
    sample = rows or found.get("partial_unexpected_index_list")
    sample = sample or found.get("partial_unexpected_list") or ()
    observed = found.get("observed_value")
    count = found.get("unexpected_count", observed if rows is not None else 0)
    return ExpectationResult(
        expectation=expectation.name,
        column=expectation.column,
        success=bool(verdict.success),
        observed=None if observed is None else str(observed),
        unexpected_count=int(count or 0),
        sample=tuple(sample[:SHOWN]),
        sql=found.get("unexpected_index_query")
        or verdict.expectation_config.kwargs.get("unexpected_rows_query"),
        error="; ".join(_errors(verdict.exception_info or {})) or None,
    )


def _errors(information: Mapping[str, Any]) -> Iterator[str]:
    """Messages of one exception, or of one for each metric: the library gives either."""
    if information.get("raised_exception"):
        yield str(information.get("exception_message"))
    for nested in information.values():
        if isinstance(nested, Mapping):
            yield from _errors(nested)
