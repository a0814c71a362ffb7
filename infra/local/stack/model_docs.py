"""Builds the models' documentation with dbt, which reads the warehouse for it."""

import subprocess
import sys
from pathlib import Path
from threading import Event

from redshift_connector.error import Error as WarehouseError

from infra.local.settings import PROJECT, Stack, child_environment
from infra.local.stack.warehouse_client import connect, query

DBT_PROJECT = PROJECT / "dbt_project"
BUILD_SECONDS = 180
LOOK_AGAIN_SECONDS = 15.0


def docs_folder(stack: Stack) -> Path:
    """Where dbt writes the documentation; the page in it is `static_index.html`."""
    return stack.file("dbt-docs")


def docs_page(stack: Stack) -> Path:
    """The documentation, one page that holds everything."""
    return docs_folder(stack) / "static_index.html"


def build_docs(stack: Stack) -> bool:
    """Build them once; False where dbt could not, as long as there is no warehouse to read."""
    command = (
        *(sys.executable, str(Path(sys.executable).with_name("dbt"))),
        *("docs", "generate", "--static"),
        *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
        *("--target-path", str(docs_folder(stack))),
    )
    try:
        done = subprocess.run(
            command, env=child_environment(stack), cwd=PROJECT, timeout=BUILD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def keep_building(stack: Stack, ended: Event) -> None:
    """Build as soon as there are models, then rest until the process starts afresh."""
    while not (has_models(stack) and build_docs(stack)):
        if ended.wait(LOOK_AGAIN_SECONDS):
            return


def has_models(stack: Stack) -> bool:
    """Whether a cycle has made the models: dbt takes long to find out that there are none."""
    try:
        with connect(stack) as connection:
            query(connection, "select 1 from exports.export_site_daily limit 1")
    except (WarehouseError, OSError):
        return False
    return True
