"""What a request brings, and the record that it becomes. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ingest_lambdas.contract.envelope import RECORD_VERSION, RawRecord
from ingest_lambdas.contract.event_time import format_moment
from ingest_lambdas.contract.identity import MOST_ITEMS_A_RECORD
from ingest_lambdas.runtime.http_api import Request


@dataclass(frozen=True, slots=True)
class Submission:
    """The number of items, and ids for those that came without, by index."""

    count: int
    message_ids: dict[str, str] = field(default_factory=dict)


def assign_ids(
    items: Iterable[Any], given: Callable[[Any], str | None], new_id: Callable[[], object]
) -> dict[str, str]:
    """A new id for each item that is an object without one of its own, by index.

    Not for more items than a record may stand for: those are refused, and a kilobyte of gzip
    holds so many that their ids would take a second.
    """
    return {
        str(index): str(new_id())
        for index, item in enumerate(islice(items, MOST_ITEMS_A_RECORD))
        if isinstance(item, dict) and given(item) is None
    }


def record_without_body(
    request: Request, protocol: str, endpoint: str, source: str, submission: Submission
) -> RawRecord:
    """The record for events-raw, to which the body is still to be added."""
    record = RawRecord(
        v=RECORD_VERSION,
        protocol=protocol,
        source=source,
        endpoint=endpoint,
        request_id=request.request_id,
        received_at=format_moment(request.received_at),
        ip=request.ip,
        user_agent=request.user_agent,
        count=submission.count,
        message_ids=submission.message_ids,
    )
    if request.headers.get("sec-gpc") == "1":
        record["gpc"] = True
    return record
