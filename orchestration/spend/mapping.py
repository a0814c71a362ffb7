"""Which column of a network's report is what, and how it writes days and numbers. Pure.

    [columns]
    date = "Day"
    source = { value = "google" }
    campaign = "Campaign"
    cost = "Cost"
    currency = { value = "USD" }

    [format]
    date = "%d.%m.%Y"
    decimal = ","

A field is the name of a column, or a constant `value`. What is left out is a column of its own
name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REQUIRED = ("date", "source", "campaign", "cost", "currency")
OPTIONAL = ("medium", "ad_group", "ad", "impressions", "clicks")
FIELDS = (*REQUIRED, *OPTIONAL)
ISO_DATE = "%Y-%m-%d"


class MappingUnreadable(ValueError):
    """The mapping is not well declared: says where."""


@dataclass(frozen=True)
class SpendMapping:
    """`columns` maps fields to names of columns, `values` to constants."""

    columns: Mapping[str, str] = field(default_factory=lambda: {name: name for name in FIELDS})
    values: Mapping[str, str] = field(default_factory=dict)
    date_format: str = ISO_DATE
    decimal: str = "."


def read_mapping(text: str) -> SpendMapping:
    """The mapping of a TOML text. Raises MappingUnreadable."""
    try:
        declared = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingUnreadable(f"mapping: {error}") from error
    _refuse_others("mapping", declared, ("columns", "format"))
    columns, values = _read_columns(_table(declared, "columns"))
    formats = _table(declared, "format")
    _refuse_others("format", formats, ("date", "decimal"))
    date_format, decimal = formats.get("date", ISO_DATE), formats.get("decimal", ".")
    if not isinstance(date_format, str) or not date_format:
        raise MappingUnreadable('format: date is a format such as "%d.%m.%Y"')
    if decimal not in (".", ","):
        raise MappingUnreadable('format: decimal is "." or ","')
    return SpendMapping(columns, values, date_format, decimal)


def _read_columns(table: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    _refuse_others("columns", table, FIELDS)
    columns, values = {name: name for name in FIELDS if name not in table}, {}
    for name, given in table.items():
        if isinstance(given, str) and given:
            columns[name] = given
        elif isinstance(given, dict) and given.keys() == {"value"}:
            values[name] = str(given["value"])
        else:
            raise MappingUnreadable(f'columns: {name} is a column\'s name, or {{ value = "…" }}')
    return columns, values


def _table(declared: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = declared.get(name, {})
    if not isinstance(table, dict):
        raise MappingUnreadable(f"{name} is a table")
    return table


def _refuse_others(where: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
    if unknown := sorted(given.keys() - set(known)):
        raise MappingUnreadable(f"{where}: {', '.join(unknown)} is none of {', '.join(known)}")
