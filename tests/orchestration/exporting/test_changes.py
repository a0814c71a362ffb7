from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.contract.hot_tier_layout import product_day
from orchestration.exporting.changes import Held, changes
from orchestration.exporting.content import PRODUCT_DAILY

tables = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["2026-11-01", "2026-11-02"])),
    st.integers(0, 3),
)


def rows_of(table):
    return [
        {"product_id": product, "event_day": day, "views": views}
        for (product, day), views in table.items()
    ]


def apply(held, found):
    after = dict(held)
    for change in found:
        after.pop(change.key, None)
        if change.measures is not None:
            after[change.key] = Held(change.content_hash, change.version)
    return after


@given(tables, tables)
def test_from_any_state_the_changes_lead_to_the_model_and_then_cease(before, after):
    held = apply({}, changes(PRODUCT_DAILY, rows_of(before), {}))
    moved = changes(PRODUCT_DAILY, rows_of(after), held)
    reached = apply(held, moved)
    assert reached.keys() == {product_day(*key) for key in after}
    assert changes(PRODUCT_DAILY, rows_of(after), reached) == []
    same = {key for key in before if after.get(key) == before[key]}
    assert {change.key for change in moved}.isdisjoint({product_day(*key) for key in same})


def test_a_changed_item_gets_the_next_version_and_a_stale_one_keeps_its_own():
    held = {
        product_day("a", "2026-11-01"): Held("old", 4),
        product_day("b", "2026-11-01"): Held("old", 7),
    }
    write, delete = changes(PRODUCT_DAILY, rows_of({("a", "2026-11-01"): 1}), held)
    assert (write.version, write.event_day) == (5, "2026-11-01")
    assert (delete.version, delete.measures) == (7, None)
