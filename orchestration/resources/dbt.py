"""dbt as a Dagster resource, without two things that dagster-dbt does before every command.

It asks `dbt --version` in a process of its own (5 s of imports and a look-up on the internet), and
it makes an adapter for fetching row counts and columns, which nothing here asks it to fetch.
"""

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Any

from dagster_dbt import DbtCliResource
from packaging.version import Version


class DbtResource(DbtCliResource):
    """The dbt of this environment, which is dbt-core by the lock file."""

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        return None
