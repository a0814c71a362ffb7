"""The adapter tests that dbt publishes, run by dbt-redshift against the local Redshift.

One server serves the whole session. Of a class, `profile` is laid over its dbt profile, and
`reads_artifacts` says that it reads what dbt writes of its runs as JSON. Of a module, `QUICK`
names the classes that run in every test run, the others being slow, and `EXCLUDED` what the
adapter's own suite or dbt's package has and this one leaves out, with the reason.

The outcomes by theme are printed, and kept for `headwater bench redshift`.
"""

import gc
import inspect
import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
import redshift_connector
import sqlparse
from dbt.tests.fixtures.project import *  # noqa: F403

from infra.local.bench.adapter_report import AdapterReport, read_report, write_report

PROJECT = Path(__file__).parents[3]
USER, DATABASE, PASSWORD = "headwater", "headwater", "a-password-of-the-tests"
USERS = {f"DBT_TEST_USER_{n}": f"dbt_test_user_{n}" for n in (1, 2, 3)}
GROUPS = {f"DBT_TEST_GROUP_{n}": f"dbt_test_group_{n}" for n in (1, 2)}
# dbt 1.11 and the libraries it loads use names that they themselves have deprecated.
ITS_OWN_WARNINGS = "ignore::DeprecationWarning"

get_module = inspect.getmodule
# The outcomes of this run alone: those of a test that has failed before it was called, too.
outcomes: dict[str, str] = {}
# Of this run and of those before it on the same tree.
kept = read_report() or AdapterReport()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow and let dbt's own deprecations pass, in this folder alone."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(ITS_OWN_WARNINGS))
            if item.cls.__name__ not in item.module.QUICK:
                item.add_marker(pytest.mark.slow)
            kept.outcomes.setdefault(item.nodeid, "collected")
            kept.excluded.update(getattr(item.module, "EXCLUDED", {}))


def theme_of(nodeid: str) -> str:
    """A test's module, without what all modules are called."""
    return nodeid.split("::")[0].rsplit("/", 1)[1].removeprefix("test_").removesuffix(".py")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep a test's outcome; one that fails in its set-up or clean-up has failed."""
    if report.nodeid not in kept.outcomes:
        return
    if report.failed:
        outcomes[report.nodeid] = "failed"
    elif report.when == "call":
        outcomes.setdefault(report.nodeid, report.outcome)
    if report.when == "teardown":
        kept.outcomes.update(outcomes)
        write_report(kept)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The outcomes of this run, by theme."""
    for theme in sorted({theme_of(nodeid) for nodeid in outcomes}):
        told = [o for n, o in outcomes.items() if theme_of(n) == theme]
        counts = f"{told.count('passed')} passed, {told.count('failed')} failed"
        terminalreporter.write_line(f"dbt {theme}: {counts}")
    if outcomes:
        counts = f"{kept.count('passed')} of {len(kept.outcomes)} passed on this tree so far"
        terminalreporter.write_line(f"dbt adapter tests: {counts}, {len(kept.excluded)} excluded")


@pytest.fixture(scope="class", autouse=True)
def frames_alone() -> Iterator[None]:
    """Stacks without files and lines: dbt and its driver ask for one only to name a module.

    Looking for the files, below pytest's many frames, cost half of the whole time.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspect, "stack", list_frames)
        patch.setattr(inspect, "getmodule", find_module)
        yield


@pytest.fixture(scope="class", autouse=True)
def few_artifacts(request: pytest.FixtureRequest) -> Iterator[None]:
    """No manifest.json and run_results.json, but where a class says that it reads them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_WRITE_JSON", str(getattr(request.cls, "reads_artifacts", False)))
        yield


@pytest.fixture(scope="session", autouse=True)
def rare_collections() -> Iterator[None]:
    """Look for cycles of garbage rarely: a parsed project is a hundred thousand objects."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20)
    yield
    gc.set_threshold(*usual)


def list_frames() -> list[tuple[FrameType]]:
    """The frames of whoever asks, the latest first, without what else inspect tells of them."""
    return [(frame,) for frame, _ in traceback.walk_stack(sys._getframe(1))]


def find_module(thing: Any, path: str | None = None) -> ModuleType | None:
    """A frame's module by its name; of anything else as inspect finds it."""
    if inspect.isframe(thing):
        return sys.modules.get(thing.f_globals["__name__"])
    return get_module(thing, path)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server that stops with the session."""
    file = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"
    server = subprocess.Popen(
        [sys.executable, "-m", "infra.local.redshift", "--port", "0", "--file", str(file),
         "--user", USER, "--database", DATABASE],
        cwd=PROJECT, env={**os.environ, "HEADWATER_REDSHIFT_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    with server.stdout:
        yield int(server.stdout.readline().rsplit(":", 1)[1])
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="class")
def dbt_profile_target(request: pytest.FixtureRequest, warehouse: int) -> dict[str, Any]:
    """The local server's profile."""
    return {
        "type": "redshift",
        "host": "127.0.0.1",
        "port": warehouse,
        "dbname": DATABASE,
        "user": USER,
        "pass": PASSWORD,
        "sslmode": "disable",
        "threads": 4,
        **getattr(request.cls, "profile", {}),
    }


@pytest.fixture(scope="class")
def project(project_setup: Any, project_files: None) -> Any:
    """dbt's project; a script of several statements runs one by one, as Redshift prepares them."""
    run_one = project_setup.run_sql

    def run_sql(sql: str, fetch: str | None = None) -> Any:
        answers = [run_one(statement, fetch) for statement in sqlparse.split(sql)]
        return answers[-1] if answers else None

    project_setup.run_sql = run_sql
    return project_setup


@pytest.fixture(scope="class")
def logs_dir(prefix: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a project's own log lies; dbt's commands write none, for dbt never closes it."""
    folder = str(tmp_path_factory.mktemp(prefix))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_LOG_PATH", folder)
        patch.setenv("DBT_LOG_LEVEL_FILE", "none")
        yield folder
    for handler in logging.getLogger("file_log").handlers:
        handler.close()


@pytest.fixture(scope="session")
def grantees(warehouse: int) -> Iterator[None]:
    """The users and groups whose names the grant tests read from the environment."""
    connection = redshift_connector.connect(
        host="127.0.0.1", port=warehouse, database=DATABASE, user=USER, password=PASSWORD,
        ssl=False,
    )  # fmt: skip
    connection.autocommit = True
    with connection, connection.cursor() as cursor:
        for name in USERS.values():
            cursor.execute(f"create user {name} password disable")
        for name in GROUPS.values():
            cursor.execute(f"create group {name}")
    with pytest.MonkeyPatch.context() as patch:
        for variable, name in {**USERS, **GROUPS}.items():
            patch.setenv(variable, name)
        yield
