"""ops.exported_items made again from the hot tier, when it knows nothing of its incarnation.

So losing it costs one full compare, and can leave neither duplicates nor stale items.
"""

from collections.abc import Iterator
from itertools import islice

from ingest_lambdas.contract.hot_tier_layout import PARTITION_KEY, SORT_KEY, ItemKey, day_of
from orchestration.clients.hot_tier import HotTier
from orchestration.clients.warehouse import Warehouse
from orchestration.exporting.changes import Change
from orchestration.exporting.content import Export, content_hash, measures_of
from orchestration.exporting.memory import remember
from orchestration.sql.exports import ANY_HELD, FORGET_OTHER_INCARNATIONS

ITEMS_AT_ONCE = 2000


def recover_memory(
    warehouse: Warehouse, hot_tier: HotTier, export: Export, incarnation: str
) -> bool:
    """Remember what the hot tier holds of this export, unless it is known; whether it was not."""
    with warehouse.connect() as session:
        if session.value(ANY_HELD, (export.relation, incarnation)):
            return False
        session.execute(FORGET_OTHER_INCARNATIONS, (export.relation, incarnation))
        stored = _stored(hot_tier, export)
        while group := list(islice(stored, ITEMS_AT_ONCE)):
            remember(session, export.relation, incarnation, group)
    return True


def _stored(hot_tier: HotTier, export: Export) -> Iterator[Change]:
    for item in hot_tier.items(export.prefix):
        key = ItemKey(str(item[PARTITION_KEY]), str(item[SORT_KEY]))
        content = measures_of(item)
        version = int(item["version"])
        yield Change(key, day_of(key), version, content, content_hash(content))
