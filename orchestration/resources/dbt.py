"""dbt as a Dagster resource: started ahead, and without two things that dagster-dbt does.

A run begins with loads and their checks: meanwhile a dbt imports itself. Before every command
dagster-dbt asks `dbt --version` in a process of its own (5 s of imports and a look-up on the
internet), and makes an adapter for fetching row counts and columns, which nothing here asks for.
"""

import subprocess
import sys
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from os import getpid
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource
from packaging.version import Version
from pydantic import PrivateAttr

from orchestration.dbt import build_folder
from orchestration.dbt_command import place_of
from orchestration.settings import read_settings

END_SECONDS = 10


class DbtResource(DbtCliResource):
    """The dbt of this environment, which is dbt-core by the lock file."""

    _ahead: subprocess.Popen[bytes] | None = PrivateAttr(default=None)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Start a dbt for the run's command."""
        super().setup_for_execution(context)
        self._ahead = subprocess.Popen(
            (sys.executable, "-m", "orchestration.dbt_ahead", str(_place())),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """End it: it has answered, or nobody has called it."""
        super().teardown_after_execution(context)
        if self._ahead is not None:
            _end(self._ahead)
            _place().unlink(missing_ok=True)
            self._ahead = None

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        return None


def _place() -> Path:
    return place_of(build_folder(read_settings()), getpid())


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
