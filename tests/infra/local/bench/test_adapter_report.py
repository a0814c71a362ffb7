"""The report of the adapter tests holds for its own tree, and the bench says what it tells."""

from pathlib import Path

import pytest

from infra.local.bench import adapter_report
from infra.local.bench.adapter_report import AdapterReport, read_report, write_report
from infra.local.bench.bar import Bar, Unmeasured
from infra.local.bench.redshift_counts import count_adapter_tests

TESTS = {"a": "passed", "b": "passed", "c": "failed", "d": "collected"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "made" / "adapter-tests.json"


def test_what_has_not_run_has_not_passed(file: Path) -> None:
    write_report(AdapterReport(outcomes=TESTS, excluded={"BaseClonePossible": "no clone"}), file)
    assert read_report(file) == AdapterReport(
        outcomes=TESTS, excluded={"BaseClonePossible": "no clone"}
    )
    assert list(count_adapter_tests(file)) == [
        Bar("adapter tests: passed", 2, ">", 0),
        Bar("adapter tests: share of those collected that passes", 0.5, ">=", 0.95),
    ]


@pytest.mark.parametrize("changed", ["infra/local/redshift/server.py", "requirements/dev.txt"])
def test_another_tree_counts_for_nothing(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    for name in ("infra/local/redshift/server.py", "requirements/dev.txt", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(adapter_report, "PROJECT", tmp_path)
    monkeypatch.setattr("infra.tree_hash.PROJECT", tmp_path)
    write_report(AdapterReport(outcomes=TESTS), file)
    (tmp_path / "README.md").write_text("two")
    assert read_report(file) == AdapterReport(outcomes=TESTS)
    (tmp_path / changed).write_text("two")
    assert read_report(file) is None


def test_the_bench_says_how_to_make_one(file: Path) -> None:
    (missing,) = count_adapter_tests(file)
    assert isinstance(missing, Unmeasured)
    assert "make test-adapter" in missing.remedy
