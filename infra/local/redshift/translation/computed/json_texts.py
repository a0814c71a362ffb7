"""Functions of JSON kept as text.

Source: https://docs.aws.amazon.com/redshift/latest/dg/text-json-functions.html
"""

import json
from typing import Any

from .failure import ComputationError


class _Fraction:
    """A number with a fraction or an exponent, as it was written."""

    def __init__(self, text: str) -> None:
        self.text = text


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _read(text: str) -> Any:
    return json.loads(text, parse_float=_Fraction, parse_constant=_refuse_constant)


def _parse(text: str, lenient: bool) -> Any:
    """The value, or ... (lenient) for text that is no JSON; raises where not lenient."""
    try:
        return _read(text)
    except ValueError:
        if lenient:
            return ...
        raise ComputationError("22023", "JSON parsing error") from None


def _show(value: Any) -> str | None:
    if value is None or value is ...:
        return None
    return value if isinstance(value, str) else _write(value)


def _write(value: Any) -> str:
    if isinstance(value, _Fraction):
        return value.text
    if isinstance(value, list):
        return "[" + ",".join(map(_write, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{_write(k)}:{_write(v)}" for k, v in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def path_text(text: str, path: list[str], lenient: bool) -> str | None:
    """The text of what stands under the names of the path; None where nothing does."""
    value = _parse(text, lenient)
    for name in path:
        value = value.get(name, ...) if isinstance(value, dict) else ...
    return _show(value)


def element_text(text: str, position: int, lenient: bool) -> str | None:
    """The text of an element of an array, counted from 0."""
    value = _parse(text, lenient)
    if not isinstance(value, list) or not 0 <= position < len(value):
        return None
    return _show(value[position])


def array_length(text: str, lenient: bool) -> int | None:
    """How many elements the outermost array has; raises for what is no array."""
    value = _parse(text, lenient)
    if isinstance(value, list):
        return len(value)
    if lenient:
        return None
    raise ComputationError("22023", "JSON parsing error: the text is no array")


def is_valid(text: str) -> bool:
    """Whether the text is JSON: an object or an array."""
    return isinstance(_parse(text, True), (dict, list))


def is_valid_array(text: str) -> bool:
    """Whether the text is an array of JSON."""
    return isinstance(_parse(text, True), list)


def can_parse(text: str) -> bool:
    """Whether JSON_PARSE would read the text."""
    return _parse(text, True) is not ...


COMPUTED = (
    ("json_path_text", path_text, ("VARCHAR", "VARCHAR[]", "BOOLEAN"), "VARCHAR"),
    ("json_element_text", element_text, ("VARCHAR", "INTEGER", "BOOLEAN"), "VARCHAR"),
    ("json_array_length", array_length, ("VARCHAR", "BOOLEAN"), "INTEGER"),
    ("is_valid_json", is_valid, ("VARCHAR",), "BOOLEAN"),
    ("is_valid_json_array", is_valid_array, ("VARCHAR",), "BOOLEAN"),
    ("can_json_parse", can_parse, ("VARCHAR",), "BOOLEAN"),
)
