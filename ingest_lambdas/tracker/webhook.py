"""A webhook's payload → the items of a batch, by the source's mapping. Pure.

A payload that the mapping cannot read becomes an item as it is: the collector sets it aside whole,
with the reason in it, instead of its being lost on a sender that does not send again.
"""

from typing import Any

import orjson

from ingest_lambdas.contract.call_mapping import CallMapping, RowUnmappable, map_row
from ingest_lambdas.contract.identity import mapped_event_id
from ingest_lambdas.contract.json_items import Unreadable

UNMAPPED = "webhook"


def read_payloads(body: bytes) -> list[dict[str, Any]]:
    """The object of the body, or the objects of its list. Raises Unreadable."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Unreadable("the body is not JSON") from error
    payloads = value if isinstance(value, list) else [value]
    if not all(isinstance(payload, dict) for payload in payloads):
        raise Unreadable("the body is neither a JSON object nor a list of them")
    return payloads


def items_of(
    payloads: list[dict[str, Any]], mappings: tuple[CallMapping, ...], source: str
) -> list[dict[str, Any]]:
    """The calls of all payloads. The same payload, delivered again, makes the same ids."""
    return [item for payload in payloads for item in _items(payload, mappings, source)]


def _items(
    payload: dict[str, Any], mappings: tuple[CallMapping, ...], source: str
) -> list[dict[str, Any]]:
    try:
        items = list(map_row(mappings, payload))
    except RowUnmappable as error:
        items = [{"type": UNMAPPED, "reason": str(error), "payload": payload}]
    return [
        {"messageId": mapped_event_id(source, 0, number, item), **item}
        for number, item in enumerate(items)
    ]
