"""Looks at a file's numbers as they are written, where one may have been changed by its reader."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from infra.local.redshift.copy.errors import refuse
from infra.local.redshift.copy.json_source import JsonMapping
from infra.local.redshift.copy.target import TargetColumn


class _Fraction(str):
    """A number with a fraction or an exponent, as the file writes it."""

    __slots__ = ()


def refuse_changed_numbers(
    path: Path, address: str, mapping: JsonMapping, columns: tuple[TargetColumn, ...]
) -> None:
    """Raise 0A000 for the first number that its column would not hold as the file says it.

    In a text Redshift keeps what is written, such as 1.50; elsewhere the value counts.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            for column, literal in _numbers(line, mapping, columns):
                if _is_changed(column, literal):
                    raise refuse(
                        f"COPY of the JSON number {literal} (it would lose digits; put it in "
                        f"quotes) into column {column.name}, line {number} of {address},"
                    )


def _numbers(
    line: bytes, mapping: JsonMapping, columns: tuple[TargetColumn, ...]
) -> Iterator[tuple[TargetColumn, str]]:
    try:
        document = json.loads(line, parse_float=_Fraction)
    except ValueError:
        return
    for n, column in enumerate(columns):
        for value in _values(document, mapping, n, column.name):
            for literal in _fractions(value):
                yield column, literal


def _values(document: Any, mapping: JsonMapping, n: int, name: str) -> list[Any]:
    if mapping.mode == "noshred":
        return [document]
    if mapping.mode == "jsonpaths":
        return [mapping.paths[n].find(document)]
    ignore_case = mapping.mode == "auto ignorecase"
    return [
        value for key, value in document.items() if (key.lower() if ignore_case else key) == name
    ]


def _fractions(value: Any) -> Iterator[str]:
    if isinstance(value, _Fraction):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _fractions(inner)


def _is_changed(column: TargetColumn, literal: str) -> bool:
    if column.type in ("character", "character varying"):
        return literal != repr(float(literal))
    if column.type in ("numeric", "super"):
        return Decimal(literal) != Decimal(repr(float(literal)))
    return False
