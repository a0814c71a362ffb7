"""What the tests of the local Redshift count: conformance cases, adapter tests that passed."""

import json
from collections.abc import Iterator

from infra.local.redshift import conformance
from infra.local.settings import PROJECT

# Written by the run of dbt's adapter tests in tests/outside.
ADAPTER_REPORT = PROJECT / ".headwater" / "adapter-tests.json"
ADAPTER_SHARE = 0.95


def count_cases() -> Iterator[tuple[str, int]]:
    """How many documented answers each area is held to."""
    yield from conformance.count_cases().items()


def count_adapter_tests() -> Iterator[tuple[str, float, str, float]]:
    """Name, value, comparison and bar of what the latest report tells; nothing without one."""
    if not ADAPTER_REPORT.exists():
        return
    report = json.loads(ADAPTER_REPORT.read_text())
    passed, failed = int(report["passed"]), int(report["failed"])
    yield "passed", passed, ">", 0
    yield "share that passes", passed / max(1, passed + failed), ">=", ADAPTER_SHARE
