"""DynamoDB keys of the hot tier: the one place where they are spelt.

One table, partition key `pk`, sort key `sk`, both strings. Every item carries the attributes
`version` (number, grows with each change), `as_of` (ISO moment of its export) and its measures.
"""

from typing import NamedTuple

PARTITION_KEY = "pk"
SORT_KEY = "sk"


class ItemKey(NamedTuple):
    """Primary key of one item."""

    pk: str
    sk: str


def product_day(product_id: str, day: str) -> ItemKey:
    """A product's figures on one day (YYYY-MM-DD)."""
    return ItemKey(f"product#{product_id}", f"day#{day}")


def site_day(day: str) -> ItemKey:
    """The whole site's figures on one day (YYYY-MM-DD)."""
    return ItemKey("site", f"day#{day}")


def export_state() -> ItemKey:
    """Marks which table incarnation the export last wrote to; absent in a table come up empty."""
    return ItemKey("export", "state")


def day_of(key: ItemKey) -> str:
    """The day that a day-keyed item is about."""
    return key.sk.removeprefix("day#")
