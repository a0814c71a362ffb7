"""A Segment request's body: one call, or a batch of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from ingest_lambdas.contract.json_items import (
    Body,
    as_text,
    cut_items,
    join_items,
    read_items,
    read_object,
)

BATCH = "batch"


def read_body(raw: bytes, endpoint: str) -> Body:
    """The items of a request's body. Raises Unreadable."""
    if endpoint == BATCH:
        return read_items(raw, BATCH)
    value, strict = read_object(raw)
    return Body([value], {}, strict)


def item_texts(raw: bytes, endpoint: str) -> list[str]:
    """Each item's own text exactly as it stands in a body that read_body accepts."""
    return cut_items(raw, BATCH) if endpoint == BATCH else [as_text(raw)]


def body_of(items: Sequence[bytes], shared: Mapping[str, Any], endpoint: str) -> bytes:
    """The body that holds these items as they stand; of other endpoints than /batch only one."""
    return join_items(items, shared, BATCH) if endpoint == BATCH else items[0]


def event_id(item: Any) -> str | None:
    """The id the client gave an item; None where it gave none that can serve."""
    given = item.get("messageId") if isinstance(item, dict) else None
    if type(given) is int:
        return str(given)
    return given if isinstance(given, str) and given else None
