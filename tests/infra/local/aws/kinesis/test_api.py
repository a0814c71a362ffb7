import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.aws.kinesis.service import Kinesis
from infra.local.aws.kinesis.throttle import ShardLimits


@pytest.fixture
def stream(api: Any) -> str:
    api.create_stream(StreamName="clicks", ShardCount=2)
    return "clicks"


def read_all(api: Any, stream: str, shard: str, **start: Any) -> list[dict[str, Any]]:
    start = start or {"ShardIteratorType": "TRIM_HORIZON"}
    iterator = api.get_shard_iterator(StreamName=stream, ShardId=shard, **start)["ShardIterator"]
    found = []
    while records := (answer := api.get_records(ShardIterator=iterator, Limit=3))["Records"]:
        found += records
        iterator = answer["NextShardIterator"]
    return found


def error_code(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return str(refused.value.response["Error"]["Code"])


def test_what_is_put_is_read_back_from_its_shard_in_order(api: Any, stream: str) -> None:
    records = [{"Data": f"{i}".encode(), "PartitionKey": f"visitor-{i % 7}"} for i in range(50)]
    answers = api.put_records(StreamName=stream, Records=records)
    assert answers["FailedRecordCount"] == 0
    for shard in ("shardId-000000000000", "shardId-000000000001"):
        expected = [
            (answer["SequenceNumber"], record["Data"], record["PartitionKey"])
            for record, answer in zip(records, answers["Records"], strict=True)
            if answer["ShardId"] == shard
        ]
        found = read_all(api, stream, shard)
        assert [(r["SequenceNumber"], r["Data"], r["PartitionKey"]) for r in found] == expected
        assert expected


def test_the_five_kinds_of_iterator(api: Any, stream: str) -> None:
    put = [
        api.put_record(StreamName=stream, Data=bytes([i]), PartitionKey="k", ExplicitHashKey="0")
        for i in range(4)
    ]
    numbers, shard = [answer["SequenceNumber"] for answer in put], put[0]["ShardId"]

    def from_(kind: str, **start: Any) -> list[int]:
        found = read_all(api, stream, shard, ShardIteratorType=kind, **start)
        return [record["Data"][0] for record in found]

    assert shard == "shardId-000000000000"
    assert from_("TRIM_HORIZON") == [0, 1, 2, 3]
    assert from_("LATEST") == []
    assert from_("AT_SEQUENCE_NUMBER", StartingSequenceNumber=numbers[2]) == [2, 3]
    assert from_("AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=numbers[2]) == [3]
    assert from_("AT_TIMESTAMP", Timestamp=time.time() - 60) == [0, 1, 2, 3]
    assert from_("AT_TIMESTAMP", Timestamp=time.time() + 60) == []


def test_an_iterator_at_the_tip_sees_what_comes_later(api: Any, stream: str) -> None:
    where = {"StreamName": stream, "ShardId": "shardId-000000000000"}
    iterator = api.get_shard_iterator(**where, ShardIteratorType="LATEST")["ShardIterator"]
    empty = api.get_records(ShardIterator=iterator)
    assert (empty["Records"], empty["MillisBehindLatest"]) == ([], 0)
    api.put_record(StreamName=stream, Data=b"new", PartitionKey="k", ExplicitHashKey="0")
    later = api.get_records(ShardIterator=empty["NextShardIterator"])
    assert [record["Data"] for record in later["Records"]] == [b"new"]


def test_creating_again_is_refused_by_the_name_that_clients_expect(api: Any, stream: str) -> None:
    assert (
        error_code(api.create_stream, StreamName=stream, ShardCount=2) == "ResourceInUseException"
    )
    api.get_waiter("stream_exists").wait(StreamName=stream)
    summary = api.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
    assert (summary["OpenShardCount"], summary["StreamStatus"]) == (2, "ACTIVE")
    assert len(api.list_shards(StreamName=stream)["Shards"]) == 2
    assert api.list_streams()["StreamNames"] == [stream]


def test_limits_are_refused_as_aws_refuses_them(api: Any, stream: str) -> None:
    many = [{"Data": b"", "PartitionKey": "k"}] * 501
    assert error_code(api.put_records, StreamName=stream, Records=many) == "ValidationException"
    large = [{"Data": bytes(1024 * 1024), "PartitionKey": "k"}]
    assert error_code(api.put_records, StreamName=stream, Records=large) == "ValidationException"
    heavy = [{"Data": bytes(1_000_000), "PartitionKey": "k"}] * 6
    code = error_code(api.put_records, StreamName=stream, Records=heavy)
    assert code == "InvalidArgumentException"
    unknown = {"StreamName": "other", "Data": b"", "PartitionKey": "k"}
    assert error_code(api.put_record, **unknown) == "ResourceNotFoundException"
    beyond = {
        "StreamName": stream,
        "Data": b"",
        "PartitionKey": "k",
        "ExplicitHashKey": str(2**128),
    }
    assert error_code(api.put_record, **beyond) == "InvalidArgumentException"
    timeless = {"StreamName": stream, "ShardId": "shardId-000000000000"}
    timeless["ShardIteratorType"] = "AT_TIMESTAMP"
    assert error_code(api.get_shard_iterator, **timeless) == "InvalidArgumentException"
    assert error_code(api.get_records, ShardIterator="bm9uZQ==") == "InvalidArgumentException"


@pytest.mark.parametrize("limits", [ShardLimits(records_per_second=50, reads_per_second=1000)])
def test_a_shard_takes_no_more_than_its_limit_and_says_so_per_record(api: Any, stream: str) -> None:
    records = [{"Data": b"x", "PartitionKey": "k", "ExplicitHashKey": "0"}] * 500
    answers = [api.put_records(StreamName=stream, Records=records) for _ in range(2)]
    failed = [r for answer in answers for r in answer["Records"] if "ErrorCode" in r]
    assert {r["ErrorCode"] for r in failed} == {"ProvisionedThroughputExceededException"}
    assert sum(answer["FailedRecordCount"] for answer in answers) == len(failed)
    stored = len(read_all_fast(api, stream))
    assert stored == 1000 - len(failed)


def read_all_fast(api: Any, stream: str) -> list[dict[str, Any]]:
    where = {"StreamName": stream, "ShardId": "shardId-000000000000"}
    iterator = api.get_shard_iterator(**where, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    return list(api.get_records(ShardIterator=iterator)["Records"])


def test_requests_without_the_installations_key_are_refused(
    api: Any, stream: str, kinesis_port: int, client: Callable[..., Any]
) -> None:
    stranger = client("kinesis", kinesis_port, key="AKIASTRANGER")
    assert error_code(stranger.list_streams) == "UnrecognizedClientException"
    assert api.list_streams()["StreamNames"] == [stream]


def test_a_stream_made_again_has_none_of_the_old_records(
    api: Any, stream: str, kinesis: Kinesis
) -> None:
    old = api.put_record(StreamName=stream, Data=b"old", PartitionKey="k")
    api.delete_stream(StreamName=stream)
    api.create_stream(StreamName=stream, ShardCount=2)
    assert read_all(api, stream, old["ShardId"]) == []
    kinesis.retention.sweep(time.time())
    with kinesis.logs._database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (0,)


def test_records_past_their_retention_are_trimmed(api: Any, stream: str, kinesis: Kinesis) -> None:
    put = api.put_record(StreamName=stream, Data=b"old", PartitionKey="k")
    api.increase_stream_retention_period(StreamName=stream, RetentionPeriodHours=48)
    kinesis.retention.sweep(time.time() + 47 * 3600)
    assert len(read_all(api, stream, put["ShardId"])) == 1
    kinesis.retention.sweep(time.time() + 49 * 3600)
    assert read_all(api, stream, put["ShardId"]) == []
