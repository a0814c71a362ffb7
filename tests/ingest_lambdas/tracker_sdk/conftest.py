"""Destinations that take, fail and refuse as a test pleases."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest

from ingest_lambdas.tracker_sdk import SdkSettings, Tracker
from ingest_lambdas.tracker_sdk.destination import Outcome
from ingest_lambdas.tracker_sdk.parcel import Parcel


@dataclass
class Harbour:
    """A destination; `answer` decides on each parcel: taken, failed or refused."""

    answer: Callable[[Parcel], str] = lambda parcel: "taken"
    largest_parcel: int = 50_000
    largest_call: int = 1_000_000
    taken: list[dict[str, Any]] = field(default_factory=list)
    attempts: int = 0
    open: threading.Event = field(default_factory=threading.Event)

    def send(self, parcels: Sequence[Parcel]) -> Outcome:
        self.attempts += 1
        self.open.wait(20)
        failed, refused = [], []
        for parcel in parcels:
            decided = self.answer(parcel)
            if decided == "taken":
                self.taken += map(orjson.loads, parcel.lines)
            else:
                (failed if decided == "failed" else refused).append(parcel)
        return Outcome(failed, refused, "as told" if failed or refused else "")

    def close(self) -> None:
        """Nothing to let go."""

    def ids(self) -> list[str]:
        return [item["messageId"] for item in self.taken]


@pytest.fixture
def harbour() -> Harbour:
    made = Harbour()
    made.open.set()
    return made


@pytest.fixture
def settings(tmp_path: Path) -> SdkSettings:
    return SdkSettings(spool=tmp_path / "spool", linger_seconds=0.01)


@pytest.fixture
def make(harbour: Harbour, settings: SdkSettings) -> Iterator[Callable[..., Tracker]]:
    """Makes trackers to the harbour, and closes them when the test is done."""
    made: list[Tracker] = []

    def build(changed: SdkSettings = settings, source: str = "crm") -> Tracker:
        made.append(Tracker(source, changed, lambda: harbour))
        return made[-1]

    yield build
    harbour.answer = lambda parcel: "taken"
    harbour.open.set()
    for tracker in made:
        tracker.close()
