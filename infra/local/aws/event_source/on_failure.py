"""Where a batch goes that its function will not take: AWS's record of it, payload included."""

import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import orjson

from infra.local.aws.event_source.mapping import EventSourceMapping
from infra.local.aws.functions.function import FunctionError
from infra.local.aws.kinesis.shards import Shard
from infra.local.aws.object_store import ObjectStore
from infra.local.aws.record_log import Record

Condition = Literal["RetryAttemptsExhausted", "RecordAgeExceeded"]


@dataclass(frozen=True)
class Discard:
    """A batch that is given up; `attempts` invocations were made, the last with `error`."""

    records: Sequence[Record]
    condition: Condition
    attempts: int
    error: FunctionError | None
    event: dict[str, Any]


class FailureDestination:
    """An S3 bucket, optionally followed by a prefix (`arn:aws:s3:::bucket/prefix/`).

    AWS takes a bucket only and fixes the key from `aws/lambda/` on; the prefix goes before that.
    """

    def __init__(self, arn: str, store: ObjectStore, mapping: EventSourceMapping) -> None:
        self._bucket, _, self._prefix = arn.removeprefix("arn:aws:s3:::").partition("/")
        self._store = store
        self._mapping = mapping

    def put(self, discard: Discard, shard: Shard, arn: str, stop: threading.Event) -> bool:
        """Store a batch given up by the function `arn`; False only when stopped before."""
        now = datetime.now(UTC)
        name = f"{now:%Y-%m-%dT%H.%M.%S}-{uuid.uuid4()}"
        folder = f"aws/lambda/{self._mapping.uuid}/{shard.id}/{now:%Y/%m/%d}/"
        body = orjson.dumps(failure_record(discard, shard, self._mapping.stream_arn, arn, now))
        return self._store.put(self._bucket, self._prefix + folder + name, body, stop)


def failure_record(
    discard: Discard, shard: Shard, stream_arn: str, function_arn: str, now: datetime
) -> dict[str, Any]:
    """The documented invocation record of a Kinesis batch, `payload` being the whole event."""
    first, last = discard.records[0], discard.records[-1]
    request_id = discard.error.request_id if discard.error else str(uuid.uuid4())
    record = {
        "requestContext": {
            "requestId": request_id,
            "functionArn": function_arn,
            "condition": discard.condition,
            "approximateInvokeCount": discard.attempts,
        },
        "version": "1.0",
        "timestamp": _iso(now),
        "KinesisBatchInfo": {
            "shardId": shard.id,
            "startSequenceNumber": shard.sequence_number(first.position),
            "endSequenceNumber": shard.sequence_number(last.position),
            "approximateArrivalOfFirstRecord": _iso_of(first.arrival),
            "approximateArrivalOfLastRecord": _iso_of(last.arrival),
            "batchSize": len(discard.records),
            "streamArn": stream_arn,
        },
        "payload": orjson.dumps(discard.event).decode(),
    }
    if discard.attempts:
        answer = {"statusCode": 200, "executedVersion": "$LATEST"}
        record["responseContext"] = answer | (
            {"functionError": "Unhandled"} if discard.error else {}
        )
    return record


def _iso_of(milliseconds: int) -> str:
    return _iso(datetime.fromtimestamp(milliseconds / 1000, UTC))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
