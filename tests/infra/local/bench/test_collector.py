"""The measurements of the collector, small: that they measure, never how fast it is."""

import json
from collections import Counter
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from infra.local.bench import collector
from infra.local.bench.collector import bench_collector
from infra.local.bench.collector_handler import make_collector
from infra.local.bench.collector_records import kinesis_events, make_records
from infra.local.bench.recorded_requests import renewed
from infra.local.bench.shop_requests import SentRequest
from infra.local.bench.stage_profile import profiled, shares

RECORDS = 60


def test_every_bar_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "SIZES", (1, 10, RECORDS))
    monkeypatch.setattr(collector, "RECORDS_A_BATCH", 10)
    bars = {bar.name: bar for bar in bench_collector(tmp_path, lambda text: None, RECORDS)}
    assert bars["collector: events a second of one core"].bar == 20_000
    assert sum("share of the rate" in name for name in bars) == 2
    assert sum("µs an event, " in name for name in bars) == 3
    assert bars["collector: cost of an event, worst beside best from 100 records a batch on"]
    assert all(bar.value > 0 for bar in bars.values())


def test_a_clone_alone_has_three_sdks_to_measure_with(tmp_path: Path) -> None:
    records = make_records(tmp_path, 400, 1, recorded=tmp_path / "none")
    endpoints = Counter(json.loads(record)["endpoint"] for record in records)
    assert endpoints.keys() >= {"track", "batch", "tp2"}
    measured = make_collector(tmp_path)
    measured.run(list(kinesis_events(records, 7)))
    events = sum(json.loads(record)["count"] for record in records)
    assert 0.9 * events < len(measured.take_good()) <= events
    assert measured.take_good() == []


def test_recordings_are_sent_with_ids_of_their_own() -> None:
    body = '{"batch": [{"messageId": "m", "anonymousId": "a"}, {"messageId": "n"}]}'
    recorded = [
        SentRequest("/v1/batch", "", body, "agent"),
        SentRequest("/i", "e=pv&eid=m&duid=a", "", "agent"),
    ]
    sent = list(islice(renewed(recorded, "seed"), 6))
    ids = [item["messageId"] for request in sent[::2] for item in json.loads(request.body)["batch"]]
    ids += [dict(parse_qsl(request.query))["eid"] for request in sent[1::2]]
    assert len(set(ids)) == 9
    assert not {"m", "n"} & set(ids)


def test_time_is_told_by_the_innermost_stage() -> None:
    with profiled(lambda file: "here" if file == Path(__file__) else None) as looks:
        while looks.total() < 3:
            json.dumps(list(range(1000)))
    assert shares(looks) == {"here": 1.0}
