"""The measurements of the tracker, small: that they measure, never how fast it is."""

import json
from pathlib import Path

import pytest

from infra.local.bench import tracker_gateway
from infra.local.bench.sent_events import batch_body, numbered_items, recorded_items, shop_items
from infra.local.bench.tracker_gateway import measure_gateway
from infra.local.bench.tracker_handler import make_tracker, measure_bombs, measure_handler


@pytest.mark.parametrize("events", [1, 3])
def test_the_handler_is_measured_beside_the_floor(tmp_path: Path, events: int) -> None:
    figures = measure_handler(make_tracker(tmp_path), events, 5)
    assert figures.rate > 0
    assert figures.floor_rate > 0
    assert len(figures.latencies) == 5
    assert figures.percentile(0) == min(figures.latencies)
    assert figures.percentile(1) == max(figures.latencies)


def test_refused_bombs_are_timed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.local.bench.tracker_handler.BOMB_BYTES", 2 * 1024 * 1024)
    assert all(took > 0 for _, took in measure_bombs(make_tracker(tmp_path)))


def test_the_gateway_is_measured_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker_gateway, "_WARM_UP", 3)
    figures = measure_gateway(tmp_path, 12)
    assert figures.load.statuses == [200] * 12
    assert (figures.refused, figures.lost) == (0, 0)
    assert set(figures.cpu) == {"load", "streams", "gateway"}


def test_a_batch_holds_items_with_ids_of_their_own() -> None:
    batch = json.loads(batch_body(numbered_items("r"), 30))["batch"]
    assert [item["messageId"] for item in batch] == [f"r-{n}" for n in range(30)]


def test_without_recordings_the_shop_serves(tmp_path: Path) -> None:
    assert recorded_items(tmp_path) == []
    assert {"track", "page", "identify"} <= {item["type"] for item in shop_items()}
