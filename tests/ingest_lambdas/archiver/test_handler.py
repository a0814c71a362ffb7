"""The archive of arrivals."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.archiver.handler import LARGEST_RESPONSE, handler


def firehose_event(*data: bytes) -> dict[str, Any]:
    return {
        "records": [
            {
                "recordId": f"record-{n}",
                "data": base64.b64encode(content).decode(),
                "kinesisRecordMetadata": {
                    "shardId": "shardId-000000000001",
                    "sequenceNumber": str(500 + n),
                    "approximateArrivalTimestamp": 1_795_473_840_123,
                },
            }
            for n, content in enumerate(data)
        ]
    }


def lines(answer: dict[str, Any]) -> list[bytes]:
    return [base64.b64decode(record["data"]) for record in answer["records"]]


def test_a_record_keeps_its_bytes_and_gains_its_place(raw_record: Callable[..., Any]) -> None:
    data = json.dumps(raw_record({"batch": [{}, {}]}), indent=None).encode()
    answer = handler(firehose_event(data), None)
    [line] = lines(answer)
    assert answer["records"][0]["recordId"] == "record-0"
    assert answer["records"][0]["result"] == "Ok"
    assert data in line
    assert line.endswith(b"}\n")
    assert json.loads(line) == {
        "shard": "shardId-000000000001",
        "sequence": "500",
        "approximate_arrival": "2026-11-23T22:44:00.123Z",
        "record": json.loads(data),
    }


@pytest.mark.parametrize(
    "data", [b"nonsense", b"\xff\xfe", b"[1]", b'{"a":\n1}', b'{"a": 1e999}', b""]
)
def test_what_cannot_stand_in_a_line_is_kept_as_base64(data: bytes) -> None:
    [line] = lines(handler(firehose_event(data), None))
    archived = json.loads(line)
    assert line.count(b"\n") == 1
    assert archived["record"] is None
    assert base64.b64decode(archived["record_base64"]) == data


def test_the_response_stays_below_lambdas_limit_and_names_what_it_left_out() -> None:
    data = b'{"body":"' + b"x" * 1_000_000 + b'"}'
    answer = handler(firehose_event(*[data] * 6), None)
    results = [record["result"] for record in answer["records"]]
    assert results == ["Ok"] * 4 + ["ProcessingFailed"] * 2
    assert len(json.dumps(answer)) < LARGEST_RESPONSE
