"""Reads a request's JSON leniently, and cuts out the items of a list exactly as they stand.

Strict JSON is read fast. What a lenient sender writes (NaN, lone surrogates, bytes that are not
UTF-8) is still read, so that one such item can be set aside without its neighbours.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import orjson

_WHITESPACE = " \t\n\r"
_decoder = json.JSONDecoder()


class Unreadable(Exception):
    """The body is not what its protocol sends: no JSON object, or one without a list of items."""


class Body(NamedTuple):
    """`items` in order; `shared` are the batch's own fields; `strict` says it is clean JSON."""

    items: list[Any]
    shared: dict[str, Any]
    strict: bool


def read_object(raw: bytes) -> tuple[dict[str, Any], bool]:
    """The body's JSON object, and whether it is strict JSON. Raises Unreadable."""
    value, strict = _parse(raw)
    if not isinstance(value, dict):
        raise Unreadable("the body is not a JSON object")
    return value, strict


def read_items(raw: bytes, key: str) -> Body:
    """The items that the body's object lists under `key`. Raises Unreadable."""
    value, strict = read_object(raw)
    items = value.pop(key, None)
    if not isinstance(items, list):
        raise Unreadable(f"the body has no list named {key}")
    return Body(items, value, strict)


def as_text(raw: bytes) -> str:
    """The body as text from which `encode(errors="surrogateescape")` gives the same bytes back."""
    return raw.decode("utf-8", errors="surrogateescape")


def cut_items(raw: bytes, key: str) -> list[str]:
    """Each item's own text exactly as it stands in a body that read_items accepts."""
    text = as_text(raw)
    found: list[str] = []
    at = _skip(text, text.index("{") + 1)
    while text[at] != "}":
        name, at = _decoder.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if name == key and text[at] == "[":
            found, at = _elements(text, at)
        else:
            _, at = _decoder.raw_decode(text, at)
        at = _skip_comma(text, at)
    return found


def join_items(items: Iterable[bytes], shared: Mapping[str, Any], key: str) -> bytes:
    """A body of which cut_items gives these items back, with the batch's own fields beside them."""
    listed = orjson.dumps(key) + b":[" + b",".join(items) + b"]}"
    return orjson.dumps(shared)[:-1] + (b"," if shared else b"") + listed


def _parse(raw: bytes) -> tuple[Any, bool]:
    try:
        return orjson.loads(raw), True
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(as_text(raw)), False
    except (ValueError, RecursionError) as error:
        raise Unreadable("the body is not JSON") from error


def _elements(text: str, at: int) -> tuple[list[str], int]:
    """The text of each element of the array that begins here, and where the array ends."""
    found = []
    at = _skip(text, at + 1)
    while text[at] != "]":
        _, stop = _decoder.raw_decode(text, at)
        found.append(text[at:stop])
        at = _skip_comma(text, stop)
    return found, at + 1


def _skip_comma(text: str, at: int) -> int:
    at = _skip(text, at)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    while text[at] in _WHITESPACE:
        at += 1
    return at
