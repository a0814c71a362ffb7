"""The mapping at work on a stream, with functions that misbehave."""

import base64
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

REPORTING = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
TO_S3 = {"DestinationConfig": {"OnFailure": {"Destination": "arn:aws:s3:::bucket/errors/"}}}


def numbered(count: int) -> list[str]:
    return [f"item-{i:03d}" for i in range(count)]


def test_batches_are_bounded_and_in_order_and_events_are_lambdas(
    shop: Any, eventually: Callable[..., Any]
) -> None:
    shop.put(*numbered(25))
    poller = shop.consume(BatchSize=10)
    eventually(lambda: shop.behind(poller) == 0)
    assert [len(batch) for batch in shop.recorder.batches] == [10, 10, 5]
    assert shop.recorder.seen == numbered(25)
    record = shop.recorder.events[0]["Records"][0]
    assert record["eventID"] == f"shardId-000000000000:{record['kinesis']['sequenceNumber']}"
    assert record["eventName"] == "aws:kinesis:record"
    assert record["eventSourceARN"].endswith("stream/clicks")


def test_a_window_gathers_what_arrives_within_it(shop: Any, eventually: Callable[..., Any]) -> None:
    shop.consume(BatchSize=4, MaximumBatchingWindowInSeconds=300)
    shop.put("a", "b")
    shop.put("c", "d")
    eventually(lambda: shop.recorder.batches)
    assert shop.recorder.batches == [["a", "b", "c", "d"]]


def test_an_invocation_stays_within_lambdas_payload(
    shop: Any, eventually: Callable[..., Any]
) -> None:
    items = [f"{i}" + "x" * 1_000_000 for i in range(9)]
    shop.put(*items)
    poller = shop.consume(BatchSize=100)
    eventually(lambda: shop.behind(poller) == 0)
    assert shop.recorder.seen == items
    assert max(len(json.dumps(event)) for event in shop.recorder.events) <= 6 * 1024 * 1024


def test_it_resumes_at_the_lowest_failed_record(shop: Any, eventually: Callable[..., Any]) -> None:
    answers = iter([["item-006", "item-003"]])
    shop.recorder.behave = lambda batch: next(answers, None)
    shop.put(*numbered(8))
    poller = shop.consume(**REPORTING)
    eventually(lambda: shop.behind(poller) == 0)
    assert shop.recorder.batches == [numbered(8), numbered(8)[3:]]


def test_a_poison_record_is_isolated_and_given_up_with_its_payload(
    shop: Any, eventually: Callable[..., Any], objects: Callable[..., dict[str, bytes]]
) -> None:
    def behave(batch: list[str]) -> None:
        if "item-005" in batch:
            raise ValueError("poison")

    shop.recorder.behave = behave
    shop.put(*numbered(16))
    poller = shop.consume(BisectBatchOnFunctionError=True, MaximumRetryAttempts=1, **TO_S3)
    eventually(lambda: shop.behind(poller) == 0)
    taken = [item for batch in shop.recorder.batches if "item-005" not in batch for item in batch]
    assert taken == [item for item in numbered(16) if item != "item-005"]
    assert shop.recorder.batches.count(["item-005"]) == 2, "one attempt and one retry"
    ((key, body),) = objects("errors/").items()
    assert key.startswith(f"errors/aws/lambda/{poller._delivery.mapping.uuid}/shardId-00000000000")
    given_up = json.loads(body)
    assert given_up["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert given_up["requestContext"]["approximateInvokeCount"] == 2
    assert given_up["KinesisBatchInfo"]["batchSize"] == 1
    (record,) = json.loads(given_up["payload"])["Records"]
    assert base64.b64decode(record["kinesis"]["data"]) == b"item-005"


def test_without_bisecting_the_whole_batch_is_given_up(
    shop: Any, eventually: Callable[..., Any], objects: Callable[..., dict[str, bytes]]
) -> None:
    def behave(batch: list[str]) -> None:
        if "item-001" in batch:
            raise ValueError("poison")

    shop.recorder.behave = behave
    shop.put(*numbered(4))
    poller = shop.consume(BatchSize=3, MaximumRetryAttempts=0, **TO_S3)
    eventually(lambda: shop.behind(poller) == 0)
    assert shop.recorder.batches == [numbered(3), ["item-003"]]
    (body,) = objects("errors/").values()
    assert json.loads(body)["KinesisBatchInfo"]["batchSize"] == 3


def test_records_beyond_the_age_are_given_up_unseen(
    shop: Any,
    eventually: Callable[..., Any],
    objects: Callable[..., dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as past:
        past.setattr("time.time_ns", lambda: 1_700_000_000_000_000_000)
        shop.put("old-1", "old-2")
    shop.put("new")
    poller = shop.consume(MaximumRecordAgeInSeconds=3600, **TO_S3)
    eventually(lambda: shop.behind(poller) == 0)
    assert shop.recorder.seen == ["new"]
    (body,) = objects("errors/").values()
    assert json.loads(body)["KinesisBatchInfo"]["batchSize"] == 2


def test_a_function_that_times_out_is_a_failure(shop: Any, eventually: Callable[..., Any]) -> None:
    released = threading.Event()
    waits = iter([True])
    shop.recorder.behave = lambda batch: released.wait(30) and None if next(waits, False) else None
    shop.put("a")
    poller = shop.consume(timeout=1.0)
    eventually(lambda: shop.behind(poller) == 0)
    released.set()
    assert len(shop.recorder.batches) > 1
    assert set(shop.recorder.seen) == {"a"}


def test_parallel_lanes_keep_each_keys_order(shop: Any, eventually: Callable[..., Any]) -> None:
    items = [f"{i % 5}:{i:03d}" for i in range(200)]
    shop.put(*items, key=lambda item: item[0])
    poller = shop.consume(ParallelizationFactor=4, BatchSize=7)
    eventually(lambda: shop.behind(poller) == 0)
    assert sorted(shop.recorder.seen) == sorted(items)
    for key in "01234":
        of_key = [item for item in shop.recorder.seen if item[0] == key]
        assert of_key == sorted(of_key)


def test_a_stopped_mapping_goes_on_where_it_was(shop: Any, eventually: Callable[..., Any]) -> None:
    shop.put(*numbered(5))
    first = shop.consume()
    eventually(lambda: shop.behind(first) == 0)
    first.stop(5)
    shop.put("late")
    second = shop.consume()
    eventually(lambda: shop.behind(second) == 0)
    assert shop.recorder.seen == [*numbered(5), "late"]


def test_a_mapping_that_begins_at_the_tip_leaves_out_what_was_before(
    shop: Any, eventually: Callable[..., Any]
) -> None:
    shop.put("before")
    poller = shop.consume(StartingPosition="LATEST")
    eventually(lambda: shop.behind(poller) == 0)
    shop.put("after")
    eventually(lambda: shop.recorder.seen)
    assert shop.recorder.seen == ["after"]


def test_a_stream_made_again_is_consumed_from_its_beginning(
    shop: Any, eventually: Callable[..., Any]
) -> None:
    shop.put("old")
    poller = shop.consume()
    eventually(lambda: shop.behind(poller) == 0)
    shop.kinesis.catalog.delete(shop.kinesis.catalog.require({"StreamName": "clicks"}))
    shop.kinesis.catalog.create("clicks", 1, "PROVISIONED")
    shop.put("new")
    eventually(lambda: shop.recorder.seen == ["old", "new"])
