"""The outcomes of dbt's adapter tests: written by their run, read by the bench.

They hold for the local Redshift, the tests and the packages that they were told for: a report of
other ones counts for nothing.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.house_rules import PROJECT
from infra.tree_hash import hash_tree

REPORT = PROJECT / ".headwater" / "adapter-tests.json"
MAKE_IT = "run `make test-adapter`"
_FOLDERS = ("infra/local/redshift", "tests/outside/dbt_adapter")
_PACKAGES = Path("requirements/dev.txt")


def hash_tested() -> str:
    """What the outcomes depend on, as it is now."""
    found = [file for folder in _FOLDERS for file in (PROJECT / folder).rglob("*.py")]
    return hash_tree([*sorted(file.relative_to(PROJECT) for file in found), _PACKAGES])


@dataclass
class AdapterReport:
    """Outcomes by test, "collected" where it has not run; reasons by the class left out."""

    tree: str = field(default_factory=hash_tested)
    outcomes: dict[str, str] = field(default_factory=dict)
    excluded: dict[str, str] = field(default_factory=dict)

    def count(self, outcome: str) -> int:
        """How many tests came out so."""
        return list(self.outcomes.values()).count(outcome)

    @property
    def share(self) -> float:
        """What passed of all that were collected: one that has not run has not passed."""
        return self.count("passed") / max(1, len(self.outcomes))


def read_report(file: Path = REPORT) -> AdapterReport | None:
    """The report of this tree; None where there is none, or one of another tree."""
    if not file.exists():
        return None
    told: dict[str, Any] = json.loads(file.read_text())
    tree = hash_tested()
    return AdapterReport(tree, told["outcomes"], told["excluded"]) if told["tree"] == tree else None


def write_report(report: AdapterReport, file: Path = REPORT) -> None:
    """Keep it, with its counts for whoever reads the file."""
    told = {
        "tree": report.tree,
        "collected": len(report.outcomes),
        **{outcome: report.count(outcome) for outcome in ("passed", "failed", "skipped")},
        "excluded": report.excluded,
        "outcomes": report.outcomes,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(told, indent=2) + "\n")
