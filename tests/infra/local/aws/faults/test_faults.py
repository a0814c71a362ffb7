"""Faults switched on over HTTP, as they reach a real client."""

import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError

import orjson
import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.kinesis.service import Kinesis

Switch = Callable[..., Any]
PUT = {"StreamName": "clicks", "Data": b"x", "PartitionKey": "k"}


@pytest.fixture
def switch(kinesis_port: int, kinesis: Kinesis) -> Switch:
    kinesis.catalog.create("clicks", 1, "PROVISIONED")

    def send(method: str = "POST", key: str = "HWTESTKEY", **fault: Any) -> Any:
        authorization = f"AWS4-HMAC-SHA256 Credential={key}/20261123/eu-west-1/faults/aws4_request"
        request = urllib.request.Request(
            f"http://127.0.0.1:{kinesis_port}/_faults",
            orjson.dumps(fault) if fault else None,
            {"Authorization": authorization},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=5) as answer:
            return orjson.loads(answer.read())

    return send


def stored(kinesis: Kinesis) -> int:
    (shard,) = kinesis.catalog.require(PUT).shards
    return kinesis.logs.extent(shard.log).next - 1


def test_a_throttle_strikes_as_often_as_told(api: Any, switch: Switch) -> None:
    assert switch(kind="throttle", operation="PutRecord", times=2)[0]["times"] == 2
    for _ in range(2):
        with pytest.raises(ClientError, match="ProvisionedThroughputExceededException"):
            api.put_record(**PUT)
    api.put_record(**PUT)
    assert switch("GET") == []


def test_a_partial_failure_is_told_record_by_record(
    api: Any, switch: Switch, kinesis: Kinesis
) -> None:
    switch(kind="partial", operation="PutRecords", fraction=0.25)
    records = [{"Data": b"x", "PartitionKey": "k"}] * 8
    answer = api.put_records(StreamName="clicks", Records=records)
    failed = [i for i, r in enumerate(answer["Records"]) if "ErrorCode" in r]
    assert failed == [3, 7]
    assert (answer["FailedRecordCount"], stored(kinesis)) == (2, 6)


def test_a_refusal_has_a_status_on_which_clients_retry(api: Any, switch: Switch) -> None:
    switch(kind="refuse")
    with pytest.raises(ClientError) as refused:
        api.list_streams()
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503


@pytest.mark.parametrize(("after", "count"), [(False, 0), (True, 1)])
def test_a_reset_leaves_the_client_in_doubt(
    api: Any, switch: Switch, kinesis: Kinesis, after: bool, count: int
) -> None:
    switch(kind="reset", operation="PutRecord", after=after)
    with pytest.raises(ConnectionClosedError):
        api.put_record(**PUT)
    assert stored(kinesis) == count


def test_faults_are_removed(api: Any, switch: Switch) -> None:
    switch(kind="refuse", times=None)
    assert switch("DELETE") == []
    assert api.list_streams()["StreamNames"] == ["clicks"]


def test_strangers_and_nonsense_switch_nothing(switch: Switch, switchboard: Switchboard) -> None:
    with pytest.raises(HTTPError, match="400"):
        switch(key="STRANGER", kind="refuse")
    with pytest.raises(HTTPError, match="400"):
        switch(kind="earthquake")
    with pytest.raises(HTTPError, match="400"):
        switch(kind="slow", seconds=10_000)
    assert switchboard.listed() == []
