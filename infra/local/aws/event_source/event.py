"""Kinesis records as Lambda hands them to a function."""

import base64
from collections.abc import Sequence
from typing import Any

from infra.local.aws.account import Account
from infra.local.aws.kinesis.shards import Shard
from infra.local.aws.record_log import Record

# What surrounds a record's data and partition key in an event, rounded up.
OVERHEAD_PER_RECORD = 700


def encoded_size(record: Record) -> int:
    """At most how many bytes a record takes in an event."""
    key = len(record.partition_key.encode()) * 2
    return (len(record.data) + 2) // 3 * 4 + key + OVERHEAD_PER_RECORD


def kinesis_event(
    records: Sequence[Record], shard: Shard, stream_arn: str, account: Account
) -> dict[str, Any]:
    """The event of one invocation."""
    surrounding = {
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": f"arn:aws:iam::{account.number}:role/event-source",
        "awsRegion": account.region,
        "eventSourceARN": stream_arn,
    }
    return {"Records": [_described(record, shard) | surrounding for record in records]}


def _described(record: Record, shard: Shard) -> dict[str, Any]:
    sequence_number = shard.sequence_number(record.position)
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": record.partition_key,
            "sequenceNumber": sequence_number,
            "data": base64.b64encode(record.data).decode(),
            "approximateArrivalTimestamp": record.arrival / 1000,
        },
        "eventID": f"{shard.id}:{sequence_number}",
    }
