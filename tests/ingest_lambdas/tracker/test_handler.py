"""The tracker from request to Kinesis."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.sources import Sources
from ingest_lambdas.tracker import handler as tracker_handler
from ingest_lambdas.tracker.handler import Tracker
from ingest_lambdas.tracker.intake import Intake
from ingest_lambdas.tracker.rate_limit import RateLimiter

BATCH = json.dumps({"batch": [{"type": "track", "messageId": "m-1"}, {"type": "page"}, 5]})
Event = Callable[..., dict[str, Any]]


class NoStore(OversizeStore):
    """For requests that must not need it."""

    def __init__(self) -> None:
        pass


def make_tracker(sources_file: Path, streams: Any) -> Tracker:
    writer = KinesisWriter(streams, "events-raw", lambda seconds: None)
    return Tracker(Sources(sources_file), Intake(writer, NoStore()), RateLimiter(lambda: 0.0))


@pytest.fixture
def streams(fake_streams: Callable[..., Any]) -> Any:
    return fake_streams()


@pytest.fixture
def send(
    streams: Any, sources_file: Path, invocation: Callable[..., Any]
) -> Callable[..., dict[str, Any]]:
    tracker = make_tracker(sources_file, streams)
    return lambda event, milliseconds=60_000: tracker.handle(event, invocation(milliseconds))


def test_a_batch_becomes_one_record_with_its_body_as_it_came(
    send: Event, streams: Any, http_event: Event
) -> None:
    assert send(http_event(body=BATCH))["body"] == '{"success":true}'
    [record] = streams.lines()
    assigned = record.pop("message_ids")
    assert record == {
        "v": 1,
        "protocol": "segment",
        "source": "web-shop",
        "endpoint": "batch",
        "request_id": "request-1",
        "received_at": "2026-11-23T22:44:00.123Z",
        "ip": "203.0.113.77",
        "user_agent": "analytics-python/2.4.0",
        "count": 3,
        "body": BATCH,
    }
    assert list(assigned) == ["1"]
    assert len(assigned["1"]) == 36


@pytest.mark.parametrize(("header", "noted"), [("1", True), ("0", None), ("", None)])
def test_the_browsers_privacy_control_is_noted(
    send: Event, streams: Any, http_event: Event, header: str, noted: bool | None
) -> None:
    event = http_event(body=BATCH)
    event["headers"]["sec-gpc"] = header
    send(event)
    [record] = streams.lines()
    assert record.get("gpc") is noted


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [
        ("/v1/track", "track"),
        ("/v1/t", "track"),
        ("/v1/page", "page"),
        ("/v1/screen", "screen"),
        ("/v1/identify", "identify"),
        ("/v1/i", "identify"),
        ("/v1/group", "group"),
        ("/v1/alias/", "alias"),
    ],
)
def test_single_calls(
    send: Event, streams: Any, http_event: Event, path: str, endpoint: str
) -> None:
    assert send(http_event(path, '{"messageId": "m"}'))["statusCode"] == 200
    [record] = streams.lines()
    assert (record["endpoint"], record["count"], record["message_ids"]) == (endpoint, 1, {})


def test_gzip_under_any_content_type(send: Event, streams: Any, http_event: Event) -> None:
    headers = {
        "content-encoding": "gzip",
        "content-type": "application/x-www-form-urlencoded",
    }
    event = http_event(body=gzip.compress(BATCH.encode()), headers=headers, query="writeKey=WK")
    assert send(event)["statusCode"] == 200
    assert streams.lines()[0]["body"] == BATCH


def test_a_body_that_is_not_utf8_keeps_its_bytes(
    send: Event, streams: Any, http_event: Event
) -> None:
    assert send(http_event(body=b'{"batch": [{"a": "\xff"}]}'))["statusCode"] == 200
    [record] = streams.lines()
    assert "body" not in record
    assert record["body_base64"] == "eyJiYXRjaCI6IFt7ImEiOiAi/yJ9XX0="


def test_an_empty_batch_is_fine_and_puts_nothing(
    send: Event, streams: Any, http_event: Event
) -> None:
    assert send(http_event(body='{"batch": []}'))["statusCode"] == 200
    assert streams.calls == []


def test_the_key_may_stand_in_the_body(send: Event, streams: Any, http_event: Event) -> None:
    batch = '{"writeKey": "CRM", "batch": [{}]}'
    assert send(http_event(body=batch, headers={}))["statusCode"] == 200
    assert send(http_event("/v1/track", '{"writeKey": "CRM"}', headers={}))["statusCode"] == 200
    assert {record["source"] for record in streams.lines()} == {"crm"}


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"body": "nonsense"}, 400, "unusable_body"),
        ({"body": "[]"}, 400, "unusable_body"),
        ({"body": '{"batch": 5}'}, 400, "unusable_body"),
        ({"body": b"x", "headers": {"content-encoding": "gzip"}, "query": "writeKey=WK"}, 400, ""),
        ({"body": BATCH, "headers": {}}, 401, "unknown_write_key"),
        ({"body": BATCH, "headers": {"authorization": "Basic WFg6"}}, 401, "unknown_write_key"),
        ({"body": BATCH, "path": "/v2/batch"}, 404, "not_found"),
        ({"body": BATCH, "method": "GET"}, 405, "method_not_allowed"),
        ({"body": '{"batch": [' + "1," * 2500 + "1]}"}, 413, "too_many_events"),
        ({"body": '{"batch": ["' + "x" * 512_000 + '"]}'}, 413, "body_too_large"),
    ],
)
def test_what_is_refused(
    send: Event,
    streams: Any,
    http_event: Event,
    changes: dict[str, Any],
    status: int,
    code: str,
) -> None:
    response = send(http_event(**changes))
    answered = json.loads(response["body"])
    assert response["statusCode"] == status
    assert answered["code"] == code or (not code and answered["code"])
    assert answered["message"]
    assert streams.calls == []


def test_an_unknown_key_in_the_header_is_refused_before_the_body_is_read(
    send: Event, http_event: Event
) -> None:
    headers = {"authorization": "Basic WFg6", "content-encoding": "gzip"}
    assert send(http_event(body=b"not gzip", headers=headers))["statusCode"] == 401


def test_without_kinesis_the_sender_is_told_to_come_again(
    sources_file: Path, invocation: Event, http_event: Event, fake_streams: Event
) -> None:
    broken: Any = fake_streams(fails=lambda call, position: True)
    tracker = make_tracker(sources_file, broken)
    response = tracker.handle(http_event(body=BATCH), invocation(1_000))
    assert response["statusCode"] == 503
    assert response["headers"]["retry-after"] == "5"
    assert json.loads(response["body"])["code"] == "unavailable"


def test_a_preflight_needs_no_key(send: Event, http_event: Event) -> None:
    event = http_event("/v1/t", method="OPTIONS", headers={"origin": "https://shop.example"})
    assert send(event)["statusCode"] == 204


@pytest.fixture
def deployed(aws: None) -> Iterator[Callable[..., Any]]:
    """The entry point, composed from the environment anew."""
    tracker_handler._tracker.forget()
    yield tracker_handler.handler
    tracker_handler._tracker.forget()


def test_an_oversize_body_is_stored_whole_before_the_put(
    deployed: Callable[..., Any], http_event: Event, invocation: Event
) -> None:
    body = json.dumps({"batch": [{"messageId": "m", "text": "x" * 300_000}]})
    assert deployed(http_event(body=body), invocation())["statusCode"] == 200
    [record] = read_stream("events-raw")
    assert "body" not in record
    key = record["body_ref"].removeprefix("s3://headwater-personal/")
    stored = boto3.client("s3").get_object(Bucket="headwater-personal", Key=key)
    assert stored["Body"].read() == body.encode()


def test_without_s3_an_oversize_body_is_not_acknowledged(
    deployed: Callable[..., Any],
    http_event: Event,
    invocation: Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HEADWATER_PERSONAL_BUCKET", "no-such-bucket")
    body = json.dumps({"batch": [{"text": "x" * 300_000}]})
    assert deployed(http_event(body=body), invocation())["statusCode"] == 503
    assert read_stream("events-raw") == []


def read_stream(stream: str) -> list[dict[str, Any]]:
    """All records of a stream in moto."""
    kinesis = boto3.client("kinesis")
    found = []
    for shard in kinesis.list_shards(StreamName=stream)["Shards"]:
        iterator = kinesis.get_shard_iterator(
            StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        found += kinesis.get_records(ShardIterator=iterator)["Records"]
    return [json.loads(record["Data"]) for record in found]
