"""Gigabytes in a megabyte, sent to a process of its own: refused, and never held in memory."""

import json
import subprocess
import sys
from pathlib import Path

PROCESS = Path(__file__).with_name("bomb_process.py")
MOST_BYTES = 32 * 1024 * 1024


def test_bombs_are_refused_without_being_inflated(sources_file: Path) -> None:
    command = [sys.executable, str(PROCESS), str(sources_file)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    told = [json.loads(line) for line in ended.stdout.splitlines() if "grown" in line]
    # Of Snowplow's no app id is found at its beginning, so that nobody knows whom it is from.
    assert [one["status"] for one in told] == [413, 401, 413, 400]
    assert all(one["grown"] < MOST_BYTES for one in told), told
