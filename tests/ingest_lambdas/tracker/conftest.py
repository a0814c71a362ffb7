"""A tracker on fake streams, and the clock of its rate limits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.sources import Sources
from ingest_lambdas.tracker.handler import Tracker
from ingest_lambdas.tracker.intake import Intake
from ingest_lambdas.tracker.rate_limit import RateLimiter


class FakeStore(OversizeStore):
    """Keeps what is stored."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def put(self, body: bytes, received_at: str) -> str:
        self.bodies.append(body)
        return f"s3://bucket/oversize/{received_at[:10]}/{len(self.bodies)}"


@dataclass
class TrackerBench:
    """A tracker whose streams and whose clock are at hand."""

    streams: Any
    context: Any
    sources_file: Path
    store: FakeStore = field(default_factory=FakeStore)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        writer = KinesisWriter(self.streams, "events-raw", lambda seconds: None)
        limiter = RateLimiter(lambda: self.seconds)
        intake = Intake(writer, self.store)
        self.tracker = Tracker(Sources(self.sources_file), intake, limiter)

    def send(self, event: dict[str, Any]) -> dict[str, Any]:
        """The response to an event of the gateway."""
        return self.tracker.handle(event, self.context)

    @property
    def records(self) -> list[dict[str, Any]]:
        """What is on events-raw."""
        records: list[dict[str, Any]] = self.streams.lines()
        return records


@pytest.fixture(scope="session")
def tracker_bench(
    fake_streams: Callable[..., Any], invocation: Callable[..., Any], sources_file: Path
) -> Callable[..., TrackerBench]:
    """Makes a TrackerBench; keyword arguments are those of its streams."""

    def make(sources_file: Path = sources_file, **streams: Any) -> TrackerBench:
        milliseconds = 1_000 if streams else 60_000
        return TrackerBench(fake_streams(**streams), invocation(milliseconds), sources_file)

    return make
