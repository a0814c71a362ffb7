"""Builds the models' documentation with dbt, which reads the warehouse for it."""

import subprocess
import sys
from pathlib import Path
from threading import Event

from infra.local.settings import PROJECT, Stack, child_environment

DBT_PROJECT = PROJECT / "dbt_project"
BUILD_SECONDS = 180
RETRY_SECONDS = 60.0


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
    """Build as soon as it is possible, then rest until the process starts afresh."""
    while not build_docs(stack):
        if ended.wait(RETRY_SECONDS):
            return
