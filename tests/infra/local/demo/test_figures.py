"""What a demo reports, and when it counts as passed."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from infra.local.demo import accounts
from infra.local.demo.accounts import FIGURES, figures_before, own_figures
from infra.local.demo.figures import Figures
from infra.local.demo.remembered import Remembered

GOOD = Figures(
    **dict.fromkeys(FIGURES, 5),
    sent=5,
    answered_ok=5,
    dbt={"pass": 3, "error": 0},
    expectations={"success": 4, "failed": 0},
    exported_items=2,
    served_ok=True,
    stages={"send": 1.0},
    balanced=True,
)


def test_a_demo_passes_only_if_nothing_failed() -> None:
    assert GOOD.passed
    failing: list[dict[str, Any]] = [
        {"balanced": False},
        {"served_ok": False},
        {"answered_ok": 4},
        {"dbt": {"pass": 3, "error": 1}},
        {"expectations": {"success": 4, "failed": 1}},
    ]
    assert not any(replace(GOOD, **change).passed for change in failing)


def test_the_file_holds_every_figure(tmp_path: Path) -> None:
    GOOD.write(tmp_path / "new" / "demo.json")
    written = json.loads((tmp_path / "new" / "demo.json").read_text())
    assert written["dbt"] == {"pass": 3, "error": 0}
    assert Figures(**written) == GOOD


def test_own_figures_are_what_came_in_between() -> None:
    before = dict.fromkeys(FIGURES, 10)
    after = {name: 10 + place for place, name in enumerate(FIGURES)}
    assert own_figures(before, after) == {name: place for place, name in enumerate(FIGURES)}


class Account:
    """A balance as far as a demo reads it."""

    def __init__(self, figure: int, *, balanced: bool) -> None:
        self.balanced = balanced
        for name in FIGURES:
            setattr(self, name, figure)


NOWHERE: Any = None


def nothing_remembered(home: Path) -> Remembered:
    return Remembered(home / "accounts.json")


class Lake:
    def __init__(self, *files: str) -> None:
        self._files = files

    def files(self, kind: str) -> Any:
        return iter(self._files)


def test_events_of_before_are_settled_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    measured = iter([Account(7, balanced=False), Account(9, balanced=True)])
    monkeypatch.setattr(accounts, "measure_conservation", lambda lake, warehouse: next(measured))
    settled: list[bool] = []
    lake: Any = Lake("landed")
    found = figures_before(
        lake, NOWHERE, nothing_remembered(tmp_path), lambda: settled.append(True)
    )
    assert (settled, set(found.values())) == ([True], {9})


def test_an_untouched_installation_has_no_account_to_open(tmp_path: Path) -> None:
    lake: Any = Lake()
    settle = partial(pytest.fail, "nothing to settle")
    found = figures_before(lake, NOWHERE, nothing_remembered(tmp_path), settle)
    assert set(found.values()) == {0}
