"""`headwater branch` from first to last, beside the built models of the other tests."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from ingest_lambdas.contract.lake_layout import PRODUCTION_MANIFEST
from orchestration.branching.production import publish_manifest
from orchestration.clients.lake import Lake
from tests.dbt_project.warehouse import PASSWORD, PROJECT, Warehouse

Query = Callable[[str], list[dict[str, Any]]]
Command = Callable[..., tuple[int, str]]
CHANGED = "model.headwater.site_daily"
BEFORE = (
    "select schemaname, tablename from pg_tables where schemaname not like 'branch%' order by 1, 2"
)


@pytest.fixture(scope="module")
def environment(warehouse: Warehouse) -> Iterator[dict[str, str]]:
    """An installation with this warehouse and an S3 of its own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield {
            "AWS_ENDPOINT_URL": "http://{}:{}".format(*server.get_host_and_port()),
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "HEADWATER_REDSHIFT_HOST": "127.0.0.1",
            "HEADWATER_REDSHIFT_PORT": str(warehouse.port),
            "HEADWATER_REDSHIFT_PASSWORD": PASSWORD,
            "HEADWATER_REDSHIFT_SSL": "disable",
        }
    finally:
        server.stop()


@pytest.fixture
def lake(environment: dict[str, str]) -> Lake:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        lake = Lake("headwater-lake", "headwater-personal")
        lake.client.create_bucket(Bucket=lake.bucket)
    lake.client.delete_object(Bucket=lake.bucket, Key=PRODUCTION_MANIFEST)
    return lake


@pytest.fixture
def headwater(environment: dict[str, str], tmp_path: Path) -> Command:
    """The command line of the installation."""

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-c", "from orchestration.cli import app; app()", *arguments],
            env={**os.environ, **environment, "HEADWATER_HOME": str(tmp_path), "COLUMNS": "120"},
            cwd=PROJECT, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    return run


def publish_older(lake: Lake, target: Path, folder: Path) -> None:
    """Production as it was before one model was changed."""
    manifest = json.loads((target / "manifest.json").read_text())
    manifest["nodes"][CHANGED]["raw_code"] = "select 1 as event_day"
    path = folder / "older.json"
    path.write_text(json.dumps(manifest))
    publish_manifest(lake, path, "older")


def relations(query: Query, catalog: str, name: str) -> set[str]:
    found = query(f"select {name} as name from {catalog} where schemaname = 'branch_ann'")
    return {str(row["name"]) for row in found}


def test_a_branch_holds_what_changed_and_points_at_the_rest(
    lake: Lake,
    headwater: Command,
    warehouse: Warehouse,
    target: Path,
    query: Query,
    tmp_path: Path,
) -> None:
    publish_older(lake, target, tmp_path)
    production = query(BEFORE)

    code, said = headwater("branch", "ann")

    assert code == 0, said
    assert "built in branch_ann" in said
    assert relations(query, "pg_tables", "tablename") == {"site_daily", "export_site_daily"}
    assert {"fct_events", "fct_orders", "export_product_daily"} <= relations(
        query, "pg_views", "viewname"
    )
    # It has read production's events, and changed nothing there.
    counts = "select count(*) as days, sum(events) as events from {}.site_daily"
    assert query(counts.format("branch_ann")) == query(counts.format("marts"))
    assert query(BEFORE) == production
    _the_next_build_of_production_leaves_it_whole(warehouse, query, tmp_path)
    _and_its_end_is_its_end_alone(headwater, query, production)


def _the_next_build_of_production_leaves_it_whole(
    warehouse: Warehouse, query: Query, folder: Path
) -> None:
    done = warehouse.dbt(folder, "run", "--select", "fct_rejections_daily")
    assert done.returncode == 0, done.stdout
    pointed = query("select count(*) as rejections from branch_ann.fct_rejections_daily")
    assert pointed == query("select count(*) as rejections from marts.fct_rejections_daily")


def _and_its_end_is_its_end_alone(
    headwater: Command, query: Query, production: list[dict[str, Any]]
) -> None:
    assert "branch_ann" in headwater("branch")[1]
    assert headwater("branch", "ann", "--drop")[0] == 0
    assert relations(query, "pg_views", "viewname") == set()
    assert "no branches" in headwater("branch")[1]
    assert query(BEFORE) == production


def test_without_a_change_nothing_is_built(lake: Lake, headwater: Command, target: Path) -> None:
    publish_manifest(lake, target / "manifest.json", "now")

    code, said = headwater("branch", "cat")

    assert code == 0, said
    assert "nothing to build" in said
    assert "no branches" in headwater("branch")[1]


@pytest.mark.parametrize("name", ["marts; drop schema raw", "Marts"])
def test_a_name_that_is_none_is_refused(name: str, headwater: Command) -> None:
    code, said = headwater("branch", name, "--drop")
    assert code == 2
    assert "no name" in said


def test_without_a_build_of_production_it_says_what_to_do(lake: Lake, headwater: Command) -> None:
    code, said = headwater("branch", "ann")
    assert code == 2
    assert "headwater cycle" in said
