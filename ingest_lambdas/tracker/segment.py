"""Segment's HTTP API: a request's body → the record for events-raw. Pure, but for new ids."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from ingest_lambdas.contract.envelope import RECORD_VERSION, RawRecord
from ingest_lambdas.contract.event_time import format_moment
from ingest_lambdas.contract.identity import client_message_id
from ingest_lambdas.contract.segment_body import BATCH, read_body
from ingest_lambdas.runtime.http_api import Request
from ingest_lambdas.tracker.auth import key_in_body

_CALLS = ("track", "page", "screen", "identify", "group", "alias", BATCH)
ENDPOINTS = {f"/v1/{call}": call for call in _CALLS} | {f"/v1/{call[0]}": call for call in _CALLS}


@dataclass(frozen=True, slots=True)
class Submission:
    """What a body holds: the number of items, ids for those that came without, its write key."""

    count: int
    message_ids: dict[str, str]
    write_key: str | None


def inspect(body: bytes, endpoint: str, new_id: Callable[[], object] = uuid4) -> Submission:
    """Reads a body once, to count and to name. Raises segment_body.Unreadable."""
    read = read_body(body, endpoint)
    fields = read.shared if endpoint == BATCH else read.items[0]
    return Submission(
        count=len(read.items),
        message_ids={
            str(index): str(new_id())
            for index, item in enumerate(read.items)
            if isinstance(item, dict) and client_message_id(item) is None
        },
        write_key=key_in_body(fields),
    )


def record_without_body(
    request: Request, endpoint: str, source: str, submission: Submission
) -> RawRecord:
    """The record for events-raw, to which the body is still to be added."""
    return RawRecord(
        v=RECORD_VERSION,
        protocol="segment",
        source=source,
        endpoint=endpoint,
        request_id=request.request_id,
        received_at=format_moment(request.received_at),
        ip=request.ip,
        user_agent=request.user_agent,
        count=submission.count,
        message_ids=submission.message_ids,
    )


def add_body(record: RawRecord, body: bytes) -> None:
    """Adds the body as text, or as base64 where it is not UTF-8."""
    try:
        record["body"] = body.decode()
    except UnicodeDecodeError:
        record["body_base64"] = base64.b64encode(body).decode()
