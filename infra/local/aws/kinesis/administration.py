"""Creating, describing and deleting streams."""

import re
from typing import Any

from infra.local.aws.http.errors import ServiceError
from infra.local.aws.kinesis.catalog import DEFAULT_RETENTION_HOURS, Stream, StreamCatalog
from infra.local.aws.record_log import RecordLogs

MOST_SHARDS = 200
ON_DEMAND_SHARDS = 4
LONGEST_RETENTION_HOURS = 8_760
_NAME = re.compile(r"^[a-zA-Z0-9_.-]{1,128}$")


class StreamAdministration:
    """The control half of the API."""

    def __init__(self, catalog: StreamCatalog, logs: RecordLogs) -> None:
        self._catalog = catalog
        self._logs = logs

    def create_stream(self, request: dict[str, Any]) -> None:
        """CreateStream; the stream is ACTIVE at once."""
        name, mode = request.get("StreamName"), request.get("StreamModeDetails", {})
        if not isinstance(name, str) or not _NAME.match(name):
            raise ServiceError("ValidationException", "StreamName fails [a-zA-Z0-9_.-]{1,128}.")
        kind = mode.get("StreamMode", "PROVISIONED")
        count = request.get("ShardCount", ON_DEMAND_SHARDS if kind == "ON_DEMAND" else None)
        if not isinstance(count, int) or not 1 <= count <= MOST_SHARDS:
            raise ServiceError("ValidationException", f"ShardCount is within 1 and {MOST_SHARDS}.")
        self._catalog.create(name, count, kind)

    def delete_stream(self, request: dict[str, Any]) -> None:
        """DeleteStream."""
        self._catalog.delete(self._catalog.require(request))

    def list_streams(self, request: dict[str, Any]) -> dict[str, Any]:
        """ListStreams."""
        after = request.get("ExclusiveStartStreamName", "")
        limit = int(request.get("Limit", 100))
        names = [name for name in self._catalog.names() if name > after]
        return {"StreamNames": names[:limit], "HasMoreStreams": len(names) > limit}

    def describe_stream(self, request: dict[str, Any]) -> dict[str, Any]:
        """DescribeStream, with all shards."""
        stream = self._catalog.require(request)
        described = _description(stream)
        described |= {"Shards": self._shards(stream, request), "HasMoreShards": False}
        return {"StreamDescription": described}

    def describe_stream_summary(self, request: dict[str, Any]) -> dict[str, Any]:
        """DescribeStreamSummary."""
        stream = self._catalog.require(request)
        summary = _description(stream)
        summary |= {"OpenShardCount": len(stream.shards), "ConsumerCount": 0}
        return {"StreamDescriptionSummary": summary}

    def list_shards(self, request: dict[str, Any]) -> dict[str, Any]:
        """ListShards; always one page, so there is never a NextToken."""
        return {"Shards": self._shards(self._catalog.require(request), request)}

    def change_retention(self, request: dict[str, Any]) -> None:
        """IncreaseStreamRetentionPeriod and DecreaseStreamRetentionPeriod."""
        stream = self._catalog.require(request)
        hours = request.get("RetentionPeriodHours")
        low, high = DEFAULT_RETENTION_HOURS, LONGEST_RETENTION_HOURS
        if not isinstance(hours, int) or not low <= hours <= high:
            message = f"RetentionPeriodHours is within {low} and {high}."
            raise ServiceError("InvalidArgumentException", message)
        self._catalog.retain(stream, hours)

    def _shards(self, stream: Stream, request: dict[str, Any]) -> list[dict[str, Any]]:
        after = request.get("ExclusiveStartShardId", "")
        return [
            {
                "ShardId": shard.id,
                "HashKeyRange": {
                    "StartingHashKey": str(shard.start_hash),
                    "EndingHashKey": str(shard.end_hash),
                },
                "SequenceNumberRange": {
                    "StartingSequenceNumber": shard.sequence_number(
                        self._logs.extent(shard.log).first
                    )
                },
            }
            for shard in stream.shards
            if shard.id > after
        ]


def _description(stream: Stream) -> dict[str, Any]:
    return {
        "StreamName": stream.name,
        "StreamARN": stream.arn,
        "StreamStatus": "ACTIVE",
        "StreamModeDetails": {"StreamMode": stream.mode},
        "RetentionPeriodHours": stream.retention_hours,
        "StreamCreationTimestamp": stream.born,
        "EnhancedMonitoring": [{"ShardLevelMetrics": []}],
        "EncryptionType": "NONE",
    }
