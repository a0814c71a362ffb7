"""The dbt that was started ahead looks like the one that would have been started."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.dbt_command import place_of

COMMAND = str(Path(sys.executable).with_name("headwater-dbt"))
ECHOES = """
import os, sys
from orchestration import dbt_ahead

def dbt(arguments):
    print(arguments, os.environ.get("ASKED"), os.getcwd())
    print("wrong", file=sys.stderr)
    return 2

dbt_ahead.import_dbt = lambda: dbt
dbt_ahead.main()
"""


@pytest.fixture
def started(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One started ahead by this process, which listens; it echoes instead of building."""
    place = place_of(tmp_path, os.getpid())
    command = (sys.executable, "-c", ECHOES, str(place))
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        while not place.exists() and process.poll() is None:
            pass
        yield process


def ask(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as dagster-dbt does."""
    return subprocess.run(
        (COMMAND, *arguments),
        env={**os.environ, "DBT_TARGET_PATH": str(folder), "ASKED": "yes"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_command_runs_there_with_output_environment_folder_and_exit_code(started, tmp_path):
    done = ask(tmp_path, "build", "--select", "ü")
    assert done.stdout.split("\n")[0] == f"['build', '--select', 'ü'] yes {tmp_path}"
    assert done.stderr == "wrong\n"
    assert done.returncode == 2
    started.communicate(timeout=60)
    assert started.returncode == 0
    assert not place_of(tmp_path, os.getpid()).exists()


def test_one_that_nobody_calls_ends_with_who_started_it(started, tmp_path):
    started.communicate(timeout=60)
    assert started.returncode == 0
    assert not place_of(tmp_path, os.getpid()).exists()


def test_a_killed_one_is_a_failed_command(started, tmp_path):
    started.kill()
    started.communicate(timeout=60)
    done = ask(tmp_path, "--version")
    assert done.returncode == 0, "nobody listens any more: the command becomes dbt"
    assert "Core" in done.stdout


def test_without_one_the_command_is_dbt(tmp_path):
    done = ask(tmp_path, "--version")
    assert (done.returncode, "Core" in done.stdout) == (0, True)
