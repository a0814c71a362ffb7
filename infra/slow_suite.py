"""A pytest plugin for the slow tests: how long they may take, and going on where a run stopped.

With `--resume` a slow test that has passed on the very tree that is checked out is not run again.
"""

from typing import Any

import pytest

from infra.house_rules import tracked_files
from infra.tree_hash import hash_tree

_KEY = "slow_suite/passed"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two options."""
    group = parser.getgroup("slow tests")
    group.addoption(
        "--resume", action="store_true", help="pass over what has passed on this tree before"
    )
    group.addoption(
        "--stress-seconds",
        type=float,
        default=600,
        help="how long each stress, fuzz and kill test goes on (default: %(default)s)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Remember only where it was asked for."""
    if config.getoption("--resume"):
        config.pluginmanager.register(Remembered(config), "slow suite that resumes")


@pytest.fixture(scope="session")
def stress_seconds(request: pytest.FixtureRequest) -> float:
    """How long a test that could go on for ever goes on."""
    seconds: float = request.config.getoption("--stress-seconds")
    return seconds


class Remembered:
    """What has passed, kept in pytest's cache as soon as it has."""

    def __init__(self, config: pytest.Config) -> None:
        assert config.cache is not None
        self._cache = config.cache
        self._tree = hash_tree(tracked_files())
        kept: dict[str, Any] = config.cache.get(_KEY, {})
        self._passed: set[str] = set(kept["tests"]) if kept.get("tree") == self._tree else set()
        self._passed_over = 0
        self._failed: set[str] = set()

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out what has passed."""
        done = [item for item in items if item.nodeid in self._passed]
        self._passed_over = len(done)
        config.hook.pytest_deselected(items=done)
        items[:] = [item for item in items if item.nodeid not in self._passed]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a test that passed, its setup and teardown too."""
        if report.failed:
            self._failed.add(report.nodeid)
        if report.when == "teardown" and report.nodeid not in self._failed:
            self._passed.add(report.nodeid)
            self._cache.set(_KEY, {"tree": self._tree, "tests": sorted(self._passed)})

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Nothing left to run is success."""
        if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self._passed_over:
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell what was passed over."""
        if self._passed_over:
            terminalreporter.write_line(
                f"{self._passed_over} tests have passed on this tree before: not run again"
            )
