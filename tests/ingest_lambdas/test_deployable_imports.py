"""A handler imports what its zip holds and nothing else."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
GROUPS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["dependency-groups"]
MODULES = {
    "orjson": "orjson",
    "jsonschema-rs": "jsonschema_rs",
    "ua-parser": "ua_parser",
    "crawler-user-agents": "crawleruseragents",
}
IMPORT = "import sys, ingest_lambdas.{}.handler; print(*sys.modules)"


@pytest.mark.parametrize("handler", ["tracker", "archiver", "collector", "serving"])
def test_a_handler_imports_only_its_own_groups_packages(handler: str) -> None:
    declared = " ".join(GROUPS[handler])
    printed = subprocess.run(
        [sys.executable, "-c", IMPORT.format(handler)],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
        cwd=PROJECT,
    ).stdout.split()
    for package, module in MODULES.items():
        assert module not in printed or package in declared, f"{handler} needs {package}"
    for foreign in ("dagster", "duckdb", "hypothesis", "moto", "infra", "orchestration"):
        assert foreign not in printed
