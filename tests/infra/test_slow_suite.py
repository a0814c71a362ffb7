"""The slow tests go on where they stopped, as long as the tree is the same."""

import os
import subprocess
import sys
from pathlib import Path

from infra.house_rules import PROJECT

TESTS = """
import os
import pathlib

def test_first():
    with pathlib.Path("runs").open("a") as log:
        log.write("first ")

def test_second(stress_seconds):
    with pathlib.Path("runs").open("a") as log:
        log.write(f"second-{stress_seconds:g} ")
    assert not os.environ.get("BREAK")
"""


def run(folder: Path, *options: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "infra.slow_suite", "--resume", *options]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode


def test_what_has_passed_is_not_run_again(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_made.py").write_text(TESTS)
    assert run(tmp_path, BREAK="1") == 1
    assert run(tmp_path, "--stress-seconds=5") == 0
    assert run(tmp_path) == 0
    assert (tmp_path / "runs").read_text().split() == ["first", "second-600", "second-5"]
