"""Reading a Segment request's body: its items, and each item's own text in it.

Strict JSON is read fast. What a lenient sender writes (NaN, lone surrogates, bytes that are not
UTF-8) is still read, so that one such item can be set aside without its neighbours.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

BATCH = "batch"
_WHITESPACE = " \t\n\r"
_decoder = json.JSONDecoder()


class Unreadable(Exception):
    """The body is no JSON object, or a batch without a list of items."""


class SegmentBody(NamedTuple):
    """`items` in order; `shared` are the batch's own fields; `strict` says it is clean JSON."""

    items: list[Any]
    shared: dict[str, Any]
    strict: bool


def read_body(raw: bytes, endpoint: str) -> SegmentBody:
    """The items of a request's body. Raises Unreadable."""
    value, strict = _parse(raw)
    if not isinstance(value, dict):
        raise Unreadable("the body is not a JSON object")
    if endpoint != BATCH:
        return SegmentBody([value], {}, strict)
    items = value.pop(BATCH, None)
    if not isinstance(items, list):
        raise Unreadable("the body has no list named batch")
    return SegmentBody(items, value, strict)


def as_text(raw: bytes) -> str:
    """The body as text from which `encode(errors="surrogateescape")` gives the same bytes back."""
    return raw.decode("utf-8", errors="surrogateescape")


def item_texts(raw: bytes, endpoint: str) -> list[str]:
    """Each item's own text exactly as it stands in a body that read_body accepts."""
    text = as_text(raw)
    if endpoint != BATCH:
        return [text]
    found: list[str] = []
    for key, start, end in _members(text):
        if key == BATCH:
            found = [text[a:b] for a, b in _elements(text, start, end)]
    return found


def _parse(raw: bytes) -> tuple[Any, bool]:
    try:
        return orjson.loads(raw), True
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(as_text(raw)), False
    except (ValueError, RecursionError) as error:
        raise Unreadable("the body is not JSON") from error


def _members(text: str) -> Iterator[tuple[str, int, int]]:
    """(key, start, end) of each member's value in the object that the text holds."""
    at = _skip(text, text.index("{") + 1)
    while text[at] != "}":
        key, at = _decoder.raw_decode(text, at)
        start = _skip(text, _skip(text, at) + 1)
        _, end = _decoder.raw_decode(text, start)
        yield key, start, end
        at = _skip_comma(text, end)


def _elements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of each element of the array at text[start:end]; none where it is no array."""
    at = _skip(text, start + 1) if text[start] == "[" else end - 1
    while at < end - 1:
        _, stop = _decoder.raw_decode(text, at)
        yield at, stop
        at = _skip_comma(text, stop)


def _skip_comma(text: str, at: int) -> int:
    at = _skip(text, at)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    while text[at] in _WHITESPACE:
        at += 1
    return at
