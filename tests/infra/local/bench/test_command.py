"""A bench's bars: shown, written as they come, and what makes the command fail."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from infra.local.bench.bar import Bar, Unmeasured
from infra.local.bench.catalogue import BENCHES, find_bench
from infra.local.bench.command import list_benches, measure


@pytest.fixture
def shown() -> Console:
    return Console(file=io.StringIO(), width=120)


def text_of(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("op", "bar", "holds"),
    [(">=", 2, True), (">=", 2.1, False), ("<", 3, True), ("<", 2, False), ("==", 2, True)],
)
def test_when_a_bar_holds(op: str, bar: float, holds: bool) -> None:
    assert Bar("rows", 2, op, bar).holds is holds


def test_a_comparison_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="=> is no comparison"):
        Bar("rows", 2, "=>", 1)


@pytest.mark.parametrize(("second", "passes"), [(9.0, True), (11.0, False)])
def test_the_report_and_what_it_comes_to(
    tmp_path: Path, shown: Console, second: float, passes: bool
) -> None:
    report = tmp_path / "made" / "report.json"

    def bench(folder: Path, tell: Callable[[str], None]) -> Iterator[Bar]:
        assert folder.is_dir()
        tell("the first")
        yield Bar("rate", 2.00004, ">=", 1)
        assert len(json.loads(report.read_text())["bars"]) == 1
        yield Bar("overhead: ms", second, "<", 10)

    assert measure("made up", bench, report, shown) is passes
    written = json.loads(report.read_text())
    assert written["bench"] == "made up"
    assert written["machine"]["cores"] >= 1
    assert written["bars"] == [
        {"name": "rate", "value": 2.0, "op": ">=", "bar": 1, "holds": True},
        {"name": "overhead: ms", "value": second, "op": "<", "bar": 10, "holds": passes},
    ]
    assert ("falls short  overhead: ms" in text_of(shown)) is not passes


def test_what_is_not_measured_is_shown_and_is_no_bar(tmp_path: Path, shown: Console) -> None:
    report = tmp_path / "report.json"

    def bench(_: Path, __: Callable[[str], None]) -> Iterator[Bar | Unmeasured]:
        yield Unmeasured("share", "run it first")
        yield Bar("rate", 2, ">=", 1)

    assert measure("made up", bench, report, shown)
    assert [bar["name"] for bar in json.loads(report.read_text())["bars"]] == ["rate"]
    assert "not measured  share: run it first" in text_of(shown)


def test_every_bench_is_there_and_listed(shown: Console) -> None:
    list_benches(shown)
    for name in BENCHES:
        assert callable(find_bench(name))
        assert name in text_of(shown)
