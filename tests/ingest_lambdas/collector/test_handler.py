"""The collector from records to lines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError

from ingest_lambdas.collector import handler as collector_handler
from ingest_lambdas.contract.columns import EVENTS
from ingest_lambdas.runtime.source_declarations import SourcesUnreadable

Make = Callable[..., Any]


def test_a_good_event_has_its_columns(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    body = {"batch": [track()], "sentAt": "2026-11-23T22:43:59.000Z"}
    assert made.collect(kinesis_event(raw_record(body))) == []
    [line] = made.validated.lines()
    assert {c.name for c in EVENTS.columns if not c.nullable} <= line.keys()
    assert line.keys() <= {c.name for c in EVENTS.columns}
    assert line["arrival_id"] == "shardId-000000000001:100:0"
    assert line["event_at"] == "2026-11-23T22:43:59.123Z"
    assert line["event_day"] == "2026-11-23"
    assert line["schema_ref"] == "iglu:io.headwater/product_viewed/jsonschema/1-0-0"
    assert line["visitor_id"] == line["anonymous_id"]
    assert line["properties"] == {"product_id": "p-1", "price": 9.5}
    assert (line["ip"], line["browser"], line["attempt"]) == ("203.0.113.0", "Chrome", 0)


def test_a_parcel_of_the_sdk_is_received_when_kinesis_has_it(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    record = raw_record({"batch": [track(), track(event="Off Plan")]})
    for name in ("received_at", "ip", "user_agent"):
        del record[name]
    assert made.collect(kinesis_event(record)) == []
    [good], [rejected] = made.validated.lines(), made.rejected.lines()
    assert good["received_at"] == rejected["received_at"] == "2026-11-23T22:44:01.123Z"


def test_a_resend_has_the_same_key_whatever_its_batch_and_its_address(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    first = raw_record({"batch": [track()], "sentAt": "2026-11-23T22:43:59Z"})
    again = raw_record(
        {"batch": [track(context={"ip": "198.51.100.9"})], "sentAt": "2026-11-23T22:44:59Z"},
        received_at="2026-11-23T23:44:00.123Z",
        source="crm",
        ip="198.51.100.1",
        user_agent="other",
    )
    other = raw_record({"batch": [track(properties={"product_id": "p-2"})]})
    made.collect(kinesis_event(first, again, other))
    keys = {line["arrival_id"]: line["event_key"] for line in made.validated.lines()}
    one, two, three = (keys[f"shardId-000000000001:{100 + n}:0"] for n in range(3))
    assert one == two != three


def test_an_event_without_id_has_the_trackers_or_its_places(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    batch = {"batch": [track(messageId=None), track(messageId="")]}
    for _ in range(2):
        made.collect(kinesis_event(raw_record(batch, message_ids={"0": "assigned"})))
    ids = [line["event_id"] for line in made.validated.lines()]
    assert ids[0] == "assigned"
    assert ids[:2] == ids[2:]


def test_a_replay_keeps_its_arrival_and_its_attempt(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    original = "shardId-000000000000:7:3"
    record = raw_record({"batch": [track()]}, attempt=1, arrival_ids=[original])
    made.collect(kinesis_event(record))
    [line] = made.validated.lines()
    assert (line["arrival_id"], line["attempt"]) == (original, 1)


def test_an_import_keeps_its_old_times(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    item = track(timestamp="2019-05-04T10:00:00Z")
    made.collect(kinesis_event(*(raw_record({"batch": [item]}, source=s) for s in ("crm", "app"))))
    by_source = {line["source"]: line for line in made.validated.lines()}
    assert by_source["crm"]["event_day"] == "2019-05-04"
    assert by_source["app"]["event_day"] == "2026-11-23"
    assert by_source["app"]["time_implausible"]
    assert "ip" not in by_source["crm"]


def test_one_bad_item_leaves_its_neighbours_good(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    huge = track(properties={"product_id": "p", "text": "x" * 33_000})
    bad = [None, track(event="Off Plan"), track(properties={"price": "abc"}), huge]
    bad += [track(messageId="x" * 300), track(timestamp="soon"), track(properties={"n": "\0"})]
    bad += [track(properties={"product_id": "p", "n": "\0"})]
    items = [track(), *bad, track()]
    assert made.collect(kinesis_event(raw_record({"batch": items}))) == []
    assert len(made.validated.lines()) == 2
    reasons = [line["reason"] for line in made.rejected.lines()]
    assert reasons == [
        "malformed",
        "unknown_event",
        "schema_violation",
        "size_violation",
        "size_violation",
        "adapter_failure",
        "schema_violation",
        "schema_violation",
    ]


@pytest.mark.parametrize("poison", ['"\\ud800"', "NaN", "1e999"])
def test_an_item_that_is_no_strict_json_is_set_aside_alone(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make, poison: str
) -> None:
    made = bench()
    good = json.dumps(track())
    bad = good.replace("9.5", poison)
    record = raw_record(f'{{"batch": [{good}, {bad}, {good}]}}', count=3)
    assert made.collect(kinesis_event(record)) == []
    assert len(made.validated.lines()) == 2
    [line] = made.rejected.lines()
    assert (line["reason"], line["payload"]) == ("malformed", bad)


def test_an_oversize_body_is_fetched(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    made.bodies["s3://b/oversize/x"] = json.dumps({"batch": [track(), track()]}).encode()
    record = raw_record("", count=2, body_ref="s3://b/oversize/x")
    missing = raw_record("", count=2, body_ref="s3://b/oversize/missing")
    del record["body"], missing["body"]
    assert made.collect(kinesis_event(record, missing)) == []
    assert len(made.validated.lines()) == 2
    assert len(made.rejected.lines()) == 2


def test_a_body_that_s3_does_not_give_now_is_asked_for_again(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    made.bodies["s3://b/oversize/x"] = ReadTimeoutError(endpoint_url="http://s3")
    waiting = raw_record("", count=2, body_ref="s3://b/oversize/x")
    del waiting["body"]
    good = raw_record({"batch": [track()]})
    assert made.collect(kinesis_event(good, waiting, good)) == ["101"]
    assert [line["arrival_id"] for line in made.validated.lines()] == ["shardId-000000000001:100:0"]


@pytest.mark.parametrize("stream", ["validated", "rejected"])
def test_the_lowest_undelivered_record_is_reported(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make, stream: str
) -> None:
    made = bench(**{stream: lambda call, position: True})
    event = "Product Viewed" if stream == "validated" else "Off Plan"
    fine = raw_record({"batch": [track(event="Off Plan")]})
    if stream == "rejected":
        fine = raw_record({"batch": [track()]})
    failing = raw_record({"batch": [track(event=event)]})
    assert made.collect(kinesis_event(fine, failing, fine, failing)) == ["101"]


def test_an_unforeseen_error_in_a_stage_is_quarantined_too(
    bench: Make,
    kinesis_event: Make,
    raw_record: Make,
    track: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ingest_lambdas.collector.good_event.find_attributes", fail)
    made = bench()
    assert made.collect(kinesis_event(raw_record({"batch": [track()]}))) == []
    [line] = made.rejected.lines()
    assert line["reason"] == "enrichment_failure"
    assert line["violations"][0]["found"] == "ZeroDivisionError"


def test_unreadable_sources_reject_nothing_but_stop_the_batch(
    aws: None,
    tmp_path: Path,
    kinesis_event: Make,
    raw_record: Make,
    track: Make,
    invocation: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HEADWATER_SOURCES_FILE", str(tmp_path / "none.toml"))
    collector_handler._collector.forget()
    event = kinesis_event(raw_record({"batch": [track()]}))
    with pytest.raises(SourcesUnreadable):
        collector_handler.handler(event, invocation())
    collector_handler._collector.forget()


def test_the_entry_point_is_composed_from_the_environment(
    aws: None, kinesis_event: Make, raw_record: Make, track: Make, invocation: Make
) -> None:
    collector_handler._collector.forget()
    event = kinesis_event(raw_record({"batch": [track(), track(event="Off Plan")]}))
    assert collector_handler.handler(event, invocation()) == {"batchItemFailures": []}
    collector_handler._collector.forget()
    listed = boto3.client("s3").list_objects_v2(Bucket="headwater-personal", Prefix="rejected/")
    assert listed["KeyCount"] == 1
    assert len(shard_records("events-validated")) == 1


def shard_records(stream: str) -> list[Any]:
    kinesis = boto3.client("kinesis")
    found: list[Any] = []
    for shard in kinesis.list_shards(StreamName=stream)["Shards"]:
        iterator = kinesis.get_shard_iterator(
            StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        found += kinesis.get_records(ShardIterator=iterator)["Records"]
    return found
