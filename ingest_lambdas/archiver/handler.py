"""The archiver Lambda: adds to each archived record its place on the stream.

Firehose itself does not write shard and sequence, without which no arrival could be named. The
record's bytes stay as they are, inside a line of JSON; bytes that cannot stand in such a line
(not a JSON object, or with line breaks) are kept as `record_base64`.
"""

import base64
from typing import Any, Literal, TypedDict

import orjson

from ingest_lambdas.contract.event_time import format_moment, from_epoch_milliseconds
from ingest_lambdas.runtime.observability import count

SERVICE = "archiver"
LARGEST_RESPONSE = 6 * 1024 * 1024 - 64 * 1024
BYTES_AROUND_DATA = 128


class Transformed(TypedDict):
    """Firehose's answer for one record; `data` is base64."""

    recordId: str
    result: Literal["Ok", "ProcessingFailed"]
    data: str


def archive_line(shard: str, sequence: str, approximate_arrival: str, data: bytes) -> bytes:
    """One line of received/: the record with its place on the stream."""
    place = {"shard": shard, "sequence": sequence, "approximate_arrival": approximate_arrival}
    if _embeddable(data):
        return orjson.dumps(place)[:-1] + b',"record":' + data + b"}\n"
    kept = base64.b64encode(data).decode()
    return orjson.dumps(place | {"record": None, "record_base64": kept}) + b"\n"


def _embeddable(data: bytes) -> bool:
    if b"\n" in data or b"\r" in data:
        return False
    try:
        return isinstance(orjson.loads(data), dict)
    except orjson.JSONDecodeError:
        return False


def _transform(record: dict[str, Any]) -> Transformed:
    place = record["kinesisRecordMetadata"]
    line = archive_line(
        place["shardId"],
        place["sequenceNumber"],
        format_moment(from_epoch_milliseconds(place["approximateArrivalTimestamp"])),
        base64.b64decode(record["data"]),
    )
    data = base64.b64encode(line).decode()
    return {"recordId": record["recordId"], "result": "Ok", "data": data}


def handler(event: dict[str, Any], context: object) -> dict[str, list[Transformed]]:
    """Lambda's entry point.

    What would take the response over Lambda's limit is marked failed: Firehose then writes those
    records under its error prefix, from where they can be read again, instead of losing all.
    """
    size = 0
    transformed: list[Transformed] = []
    for record in event["records"]:
        done = _transform(record)
        size += len(done["data"]) + len(done["recordId"]) + BYTES_AROUND_DATA
        if size > LARGEST_RESPONSE:
            done = {**done, "result": "ProcessingFailed", "data": ""}
        transformed.append(done)
    failed = sum(done["result"] != "Ok" for done in transformed)
    count(SERVICE, {"archived": len(transformed) - failed, "archive_failed": failed})
    return {"records": transformed}
