"""Message ids in the archive of arrivals: what the journal of the sender is held against."""

import base64
from collections.abc import Iterator
from typing import Any

from ingest_lambdas.contract.archive import read_archive_line
from ingest_lambdas.contract.wire import BODIES
from orchestration.clients.lake import Lake

LARGEST_BODY_BYTES = 16 * 1024 * 1024


def archived_message_ids(lake: Lake, first_hour: str) -> set[str]:
    """The ids of all arrivals under `received/` from a load hour on."""
    return {
        message_id
        for file in lake.files("received", first=first_hour)
        for line in lake.lines(file)
        for message_id in _ids_of(lake, read_archive_line(line).record)
    }


def _ids_of(lake: Lake, record: dict[str, Any] | None) -> Iterator[str]:
    if record is None:
        return  # no request of the tracker's: it holds no id that could have been answered
    if "unread_bytes" in record:
        return  # too big to be read: it is one arrival, whatever ids are inside
    wire = BODIES[record["protocol"]]
    items = wire.read_body(_body_of(lake, record), record["endpoint"]).items
    for place, item in enumerate(items):
        yield wire.event_id(item) or record["message_ids"].get(str(place), "")


def _body_of(lake: Lake, record: dict[str, Any]) -> bytes:
    if "body_ref" in record:
        bucket, key = record["body_ref"].removeprefix("s3://").split("/", 1)
        stored = lake.client.get_object(Bucket=bucket, Key=key)["Body"]
        body: bytes = stored.read(LARGEST_BODY_BYTES)
        return body
    if "body_base64" in record:
        return base64.b64decode(record["body_base64"])
    text: str = record["body"]
    return text.encode()
