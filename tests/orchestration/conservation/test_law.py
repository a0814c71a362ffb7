"""The law over imagined installations: balanced exactly when nothing was lost or doubled."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.conservation.law import (
    ARRIVED,
    CONSENT_DROPPED,
    DISCARDED,
    GOOD,
    GOOD_ONCE,
    IN_EVENTS,
    IN_REJECTED_EVENTS,
    OUTCOMES,
    REJECTED,
    SET_ASIDE,
    HourRows,
    ModelCounts,
    decide,
    mark,
    weigh,
)

SIDES = {"good": GOOD, "rejected": REJECTED, "consent": CONSENT_DROPPED, "discarded": DISCARDED}
ROWS = {"good": IN_EVENTS, "rejected": IN_REJECTED_EVENTS, "consent": IN_REJECTED_EVENTS}
# What became of an arrival, attempt by attempt. What was discarded may still be reprocessed.
first = st.sampled_from(["good", "rejected", "consent"])
later = st.lists(st.sampled_from(sorted(SIDES)), max_size=3)
fates = st.lists(st.builds(lambda head, tail: (head, *tail), first, later), max_size=30)


def installation(fates, transport=0, resent=0):
    """Sides and counts of an installation in which every attempt left what it should."""
    sides = {}
    for number, fate in enumerate(fates):
        mark(sides, [f"shard:{number}:0"], ARRIVED)
        for attempt, outcome in enumerate(fate):
            decide(sides, f"shard:{number}:0", SIDES[outcome], attempt)
            mark(sides, [f"shard:{number}:0"], ROWS.get(outcome, 0))
    good = sum(fate[-1] == "good" for fate in fates)
    rows = sum(fate.count("good") for fate in fates) + transport
    set_aside = sum(outcome in ("rejected", "consent") for fate in fates for outcome in fate)
    resent = min(resent, good)
    models = ModelCounts(rows, good + transport, good, good - resent, good - resent)
    return sides, models, [HourRows("2026-11-01-00", rows, rows, set_aside, set_aside)]


@given(fates, st.integers(0, 5), st.integers(0, 5))
def test_an_installation_that_loses_nothing_is_balanced(fates, transport, resent):
    balance = weigh(*installation(fates, transport, resent))
    assert balance.balanced
    assert balance.arrivals == balance.good + balance.rejected + balance.consent_dropped
    assert balance.rejected == balance.open_rejected + balance.discarded
    duplicates = balance.transport_duplicates + balance.resent_duplicates
    assert balance.warehouse_rows == balance.events + duplicates + balance.superseded_attempts


@given(fates)
def test_the_latest_attempt_is_the_current_outcome(fates):
    balance = weigh(*installation(fates))
    last = [fate[-1] for fate in fates]
    assert balance.good == last.count("good")
    assert balance.open_rejected == last.count("rejected")
    assert balance.discarded == last.count("discarded")
    assert balance.consent_dropped == last.count("consent")
    recovered = [fate for fate in fates if fate[-1] == "good" and "rejected" in fate]
    assert balance.recovered == len(recovered)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(SIDES.values())), st.integers(0, 3))), st.randoms()
)
def test_attempts_are_weighed_alike_in_whatever_order_they_are_read(attempts, random):
    read, shuffled = {}, {}
    for outcome, attempt in attempts:
        decide(read, "a", outcome, attempt)
    random.shuffle(attempts)
    for outcome, attempt in attempts:
        decide(shuffled, "a", outcome, attempt)
    assert read == shuffled


def test_of_a_replay_that_was_sent_twice_good_counts():
    sides = {}
    for outcome in (REJECTED, GOOD):
        decide(sides, "a", outcome, 1)
    assert sides["a"] & OUTCOMES == GOOD


@given(fates.filter(bool), st.data())
def test_any_one_id_missing_on_any_one_side_is_found(fates, data):
    sides, models, hours = installation(fates)
    lost = data.draw(st.sampled_from(sorted(sides)))
    where = [ARRIVED, IN_EVENTS, IN_REJECTED_EVENTS, GOOD_ONCE, SET_ASIDE]
    side = data.draw(st.sampled_from([side for side in where if sides[lost] & side]))
    sides[lost] &= ~side
    balance = weigh(sides, models, hours)
    assert not balance.balanced
    assert any(lost in found.sample for found in balance.differences.values())


@given(st.lists(first.map(lambda fate: (fate,)), min_size=1), st.data())
def test_a_first_attempt_with_two_outcomes_is_found(fates, data):
    sides, models, hours = installation(fates)
    doubled = data.draw(st.sampled_from(sorted(sides)))
    others = [side for side in (GOOD, REJECTED, CONSENT_DROPPED) if not sides[doubled] & side]
    decide(sides, doubled, data.draw(st.sampled_from(others)), 0)
    assert weigh(sides, models, hours).differences["more_than_one_outcome"].sample == (doubled,)


@pytest.mark.parametrize(
    "change", [{"events": 2}, {"keys_missing": ("k",)}, {"keys_extra": ("k",)}]
)
def test_events_lost_or_invented_by_the_models_are_found(change):
    sides, models, hours = installation([("good",)] * 3)
    assert not weigh(sides, replace(models, **change), hours).balanced


def test_hours_that_only_cancel_out_in_total_are_found():
    sides, models, _ = installation([("good",), ("good",)])
    hours = [HourRows("2026-11-01-00", 2, 1, 0, 0), HourRows("2026-11-01-01", 0, 1, 0, 0)]
    assert not weigh(sides, models, hours).balanced
