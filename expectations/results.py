"""What a run of a suite found, in plain objects."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ExpectationResult:
    """How one expectation went.

    `observed` is what was found where the expectation states it; `unexpected_count` and `sample`
    (at most 20) tell of the rows that broke it, `sql` finds them. `error` holds why it could not
    be evaluated, which counts as a failure.
    """

    expectation: str
    column: str | None
    success: bool
    observed: str | None = None
    unexpected_count: int = 0
    sample: tuple[Any, ...] = ()
    sql: str | None = None
    error: str | None = None


@dataclass(frozen=True)
class SuiteResult:
    """How a suite went on a relation, or on these load hours of it."""

    suite: str
    relation: str
    load_hours: tuple[str, ...]
    results: tuple[ExpectationResult, ...]

    @property
    def success(self) -> bool:
        """Every expectation holds."""
        return not self.failed

    @property
    def failed(self) -> tuple[ExpectationResult, ...]:
        """The expectations that do not hold, or could not be evaluated."""
        return tuple(result for result in self.results if not result.success)
