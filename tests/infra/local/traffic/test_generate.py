"""The simulated shop: repeatable, realistic in its figures, and mostly on plan."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.traffic.calls import Call
from infra.local.traffic.generate import SHIFT, generate
from infra.local.traffic.timetable import Timetable
from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.contract.schema import EventName

ANCHOR = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
ON_TOP_LEVEL = ("group", "alias")


@pytest.fixture(scope="module")
def day() -> list[Call]:
    return list(generate(7, 1, 8_000, ANCHOR))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9), ordinal=st.integers(1, 999), events=st.integers(1, 300))
def test_a_run_can_be_repeated_exactly(seed: int, ordinal: int, events: int) -> None:
    first = list(generate(seed, ordinal, events, ANCHOR))
    assert first == list(generate(seed, ordinal, events, ANCHOR))
    assert len(first) == events


def test_runs_share_no_ids(day: list[Call]) -> None:
    ids = {call.message_id for call in day}
    for seed, ordinal in ((7, 2), (8, 1)):
        assert ids.isdisjoint(c.message_id for c in generate(seed, ordinal, 500, ANCHOR))


def test_runs_longer_than_a_shift_keep_their_ids_apart() -> None:
    calls = list(generate(1, 1, SHIFT + 500, ANCHOR))
    fresh = [call.message_id for call in calls if not call.is_resend]
    assert len(calls) == SHIFT + 500
    assert len(fresh) == len(set(fresh))


def test_customers_come_back_in_later_runs(day: list[Call]) -> None:
    def people(calls: list[Call]) -> set[Any]:
        return {call.arguments.get("anonymous_id") for call in calls}

    assert len(people(day) & people(list(generate(7, 2, 2_000, ANCHOR)))) > 20


def test_resends_repeat_the_content_of_an_earlier_call(day: list[Call]) -> None:
    sent: dict[str, Call] = {}
    resends = 0
    for call in day:
        if call.is_resend:
            resends += 1
            original = sent[call.message_id]
            assert (call.timestamp, call.arguments) == (original.timestamp, original.arguments)
        else:
            sent[call.message_id] = call
    assert resends == 40


def test_events_spread_over_days_none_in_the_future_some_late(day: list[Call]) -> None:
    days = Counter(call.timestamp.date() for call in day)
    assert sum(count > 500 for count in days.values()) >= 3
    assert max(call.timestamp for call in day) <= ANCHOR
    assert any(call.timestamp < ANCHOR - timedelta(days=4) for call in day)


def test_every_part_of_a_shop_occurs(day: list[Call]) -> None:
    names = {call.arguments.get("event", call.method) for call in day}
    wanted = {
        "page", "screen", "identify", "alias", "Order Completed", "Ad Impression", "Ad Clicked",
        "Application Opened", "Promotion Viewed", "Product Added to Wishlist", "Coupon Applied",
    }  # fmt: skip
    assert wanted <= names
    agents = {call.arguments["context"].get("userAgent", "") for call in day}
    assert any("Googlebot" in agent for agent in agents)
    assert any(call.arguments["context"].get("campaign") for call in day)


def test_only_the_flawed_are_off_plan(day: list[Call]) -> None:
    flawed = [call for call in day if call.flaw]
    assert 0.005 < len(flawed) / len(day) < 0.02
    assert not any(_is_on_plan(call) for call in flawed)
    assert [call for call in day if not call.flaw and not _is_on_plan(call)] == []


def _is_on_plan(call: Call) -> bool:
    name = call.arguments["event"] if call.method == "track" else None
    plans = packaged().candidates(EventName(call.method, name))
    return any(plan.validator.is_valid(_planned_part(call)) for plan in plans)


def _planned_part(call: Call) -> dict[str, Any]:
    arguments = call.arguments
    if call.method == "alias":
        return {"userId": arguments["user_id"], "previousId": arguments["previous_id"]}
    part: dict[str, Any] = arguments.get("properties", arguments.get("traits", {}))
    return part


@given(share=st.floats(0, 1, exclude_max=True), more=st.floats(0, 1, exclude_max=True))
def test_the_timetable_never_runs_backwards(share: float, more: float) -> None:
    timetable = Timetable(ANCHOR)
    early, late = sorted((share, more))
    assert ANCHOR - timedelta(days=3) <= timetable.moment(early) <= timetable.moment(late) < ANCHOR
