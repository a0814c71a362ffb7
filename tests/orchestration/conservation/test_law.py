"""The law over imagined installations: balanced exactly when nothing was lost or doubled."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.conservation.law import (
    ARRIVED,
    CONSENT_DROPPED,
    GOOD,
    IN_EVENTS,
    IN_REJECTED_EVENTS,
    REJECTED,
    HourRows,
    ModelCounts,
    mark,
    weigh,
)

OUTCOMES = {
    "good": (ARRIVED, GOOD, IN_EVENTS),
    "rejected": (ARRIVED, REJECTED, IN_REJECTED_EVENTS),
    "consent": (ARRIVED, CONSENT_DROPPED, IN_REJECTED_EVENTS),
}
fates = st.lists(st.sampled_from(sorted(OUTCOMES)), max_size=30)


def installation(fates, transport=0, resent=0):
    """Sides and counts of an installation in which every arrival went its way."""
    sides = {}
    for number, fate in enumerate(fates):
        for side in OUTCOMES[fate]:
            mark(sides, [f"shard:{number}:0"], side)
    good = fates.count("good")
    resent = min(resent, good)
    models = ModelCounts(good + transport, good, good - resent, good - resent)
    rejected = fates.count("rejected") + fates.count("consent")
    hours = [HourRows("2026-11-01-00", good + transport, good + transport, rejected, rejected)]
    return sides, models, hours


@given(fates, st.integers(0, 5), st.integers(0, 5))
def test_an_installation_that_loses_nothing_is_balanced(fates, transport, resent):
    balance = weigh(*installation(fates, transport, resent))
    assert balance.balanced
    assert balance.arrivals == balance.good + balance.rejected + balance.consent_dropped
    duplicates = balance.transport_duplicates + balance.resent_duplicates
    assert balance.warehouse_rows == balance.events + duplicates


@given(fates.filter(bool), st.data())
def test_any_one_id_missing_on_any_one_side_is_found(fates, data):
    sides, models, hours = installation(fates)
    lost = data.draw(st.sampled_from(sorted(sides)))
    side = data.draw(st.sampled_from([1 << n for n in range(6) if sides[lost] >> n & 1]))
    sides[lost] &= ~side
    balance = weigh(sides, models, hours)
    assert not balance.balanced
    assert any(lost in found.sample for found in balance.differences.values())


@given(fates.filter(bool), st.data())
def test_an_arrival_with_two_outcomes_is_found(fates, data):
    sides, models, hours = installation(fates)
    doubled = data.draw(st.sampled_from(sorted(sides)))
    others = [side for side in (GOOD, REJECTED, CONSENT_DROPPED) if not sides[doubled] & side]
    mark(sides, [doubled], data.draw(st.sampled_from(others)))
    assert weigh(sides, models, hours).differences["more_than_one_outcome"].sample == (doubled,)


@pytest.mark.parametrize(
    "change", [{"events": 2}, {"keys_missing": ("k",)}, {"keys_extra": ("k",)}]
)
def test_events_lost_or_invented_by_the_models_are_found(change):
    sides, models, hours = installation(["good"] * 3)
    assert not weigh(sides, replace(models, **change), hours).balanced


def test_hours_that_only_cancel_out_in_total_are_found():
    sides, models, _ = installation(["good", "good"])
    hours = [HourRows("2026-11-01-00", 2, 1, 0, 0), HourRows("2026-11-01-01", 0, 1, 0, 0)]
    assert not weigh(sides, models, hours).balanced
