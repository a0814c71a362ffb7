"""PutRecords made short: the same stream, the same answers and errors as boto3's own call."""

from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.kinesis_puts import KinesisPuts

RECORDS = [{"Data": bytes(range(256)), "PartitionKey": "k"}, {"Data": b"2", "PartitionKey": "é"}]


def client(endpoint: str = "http://127.0.0.1:1") -> Any:
    return boto3.client("kinesis", region_name="eu-west-1", endpoint_url=endpoint)


def test_records_are_on_the_stream_byte_for_byte(aws: None) -> None:
    answer = clients.kinesis_puts().put_records(StreamName="events-raw", Records=RECORDS)
    kinesis = boto3.client("kinesis")
    found = []
    for shard in kinesis.list_shards(StreamName="events-raw")["Shards"]:
        place = {"StreamName": "events-raw", "ShardId": shard["ShardId"]}
        iterator = kinesis.get_shard_iterator(**place, ShardIteratorType="TRIM_HORIZON")
        found += kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    assert sorted((r["Data"], r["PartitionKey"]) for r in found) == sorted(
        (r["Data"], r["PartitionKey"]) for r in RECORDS
    )
    assert answer["FailedRecordCount"] == 0
    assert len(answer["Records"]) == 2


def test_a_refusal_is_the_error_that_boto3_raises(aws: None) -> None:
    raised = []
    for put in (clients.kinesis_puts().put_records, boto3.client("kinesis").put_records):
        with pytest.raises(ClientError) as refusal:
            put(StreamName="no-such-stream", Records=RECORDS)
        raised.append(refusal.value)
    ours, theirs = raised
    assert str(ours) == str(theirs)
    assert ours.response["Error"]["Code"] == "ResourceNotFoundException"
    statuses = [error.response["ResponseMetadata"]["HTTPStatusCode"] for error in raised]
    assert statuses == [400, 400]


def test_a_session_token_is_sent_and_signed() -> None:
    seen: list[dict[str, str]] = []

    def answer(request: Any, **_: object) -> AWSResponse:
        seen.append(dict(request.headers))
        raw = type("Raw", (), {"stream": lambda self: iter([b'{"FailedRecordCount": 0}'])})()
        return AWSResponse(request.url, 200, {}, raw)

    kinesis = client()
    kinesis.meta.events.register("before-send.kinesis.PutRecords", answer)
    KinesisPuts(kinesis, Credentials("a", "s", "t")).put_records(StreamName="s", Records=RECORDS)
    assert seen[0]["x-amz-security-token"] == "t"
    assert "x-amz-security-token" in seen[0]["authorization"]


def test_without_credentials_nothing_is_sent() -> None:
    with pytest.raises(NoCredentialsError):
        KinesisPuts(client(), None).put_records(StreamName="s", Records=RECORDS)


def test_a_service_that_is_not_there_is_botocores_error() -> None:
    puts = KinesisPuts(client(), Credentials("a", "s"))
    with pytest.raises(EndpointConnectionError):
        puts.put_records(StreamName="s", Records=RECORDS)
