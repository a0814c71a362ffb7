"""Producers are killed while Kinesis throttles, fails and refuses: what was promised arrives."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PRODUCER = Path(__file__).with_name("producer_process.py")
PROJECT = PRODUCER.parents[2]
THREADS = 16
KILLS = 3


def start(streams: Any, folder: Path, first: int, count: int) -> subprocess.Popen[bytes]:
    arguments = [folder / "spool", folder / "journal", first, count, THREADS]
    return subprocess.Popen(
        [sys.executable, str(PRODUCER), *map(str, arguments)],
        env={**os.environ, **streams.environment(), "PYTHONPATH": str(PROJECT)},
        cwd=PROJECT,
    )


def promised(folder: Path) -> list[str]:
    journal = folder / "journal"
    text = journal.read_text() if journal.exists() else ""
    return text[: text.rfind("\n") + 1].splitlines()


def wait_for(folder: Path, promises: int, producer: subprocess.Popen[bytes]) -> None:
    journal = folder / "journal"
    least = promises * len("event-0\n")
    while producer.poll() is None:
        grown = journal.exists() and journal.stat().st_size >= least
        if grown and len(promised(folder)) >= promises:
            return
        threading.Event().wait(0.05)


def every_promise_is_kept(
    start_streams: Callable[[int], Any], weather: Callable[[Any], None], folder: Path, events: int
) -> None:
    streams = start_streams(16)
    weather(streams.faults)
    share = events // (KILLS + 1)
    for turn in range(KILLS):
        with start(streams, folder, turn * share, share) as producer:
            wait_for(folder, len(promised(folder)) + share // 2, producer)
            producer.send_signal(signal.SIGKILL)
    with start(streams, folder, KILLS * share, events - KILLS * share) as last:
        assert last.wait() == 0
    streams.faults.switch_off()
    arrived: dict[str, int] = {}
    for item in streams.items():
        assert item["messageId"] == f"event-{item['properties']['value']}"
        arrived[item["messageId"]] = arrived.get(item["messageId"], 0) + 1
    kept = promised(folder)
    assert len(kept) > events // 2
    assert set(kept) <= arrived.keys()
    assert not list((folder / "spool").rglob("*.ndjson"))


def test_killed_producers_lose_no_promise(
    streams: Callable[[int], Any], bad_weather: Callable[[Any], None], tmp_path: Path
) -> None:
    every_promise_is_kept(streams, bad_weather, tmp_path, 8_000)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_killed_producers_lose_no_promise_in_a_million(
    streams: Callable[[int], Any], bad_weather: Callable[[Any], None], tmp_path: Path
) -> None:
    every_promise_is_kept(streams, bad_weather, tmp_path, 1_000_000)
