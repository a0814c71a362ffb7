"""Looks at a file's values as they are written, where one may have been changed by its reader."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from infra.local.redshift.copy.conversions import CHARACTER_TYPES
from infra.local.redshift.copy.errors import refuse
from infra.local.redshift.copy.json_source import JsonMapping
from infra.local.redshift.copy.target import TargetColumn


class _Fraction(str):
    """A number with a fraction or an exponent, or -0, as the file writes it."""

    __slots__ = ()


def refuse_changed_values(
    path: Path, address: str, mapping: JsonMapping, columns: tuple[TargetColumn, ...]
) -> None:
    """Raise 0A000 for the first value that its column would not hold as the file says it.

    In a text Redshift keeps what is written, such as 1.50; elsewhere the value counts. Whether it
    keeps the white space and the escapes of a document in a text is not documented.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            for column, value in _given(line, mapping, columns):
                place = f"into column {column.name}, line {number} of {address},"
                for literal in _fractions(value):
                    if _is_changed(column, literal):
                        raise refuse(
                            f"COPY of the JSON number {literal} (it would lose digits; put it in "
                            f"quotes) {place}"
                        )
                if column.type in CHARACTER_TYPES and not _is_as_written(value, line):
                    raise refuse(
                        "COPY of a JSON object or array with white space or escapes in it (write "
                        f"it without, or load it into a SUPER column) {place}"
                    )


def _given(
    line: bytes, mapping: JsonMapping, columns: tuple[TargetColumn, ...]
) -> Iterator[tuple[TargetColumn, Any]]:
    try:
        document = json.loads(line, parse_float=_Fraction, parse_int=_whole)
    except ValueError:
        return
    for n, column in enumerate(columns):
        for value in _values(document, mapping, n, column.name):
            if isinstance(value, _Fraction | dict | list):
                yield column, value


def _whole(literal: str) -> int | str:
    return _Fraction(literal) if literal == "-0" else int(literal)


def _is_as_written(value: Any, line: bytes) -> bool:
    """Whether the text that the reader makes of a nested value stands in the file."""
    if not isinstance(value, dict | list):
        return True
    return _compact(value).encode(errors="surrogatepass") in line


def _compact(value: Any) -> str:
    if isinstance(value, _Fraction):
        return str(value)
    if isinstance(value, dict):
        pairs = (f"{_compact(name)}:{_compact(item)}" for name, item in value.items())
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_compact, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _values(document: Any, mapping: JsonMapping, n: int, name: str) -> list[Any]:
    if mapping.mode == "noshred":
        return [document]
    if mapping.mode == "jsonpaths":
        return [mapping.paths[n].find(document)]
    if mapping.mode == "auto":
        return [document[name]] if name in document else []
    return [value for key, value in document.items() if key.lower() == name]


def _fractions(value: Any) -> Iterator[str]:
    if isinstance(value, _Fraction):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _fractions(inner)


def _is_changed(column: TargetColumn, literal: str) -> bool:
    if column.type in CHARACTER_TYPES:
        return literal != repr(float(literal))
    if column.type in ("numeric", "super"):
        return Decimal(literal) != Decimal(repr(float(literal)))
    return False
