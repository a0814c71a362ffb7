"""Segment's HTTP API: what a request's body holds. Pure, but for new ids."""

from collections.abc import Callable
from uuid import uuid4

from ingest_lambdas.contract.segment_body import BATCH, event_id, read_body
from ingest_lambdas.tracker.auth import key_in_body
from ingest_lambdas.tracker.submission import Submission, assign_ids


def inspect(
    body: bytes, endpoint: str, new_id: Callable[[], object] = uuid4
) -> tuple[Submission, str | None]:
    """What a body holds, and the write key in it. Raises Unreadable."""
    read = read_body(body, endpoint)
    fields = read.shared if endpoint == BATCH else read.items[0]
    return Submission(len(read.items), assign_ids(read.items, event_id, new_id)), key_in_body(
        fields
    )
