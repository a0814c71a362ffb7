"""The command line as it answers before anything runs: it says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.settings import open_stack


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    open_stack(home, free_ports=True)
    return home


def headwater(home: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "infra.local.cli", *arguments],
        env={**os.environ, "HEADWATER_HOME": str(home), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_every_stage_has_its_commands_under_one_name(home: Path) -> None:
    code, text = headwater(home, "--help")
    assert code == 0
    commands = ("up", "down", "status", "demo", "simulate", "sql", "ledger", "cycle", "enrichments")
    assert all(f" {command} " in text for command in commands)


def test_status_of_a_stack_that_does_not_run(home: Path) -> None:
    code, text = headwater(home, "status")
    assert code == 0
    assert "`headwater up` starts it" in text


@pytest.mark.parametrize("command", [("sql", "select 1"), ("simulate", "--events", "5")])
def test_what_needs_the_stack_says_how_to_start_it(home: Path, command: tuple[str, ...]) -> None:
    code, text = headwater(home, *command)
    assert code == 1
    assert "`headwater up`" in text
    assert "Traceback" not in text


def test_down_without_anything_running_is_no_error(home: Path) -> None:
    assert headwater(home, "down") == (0, "nothing ran\n")
