"""What separates the hot tier from an export model: pure comparison of content hashes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest_lambdas.contract.hot_tier_layout import ItemKey, day_of
from orchestration.exporting.content import Export, Measures, content_hash, day_text, measures


@dataclass(frozen=True)
class Held:
    """What ops.exported_items says of an item."""

    content_hash: str
    version: int


@dataclass(frozen=True)
class Change:
    """An item to write, or to delete where `measures` is None; `version` is the new one."""

    key: ItemKey
    event_day: str
    version: int
    measures: Measures | None
    content_hash: str = ""


def changes(
    export: Export, rows: Iterable[Mapping[str, Any]], held: Mapping[ItemKey, Held]
) -> list[Change]:
    """Items to write (new or changed), then the stale ones to delete, over one range of days."""
    found: list[Change] = []
    present: set[ItemKey] = set()
    for row in rows:
        key = export.key(row)
        present.add(key)
        content = measures(row)
        digest = content_hash(content)
        known = held.get(key, Held("", 0))
        if known.content_hash != digest:
            found.append(Change(key, day_text(row), known.version + 1, content, digest))
    return found + [stale(key, known.version) for key, known in held.items() if key not in present]


def stale(key: ItemKey, version: int) -> Change:
    """The deletion of an item whose stored version is `version`."""
    return Change(key, day_of(key), version, None)
