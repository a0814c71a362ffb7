"""What a batch received comes out, is counted, and blocks nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.collector.outcomes import Outcomes

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("broken", "rejected"),
    [("handler.open_arrival", 4), ("quarantine.describe", 2)],
)
def test_an_unforeseen_error_around_the_stages_never_blocks_the_shard(
    bench: Make,
    kinesis_event: Make,
    raw_record: Make,
    track: Make,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
    rejected: int,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(f"ingest_lambdas.collector.{broken}", fail)
    made = bench()
    batch = {"batch": [track(), track(event="Off Plan")]}
    assert made.collect(kinesis_event(raw_record(batch), raw_record(batch))) == []
    assert len(made.rejected.lines()) == rejected
    assert len(made.validated.lines()) == 4 - rejected


def test_a_batch_is_counted_and_its_duplicates_are_kept(
    bench: Make,
    kinesis_event: Make,
    raw_record: Make,
    track: Make,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = bench()
    batch = {"batch": [track(), track(), track(event="Off Plan")]}
    made.collect(kinesis_event(raw_record(batch), b"poison"))
    counted = json.loads(capsys.readouterr().out)
    metrics = {m["Name"]: m["Unit"] for m in counted["_aws"]["CloudWatchMetrics"][0]["Metrics"]}
    assert len(made.validated.lines()) == 2
    counts = {name: counted[name] for name, unit in metrics.items() if unit == "Count"}
    assert counts == {
        "received": 4,
        "good": 2,
        "rejected": 2,
        "consent_dropped": 0,
        "enrichment_failures": 0,
        "flagged": 0,
        "duplicates": 1,
        "rejected_unknown_event": 1,
        "rejected_malformed": 1,
    }
    assert metrics["iterator_age"] == metrics["enrichment_time"] == "Milliseconds"
    assert counted["iterator_age"] >= 0
    assert counted["enrichment_time"] > 0


def test_a_batch_that_does_not_balance_is_told(
    bench: Make,
    kinesis_event: Make,
    raw_record: Make,
    track: Make,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(Outcomes, "set_aside", lambda *_: None)
    made = bench()
    with caplog.at_level("ERROR"):
        made.collect(kinesis_event(raw_record({"batch": [track(), track(event="Off Plan")]})))
    assert any("does not balance" in record.getMessage() for record in caplog.records)
