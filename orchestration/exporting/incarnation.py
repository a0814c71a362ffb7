"""Which incarnation of the hot tier the export writes to.

A mark in the table itself names it, and every row of ops.exported_items carries that name. A
table come up empty has no mark, gets a new name, and no row of the old name counts any more:
so everything is compared and written again.
"""

from collections.abc import Callable
from uuid import uuid4

from ingest_lambdas.contract.hot_tier_layout import export_state
from orchestration.clients.hot_tier import HotTier


def current_incarnation(hot_tier: HotTier) -> str | None:
    """Name of the incarnation; None in a table come up empty."""
    state = hot_tier.read(export_state())
    return str(state["incarnation"]) if state else None


def open_incarnation(
    hot_tier: HotTier, as_of: str, new_name: Callable[[], str] = lambda: str(uuid4())
) -> str:
    """The name, after marking a table come up empty. Of two that mark at once, one wins."""
    found = current_incarnation(hot_tier)
    if found is not None:
        return found
    name = new_name()
    mark = {"incarnation": name, "version": 1, "as_of": as_of}
    if hot_tier.put_newer(export_state(), mark):
        return name
    return current_incarnation(hot_tier) or name
