"""PutRecord and PutRecords: checked, routed by hash key, throttled per shard, stored, answered."""

import base64
import binascii
from collections import defaultdict
from typing import Any

from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.http.errors import ServiceError
from infra.local.aws.kinesis.catalog import Stream, StreamCatalog
from infra.local.aws.kinesis.shards import HASH_SPACE, Shard, hash_key, shard_of
from infra.local.aws.kinesis.throttle import Throttle
from infra.local.aws.record_log import RecordLogs

MOST_RECORDS = 500
LARGEST_RECORD = 1024 * 1024
LARGEST_BATCH = 5 * 1024 * 1024
LONGEST_PARTITION_KEY = 256
Entry = tuple[Shard, str, bytes]


class RecordWriter:
    """The writing half of the API."""

    def __init__(
        self,
        catalog: StreamCatalog,
        logs: RecordLogs,
        throttle: Throttle,
        switchboard: Switchboard,
    ) -> None:
        self._catalog = catalog
        self._logs = logs
        self._throttle = throttle
        self._switchboard = switchboard

    def put_record(self, request: dict[str, Any]) -> dict[str, Any]:
        """PutRecord."""
        stream = self._catalog.require(request)
        (answer,) = self._put(stream, [_entry(stream, request)], "PutRecord")
        if "ErrorCode" in answer:
            raise ServiceError(answer["ErrorCode"], answer["ErrorMessage"])
        return answer

    def put_records(self, request: dict[str, Any]) -> dict[str, Any]:
        """PutRecords: every record has its own outcome, in the order of the request."""
        stream = self._catalog.require(request)
        entries = _entries(stream, request.get("Records"))
        answers = self._put(stream, entries, "PutRecords")
        failed = sum("ErrorCode" in answer for answer in answers)
        return {"FailedRecordCount": failed, "Records": answers}

    def _put(self, stream: Stream, entries: list[Entry], operation: str) -> list[dict[str, Any]]:
        failing = self._switchboard.failing(operation, len(entries))
        admitted: dict[int, list[tuple[str, bytes]]] = defaultdict(list)
        places: list[tuple[Shard, int] | None] = []
        for number, (shard, key, data) in enumerate(entries):
            size = len(data) + len(key)
            if number in failing or not self._throttle.admit(shard.log, 1, size):
                places.append(None)
                continue
            places.append((shard, len(admitted[shard.log])))
            admitted[shard.log].append((key, data))
        firsts = self._store(stream, admitted)
        return [
            _stored(place[0], firsts[place[0].log] + place[1])
            if place
            else _throttled(entries[number][0], stream)
            for number, place in enumerate(places)
        ]

    def _store(
        self, stream: Stream, admitted: dict[int, list[tuple[str, bytes]]]
    ) -> dict[int, int]:
        try:
            return self._logs.append(dict(admitted)) if admitted else {}
        except KeyError:
            message = f"Stream {stream.name} is being deleted."
            raise ServiceError("ResourceNotFoundException", message) from None


def _stored(shard: Shard, position: int) -> dict[str, Any]:
    return {"SequenceNumber": shard.sequence_number(position), "ShardId": shard.id}


def _throttled(shard: Shard, stream: Stream) -> dict[str, Any]:
    return {
        "ErrorCode": "ProvisionedThroughputExceededException",
        "ErrorMessage": f"Rate exceeded for shard {shard.id} in stream {stream.name}.",
    }


def _entries(stream: Stream, records: Any) -> list[Entry]:
    if not isinstance(records, list) or not 1 <= len(records) <= MOST_RECORDS:
        raise _invalid("records", f"Member must have length between 1 and {MOST_RECORDS}")
    entries = [_entry(stream, record) for record in records]
    if sum(len(key) + len(data) for _, key, data in entries) > LARGEST_BATCH:
        raise ServiceError("InvalidArgumentException", "Records size exceeds 5 MB limit")
    return entries


def _entry(stream: Stream, record: Any) -> Entry:
    key = record.get("PartitionKey") if isinstance(record, dict) else None
    if not isinstance(key, str) or not 1 <= len(key) <= LONGEST_PARTITION_KEY:
        raise _invalid("partitionKey", f"Member must have length 1 to {LONGEST_PARTITION_KEY}")
    try:
        data = base64.b64decode(record.get("Data", ""), validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise ServiceError("SerializationException", "Data is not base64.") from None
    if len(data) + len(key.encode()) > LARGEST_RECORD:
        raise _invalid("data", f"Member must have length at most {LARGEST_RECORD}")
    explicit = record.get("ExplicitHashKey")
    place = hash_key(key) if explicit is None else _explicit(explicit)
    return shard_of(stream.shards, place), key, data


def _explicit(value: Any) -> int:
    known = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 40
    if not known or int(value) >= HASH_SPACE:
        message = "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]."
        raise ServiceError("InvalidArgumentException", message)
    return int(value)


def _invalid(member: str, constraint: str) -> ServiceError:
    message = f"1 validation error detected: Value at '{member}' failed to satisfy: {constraint}"
    return ServiceError("ValidationException", message)
