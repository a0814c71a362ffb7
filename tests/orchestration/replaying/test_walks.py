"""Whatever is done in whatever order, killed wherever: in the end each event is there once."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.conservation.ledger import measure_conservation
from orchestration.replaying.replay import close_as_discarded, replay
from orchestration.replaying.reprocess import reprocess
from orchestration.replaying.selection import Selection
from tests.orchestration.replaying.pipeline import Killed, Pipeline, batches

ALL_HOURS = ("2026-11-01-00", "2026-11-09-23")
ACTIONS = (
    "send", "break_schema", "mend_schema", "flow", "load", "replay", "killed_replay",
    "reprocess", "killed_reprocess", "discard",
)  # fmt: skip


class Walk:
    """One installation and what is done to it."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self.sent = 0
        self._hours = (f"2026-11-{day:02}-{hour:02}" for day in range(1, 10) for hour in range(24))

    def do(self, action: str) -> None:
        """One action by its name."""
        own = getattr(self, f"_{action}", None)
        (own or getattr(self.pipeline, action))()

    def settle(self) -> None:
        """Mended, replayed and drained, as often as it takes."""
        self.pipeline.mend_schema()
        for _ in range(4):
            self._flow()
            self._load()
            self._replay()
        self._flow()
        self._load()
        self.pipeline.model()

    def _send(self) -> None:
        for batch in batches(range(self.sent, self.sent + 6), size=2):
            self.pipeline.send(batch)
        self.sent += 6

    def _flow(self) -> None:
        if self.pipeline.shard.flowed < len(self.pipeline.shard.records):
            self.pipeline.flow(next(self._hours))

    def _load(self) -> None:
        self.pipeline.load(*ALL_HOURS)

    def _replay(self) -> None:
        p = self.pipeline
        replay(p.warehouse, p.lake, p.stream, Selection(), str(uuid4()), rate=1e9)

    def _reprocess(self) -> None:
        p = self.pipeline
        reprocess(p.warehouse, p.lake, p.stream, ALL_HOURS, str(uuid4()), rate=1e9)

    def _discard(self) -> None:
        close_as_discarded(self.pipeline.warehouse, Selection(), str(uuid4()), "given up")

    def _killed_replay(self) -> None:
        self._killed(self._replay)

    def _killed_reprocess(self) -> None:
        self._killed(self._reprocess)

    def _killed(self, run: Callable[[], None]) -> None:
        self.pipeline.shard.dies_after = len(self.pipeline.shard.records) + 1
        try:
            run()
        except Killed:
            pass
        finally:
            self.pipeline.shard.dies_after = None


@pytest.fixture
def new_walk(warehouse: Warehouse, tmp_path: Path) -> Callable[[], Walk]:
    """Begins anew: empty buckets, empty warehouse."""
    numbers = count()

    def make() -> Walk:
        with warehouse.connect() as session:
            for schema in ("raw", "ops", "marts"):
                session.execute(f"drop schema if exists {schema} cascade")
        name = uuid4().hex[:8]
        lake = Lake(f"lake-{name}", f"personal-{name}")
        for bucket in (lake.bucket, lake.personal_bucket):
            lake.client.create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
            )
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        return Walk(Pipeline(lake, warehouse, folder))

    return make


@pytest.fixture
def a_call_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call a record, so that a run can be killed between two of them."""
    monkeypatch.setattr("orchestration.replaying.outgoing.MOST_RECORDS_A_CALL", 1)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(actions=st.lists(st.sampled_from(ACTIONS), min_size=4, max_size=14))
def test_a_walk_of_any_actions_ends_balanced_with_each_event_once(
    new_walk: Callable[[], Walk], a_call_a_record: None, actions: list[str]
) -> None:
    walk = new_walk()
    for action in ["break_schema", "send", "flow", "load", *actions]:
        walk.do(action)
    walk.settle()
    balance = measure_conservation(walk.pipeline.lake, walk.pipeline.warehouse)
    assert balance.balanced, balance
    assert balance.arrivals == walk.sent
    assert balance.open_rejected == 0
    assert balance.good + balance.discarded == walk.sent
    assert balance.events == balance.good
