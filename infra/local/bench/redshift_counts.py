"""What the tests of the local Redshift count: conformance cases, adapter tests that passed."""

from collections.abc import Iterator
from pathlib import Path

from infra.local.bench.adapter_report import MAKE_IT, REPORT, read_report
from infra.local.bench.bar import Bar, Unmeasured
from infra.local.redshift import conformance

ADAPTER_SHARE = 0.95


def count_cases() -> Iterator[tuple[str, int]]:
    """How many documented answers each area is held to."""
    yield from conformance.count_cases().items()


def count_adapter_tests(file: Path = REPORT) -> Iterator[Bar | Unmeasured]:
    """What the report of this tree tells, or how to make one."""
    report = read_report(file)
    if report is None:
        yield Unmeasured("adapter tests: share that passes", MAKE_IT)
        return
    yield Bar("adapter tests: passed", report.count("passed"), ">", 0)
    yield Bar(
        "adapter tests: share of those collected that passes", report.share, ">=", ADAPTER_SHARE
    )
