"""Changes → hot tier, in parallel. A write that was done before is found done, not doubled."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from orchestration.clients.hot_tier import HotTier
from orchestration.exporting.changes import Change
from orchestration.exporting.content import content_hash, measures_of

WRITERS = 12
ATTEMPTS_AGAINST_NEWER = 5


class HotTierContended(RuntimeError):
    """Another writer kept writing the same item: only the export may write these keys."""


def write_changes(hot_tier: HotTier, changes: Iterable[Change], as_of: str) -> Iterator[Change]:
    """Apply the changes; yields each with the version that the hot tier holds afterwards."""
    _ = hot_tier.client  # made once, before the threads share it
    with ThreadPoolExecutor(WRITERS) as pool:
        yield from pool.map(lambda change: apply_change(hot_tier, change, as_of), changes)


def apply_change(hot_tier: HotTier, change: Change, as_of: str) -> Change:
    """Apply one change; where the stored item is newer, overtake it unless it is equal."""
    for _ in range(ATTEMPTS_AGAINST_NEWER):
        if change.measures is None:
            done = hot_tier.delete_up_to(change.key, change.version)
        else:
            item = {**change.measures, "version": change.version, "as_of": as_of}
            done = hot_tier.put_newer(change.key, item)
        if done:
            return change
        stored = hot_tier.read(change.key) or {}
        version = int(stored.get("version", 0))
        if change.measures is not None and content_hash(measures_of(stored)) == change.content_hash:
            return replace(change, version=version)
        change = replace(change, version=version + (0 if change.measures is None else 1))
    raise HotTierContended(f"item {change.key.pk} {change.key.sk} is written by something else")
