"""The dbt that a run starts ahead ends with the run, called or not."""

import os
from pathlib import Path

import dagster as dg
import pytest


@pytest.fixture
def resource(definitions):
    return definitions.resolve_implicit_global_asset_job_def().resource_defs["dbt"]


def test_one_that_nobody_calls_leaves_nothing(definitions, resource):
    from orchestration.dbt import build_folder
    from orchestration.dbt_command import place_of
    from orchestration.settings import read_settings

    place: Path = place_of(build_folder(read_settings()), os.getpid())
    with dg.build_resources({"dbt": resource}) as built:
        process = built.dbt._ahead
        assert process.poll() is None
        while not place.exists() and process.poll() is None:
            pass
    assert process.poll() is not None
    assert not place.exists()
