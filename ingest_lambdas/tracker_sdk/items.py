"""A call → the item of a Segment batch, as one line of JSON. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from ingest_lambdas.contract.event_time import format_moment

LIBRARY = {"name": "headwater-python", "version": "1"}
# A Kinesis record holds 1 MiB: the item inside a JSON text, and what surrounds it.
LARGEST_ITEM = 1_000_000


class Unsendable(ValueError):
    """The call cannot be written as an item: says why."""


def write_item(kind: str, fields: Mapping[str, Any], now: datetime, message_id: str) -> bytes:
    """The item, without line breaks. Raises Unsendable.

    Values that JSON does not know are written as their text; absent fields (None) are left out.
    """
    item = {name: value for name, value in fields.items() if value is not None}
    item["type"] = kind
    item["messageId"] = item.get("messageId") or message_id
    item["timestamp"] = _moment(item.get("timestamp"), now)
    item["context"] = {"library": LIBRARY, **item.get("context", {})}
    if not (item.get("userId") or item.get("anonymousId")):
        raise Unsendable("a call needs user_id or anonymous_id")
    try:
        written = orjson.dumps(item, default=str, option=orjson.OPT_NON_STR_KEYS)
    except (TypeError, ValueError, RecursionError) as error:
        raise Unsendable(f"a call cannot be written as JSON: {error}") from error
    # A copy of its own size: what orjson gives holds a buffer of kilobytes as long as it lives.
    line = bytes(memoryview(written))
    if (size := size_inside_text(line)) > LARGEST_ITEM:
        raise Unsendable(f"a call of {size} bytes; at most {LARGEST_ITEM} can be sent")
    return line


def size_inside_text(line: bytes) -> int:
    """Bytes of a line of JSON inside a JSON text, with the comma before the next one.

    A line has no control characters, so only quotes and backslashes are escaped.
    """
    return len(line) + line.count(b'"') + line.count(b"\\") + 1


def _moment(given: object, now: datetime) -> str:
    if isinstance(given, datetime):
        return format_moment(given if given.tzinfo else given.replace(tzinfo=now.tzinfo))
    return str(given) if given else format_moment(now)
