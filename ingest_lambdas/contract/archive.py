"""Lines of received/: an events-raw record with its place on the stream, as the archiver writes."""

import base64
from typing import Any, NamedTuple

import orjson


class ArchivedRecord(NamedTuple):
    """One archived record; `record` is None where its bytes are no JSON object."""

    shard: str
    sequence: str
    record: dict[str, Any] | None
    approximate_arrival: str = ""


def read_archive_line(line: bytes) -> ArchivedRecord:
    """The record of one line. Raises JSONDecodeError or KeyError for what is no archive line."""
    archived = orjson.loads(line)
    record = archived["record"]
    if record is None:
        record = _read_object(base64.b64decode(archived["record_base64"]))
    arrived = archived.get("approximate_arrival", "")
    return ArchivedRecord(archived["shard"], archived["sequence"], record, arrived)


def _read_object(data: bytes) -> dict[str, Any] | None:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None
