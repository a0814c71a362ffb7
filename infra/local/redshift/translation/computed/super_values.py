"""SUPER values by way of their JSON: nested arrays made flat, and nested values compared.

Source: https://docs.aws.amazon.com/redshift/latest/dg/operators-functions.html and query-super.html
"""

import contextlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from .failure import ComputationError


def flatten_json(text: str) -> str:
    """The JSON of an array with the elements of the arrays within it, at any depth."""
    return _write(list(_leaves(json.loads(text))))


def exact_json(text: str) -> str:
    """The same text; raises 0A000 for a number that a DOUBLE or 64 bits would change."""
    with contextlib.suppress(ValueError):
        json.loads(text, parse_float=_check_fraction, parse_int=_check_whole)
    return text


def comparable_json(text: str) -> str:
    """The same text for values that Redshift takes for equal: 5 and 5.0, 'a' and 'a '."""
    if "." not in text and " " not in text and "e" not in text.lower():
        return text
    return _write(_comparable(json.loads(text, parse_float=_plain)))


def _check_fraction(digits: str) -> None:
    if Decimal(digits) != Decimal(repr(float(digits))):
        raise ComputationError(
            "0A000",
            f"the number {digits} in JSON_PARSE is not supported by the local Redshift: it would "
            "lose digits",
        )


def _check_whole(digits: str) -> None:
    if not -(2**63) <= int(digits) < 2**64:
        _check_fraction(digits)


def _plain(digits: str) -> int | str:
    number = Decimal(digits)
    whole = number.to_integral_value()
    # No text begins with a zero byte: it cannot be taken for one.
    return int(whole) if whole == number else "\0" + format(number.normalize(), "f")


def _comparable(value: Any) -> Any:
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    if isinstance(value, dict):
        return {name: _comparable(item) for name, item in value.items()}
    return value.rstrip(" ") if isinstance(value, str) else value


def _leaves(value: Any) -> Iterator[Any]:
    for item in value:
        if isinstance(item, list):
            yield from _leaves(item)
        else:
            yield item


def _write(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


COMPUTED = (
    ("exact_json", exact_json, ("VARCHAR",), "VARCHAR"),
    ("flatten_json", flatten_json, ("VARCHAR",), "VARCHAR"),
    ("comparable_json", comparable_json, ("VARCHAR",), "VARCHAR"),
)
