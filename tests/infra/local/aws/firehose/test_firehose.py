"""Firehose over HTTP, into an S3."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.lag import lag_report

HOUR = 3_600_000_000_000


def put(api: Any, *lines: bytes) -> None:
    answer = api.put_record_batch(DeliveryStreamName="d", Records=[{"Data": x} for x in lines])
    assert answer["FailedPutCount"] == 0


def test_direct_puts_land_whole_and_in_order_under_their_hour(
    firehose: Any,
    deliveries_api: Any,
    create: Callable[..., None],
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    create(deliveries_api, BufferingHints={"IntervalInSeconds": 1, "SizeInMBs": 1})
    lines = [f'{{"n":{i}}}\n'.encode() for i in range(600)]
    put(deliveries_api, *lines[:300])
    put(deliveries_api, *lines[300:])
    eventually(firehose.drained)
    found = objects("events/")
    landed = b"".join(found.values()).splitlines(keepends=True)
    assert sorted(landed) == sorted(lines)
    for body in found.values():
        numbers = [json.loads(line)["n"] for line in body.splitlines()]
        assert numbers == sorted(numbers)
    for key in found:
        folder, name = key.rsplit("/", 1)
        assert folder.startswith("events/load_hour=20")
        assert name.startswith("d-1-20")
        assert name.endswith(".gz")
    with firehose.around.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (0,)


def test_a_full_buffer_is_delivered_before_its_time(
    firehose: Any,
    deliveries_api: Any,
    create: Callable[..., None],
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    create(deliveries_api, BufferingHints={"IntervalInSeconds": 900, "SizeInMBs": 1})
    for _ in range(3):
        put(deliveries_api, b"x" * 600_000)
    eventually(lambda: objects("events/"))
    assert not firehose.drained()
    assert all(len(body) <= 1_200_000 for body in objects("events/").values())


def test_no_file_spans_two_hours(
    firehose: Any,
    deliveries_api: Any,
    create: Callable[..., None],
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    create(deliveries_api, BufferingHints={"IntervalInSeconds": 2, "SizeInMBs": 1})
    (delivery,) = firehose.service.deliveries()
    queue = delivery.stream.queue
    for hour in (500_000, 500_000, 500_001):
        with monkeypatch.context() as clock:
            clock.setattr("time.time_ns", lambda hour=hour: hour * HOUR)
            firehose.around.logs.append({queue: [("", str(hour).encode())]})
    eventually(firehose.drained)
    by_hour: dict[str, bytes] = {}
    for key, body in sorted(objects("events/").items()):
        hour = key.split("/")[1]
        by_hour[hour] = by_hour.get(hour, b"") + body
    assert by_hour == {
        "load_hour=2027-01-15-08": b"500000500000",
        "load_hour=2027-01-15-09": b"500001",
    }


def test_an_s3_that_fails_delays_its_stream_and_loses_nothing(
    firehose: Any,
    deliveries_api: Any,
    create: Callable[..., None],
    s3: Any,
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    create(deliveries_api, BucketARN="arn:aws:s3:::later")
    put(deliveries_api, b"a")
    put(deliveries_api, b"b")
    eventually(lambda: firehose.service.deliveries()[0].buffered_bytes)
    assert not firehose.drained()
    firehose.restart()
    s3.create_bucket(Bucket="later", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    eventually(firehose.drained)
    assert b"".join(objects(bucket="later").values()) in (b"ab", b"ba")


def test_creating_again_is_refused_and_unknown_sources_too(
    firehose: Any, deliveries_api: Any, create: Callable[..., None]
) -> None:
    create(deliveries_api)
    with pytest.raises(ClientError, match="ResourceInUseException"):
        create(deliveries_api)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        create(deliveries_api, source="unknown")
    assert deliveries_api.list_delivery_streams()["DeliveryStreamNames"] == ["d"]
    described = deliveries_api.describe_delivery_stream(DeliveryStreamName="d")
    assert described["DeliveryStreamDescription"]["DeliveryStreamStatus"] == "ACTIVE"
    deliveries_api.delete_delivery_stream(DeliveryStreamName="d")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        deliveries_api.describe_delivery_stream(DeliveryStreamName="d")


def test_a_partial_failure_stores_exactly_the_rest(
    firehose: Any,
    deliveries_api: Any,
    create: Callable[..., None],
    switchboard: Switchboard,
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    create(deliveries_api)
    switchboard.switch_on({"kind": "partial", "operation": "PutRecordBatch", "fraction": 0.5})
    records = [{"Data": bytes([65 + i])} for i in range(6)]
    answer = deliveries_api.put_record_batch(DeliveryStreamName="d", Records=records)
    kept = [
        record["Data"]
        for record, outcome in zip(records, answer["RequestResponses"], strict=True)
        if "RecordId" in outcome
    ]
    assert (answer["FailedPutCount"], len(kept)) == (3, 3)
    eventually(firehose.drained)
    assert b"".join(objects("events/").values()) == b"".join(kept)


def test_what_is_acknowledged_but_undelivered_is_behind(
    firehose: Any, deliveries_api: Any, create: Callable[..., None], eventually: Callable[..., Any]
) -> None:
    create(deliveries_api, BufferingHints={"IntervalInSeconds": 900, "SizeInMBs": 1})
    put(deliveries_api, b"12345", b"678")
    eventually(lambda: firehose.service.deliveries()[0].buffered_bytes == 8)
    report = lag_report(firehose.around.checkpoints, [], firehose.service.deliveries())
    assert report == {
        "consumers": [{"name": "d", "kind": "firehose", "behind_records": 2, "buffered_bytes": 8}],
        "drained": False,
    }
