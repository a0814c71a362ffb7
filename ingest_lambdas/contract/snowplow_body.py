"""A Snowplow request's body: the list of events of a POST, or the query string of a GET.

Tracker protocol v2 sends every value as a text; what comes as a number is read as its text.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

from ingest_lambdas.contract.json_items import (
    Body,
    Unreadable,
    as_text,
    cut_items,
    join_items,
    read_items,
)

POST, GET = "tp2", "i"
EVENTS = "data"
MOST_PARAMETERS = 200
_ONLY_TEXTS = frozenset({str})


def read_body(raw: bytes, endpoint: str) -> Body:
    """The events of a request: of a GET the one that its query string holds. Raises Unreadable."""
    if endpoint == POST:
        return read_items(raw, EVENTS)
    try:
        return Body([_read_query(raw.decode())], {}, True)
    except ValueError as error:
        raise Unreadable("the query string cannot be read") from error


def _read_query(text: str) -> dict[str, str]:
    """The last value of each parameter, as urllib's parse_qsl finds them. Raises ValueError.

    Most values need no decoding, over which parse_qsl takes most of its time.
    """
    pairs = text.split("&")
    if len(pairs) > MOST_PARAMETERS:
        raise ValueError("too many parameters")
    split = [pair.partition("=") for pair in pairs if pair]
    return {
        _decode(name) if "%" in name or "+" in name else name: (
            _decode(value) if "%" in value or "+" in value else value
        )
        for name, _, value in split
    }


def _decode(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode()


def item_texts(raw: bytes, endpoint: str) -> list[str]:
    """Each event's own text exactly as it stands in a body that read_body accepts."""
    return cut_items(raw, EVENTS) if endpoint == POST else [as_text(raw)]


def body_of(items: Sequence[bytes], shared: Mapping[str, Any], endpoint: str) -> bytes:
    """The body that holds these events as they stand; of a GET only one."""
    return join_items(items, shared, EVENTS) if endpoint == POST else items[0]


def event_id(item: Any) -> str | None:
    """The id the tracker gave an event; None where it gave none."""
    return parameter(item, "eid")


def app_id(item: Any) -> str | None:
    """The application that an event says it comes from."""
    return parameter(item, "aid")


def parameters(item: dict[str, Any]) -> dict[str, str]:
    """All values of an event that `parameter` finds; not to be changed.

    Trackers send nothing but texts: then it is the event itself.
    """
    values = item.values()
    if all(values) and _ONLY_TEXTS.issuperset(map(type, values)):
        return item
    found = ((name, parameter(item, name)) for name in item)
    return {name: text for name, text in found if text is not None}


def parameter(item: Any, name: str) -> str | None:
    """One value of an event as text; None where it is absent, empty or no scalar."""
    value = item.get(name) if isinstance(item, dict) else None
    if type(value) is str:
        return value or None
    return str(value) if type(value) is int or type(value) is float else None
