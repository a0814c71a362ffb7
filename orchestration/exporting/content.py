"""A row of an export model → an item's measures, and the hash that tells whether it changed."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ingest_lambdas.contract.hot_tier_layout import ItemKey, product_day, site_day

Measures = dict[str, Any]
ENVELOPE = ("pk", "sk", "version", "as_of")


@dataclass(frozen=True)
class Export:
    """An export model and how its rows are keyed in the hot tier."""

    relation: str
    prefix: str
    key: Callable[[Mapping[str, Any]], ItemKey]


def day_text(row: Mapping[str, Any]) -> str:
    """The row's event day, YYYY-MM-DD."""
    return str(row["event_day"])


PRODUCT_DAILY = Export(
    "exports.export_product_daily",
    "product#",
    lambda row: product_day(str(row["product_id"]), day_text(row)),
)
SITE_DAILY = Export("exports.export_site_daily", "site", lambda row: site_day(day_text(row)))


def measures(row: Mapping[str, Any]) -> Measures:
    """The row as DynamoDB takes it: numbers as Decimal, moments as ISO text, no nulls."""
    return {name: _value(value) for name, value in row.items() if value is not None}


def measures_of(item: Mapping[str, Any]) -> Measures:
    """The measures of a stored item, without key, version and as_of."""
    return {name: value for name, value in item.items() if name not in ENVELOPE}


def content_hash(content: Measures) -> str:
    """SHA-256 of the measures; equal numbers hash equally whatever their scale."""
    canonical = json.dumps(content, sort_keys=True, default=_canonical, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _value(value: Any) -> Any:
    if isinstance(value, bool | str | Decimal):
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no DynamoDB type for a {type(value).__name__} in an export")


def _canonical(value: Any) -> list[str]:
    if isinstance(value, Decimal):
        return ["number", f"{value.normalize():f}"]
    raise TypeError(f"no canonical form for a {type(value).__name__}")
