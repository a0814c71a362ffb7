"""GetShardIterator and GetRecords."""

import base64
import time
from typing import Any

from infra.local.aws.http.errors import ServiceError
from infra.local.aws.kinesis.catalog import StreamCatalog
from infra.local.aws.kinesis.iterators import Place, from_token, to_token
from infra.local.aws.kinesis.shards import Shard
from infra.local.aws.kinesis.throttle import Throttle
from infra.local.aws.record_log import Extent, Record, RecordLogs

MOST_RECORDS = 10_000
MOST_BYTES = 10 * 1024 * 1024


class RecordReader:
    """The reading half of the API."""

    def __init__(self, catalog: StreamCatalog, logs: RecordLogs, throttle: Throttle) -> None:
        self._catalog = catalog
        self._logs = logs
        self._throttle = throttle

    def get_shard_iterator(self, request: dict[str, Any]) -> dict[str, Any]:
        """GetShardIterator, of the five types."""
        stream = self._catalog.require(request)
        shard = stream.shard(str(request.get("ShardId", "")))
        position = self._starting_position(shard, request)
        return {"ShardIterator": to_token(Place(stream.name, shard.id, shard.log, position))}

    def get_records(self, request: dict[str, Any]) -> dict[str, Any]:
        """GetRecords: up to Limit records and 10 MB, and how far behind the tip they end."""
        limit = request.get("Limit", MOST_RECORDS)
        if not isinstance(limit, int) or not 1 <= limit <= MOST_RECORDS:
            raise ServiceError("InvalidArgumentException", f"Limit is within 1 and {MOST_RECORDS}.")
        place = from_token(request.get("ShardIterator"))
        shard = self._catalog.require({"StreamName": place.stream}).shard(place.shard_id)
        if shard.log != place.log:
            raise ServiceError("ResourceNotFoundException", "The iterator's stream was deleted.")
        if not self._throttle.admit(shard.log, 1):
            message = f"Rate exceeded for shard {shard.id}."
            raise ServiceError("ProvisionedThroughputExceededException", message)
        extent = self._logs.extent(shard.log)
        records = self._logs.read(shard.log, place.position, limit, MOST_BYTES)
        position = records[-1].position + 1 if records else max(place.position, extent.first)
        return {
            "Records": [_described(shard, record) for record in records],
            "NextShardIterator": to_token(Place(place.stream, shard.id, shard.log, position)),
            "MillisBehindLatest": self._millis_behind(shard, extent, position),
        }

    def _millis_behind(self, shard: Shard, extent: Extent, position: int) -> int:
        if position >= extent.next:
            return 0
        now = time.time_ns() // 1_000_000
        return max(
            (now - unread.arrival for unread in self._logs.read(shard.log, position, 1, 0)),
            default=0,
        )

    def _starting_position(self, shard: Shard, request: dict[str, Any]) -> int:
        kind = request.get("ShardIteratorType")
        extent = self._logs.extent(shard.log)
        if kind == "TRIM_HORIZON":
            return extent.first
        if kind == "LATEST":
            return extent.next
        if kind == "AT_TIMESTAMP":
            return self._logs.position_at(shard.log, _milliseconds(request.get("Timestamp")))
        if kind in ("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"):
            position = shard.position(str(request.get("StartingSequenceNumber", "")))
            return position + int(kind == "AFTER_SEQUENCE_NUMBER")
        raise ServiceError("InvalidArgumentException", f"Unknown ShardIteratorType {kind!r}.")


def _milliseconds(timestamp: Any) -> int:
    if not isinstance(timestamp, int | float):
        raise ServiceError("InvalidArgumentException", "Timestamp is a number of seconds.")
    return int(timestamp * 1000)


def _described(shard: Shard, record: Record) -> dict[str, Any]:
    return {
        "SequenceNumber": shard.sequence_number(record.position),
        "ApproximateArrivalTimestamp": record.arrival / 1000,
        "Data": base64.b64encode(record.data).decode(),
        "PartitionKey": record.partition_key,
    }
