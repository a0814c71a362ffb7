"""Calls are taken or declined at once, and what is taken is delivered, whatever happens."""

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest_lambdas.tracker_sdk import DeliveryReport, SdkSettings, Tracker

Make = Callable[..., Tracker]


def test_every_call_arrives_as_an_item_of_its_type(make: Make, harbour: Any) -> None:
    tracker = make()
    assert tracker.track("Order Completed", {"order_id": "o"}, user_id="u")
    assert tracker.identify("u", {"plan": "gold"})
    assert tracker.page("Home", user_id="u")
    assert tracker.screen("Home", user_id="u", durable=True)
    assert tracker.group("g", {"name": "G"}, user_id="u")
    assert tracker.alias("u", "before")
    assert tracker.flush()
    kinds = ["track", "identify", "page", "screen", "group", "alias"]
    assert [item["type"] for item in harbour.taken] == kinds
    assert harbour.taken[0]["properties"] == {"order_id": "o"}
    assert tracker.report() == DeliveryReport(accepted=6, delivered=6)


def test_a_call_that_cannot_be_sent_is_declined_and_raises_nothing(make: Make) -> None:
    tracker = make()
    assert not tracker.track("Order Completed")
    assert not tracker.track("x", {"self": object}, user_id="u", context=7)  # type: ignore[arg-type]
    report = tracker.report()
    assert (report.accepted, report.declined) == (0, 2)
    assert report.last_error


def test_a_durable_call_is_on_disk_before_it_returns(
    make: Make, harbour: Any, settings: SdkSettings
) -> None:
    harbour.open.clear()
    tracker = make()
    assert tracker.track("Order Completed", user_id="u", message_id="mine", durable=True)
    (file,) = settings.spool.rglob("*.ndjson")
    assert b'"mine"' in file.read_bytes()


def test_only_what_failed_is_sent_again(make: Make, harbour: Any) -> None:
    harbour.largest_parcel = 300
    seen: dict[bytes, int] = {}

    def once_each(parcel: Any) -> str:
        seen[parcel.lines[0]] = seen.get(parcel.lines[0], 0) + 1
        return "failed" if seen[parcel.lines[0]] == 1 else "taken"

    harbour.answer = once_each
    tracker = make()
    for n in range(40):
        tracker.track("x", user_id="u", message_id=str(n))
    assert tracker.flush()
    assert sorted(harbour.ids(), key=int) == [str(n) for n in range(40)]
    report = tracker.report()
    assert (report.delivered, report.retried, report.pending) == (40, 40, 0)


def test_what_is_refused_for_good_is_kept_for_a_person(
    make: Make, harbour: Any, settings: SdkSettings
) -> None:
    harbour.answer = lambda parcel: "refused"
    tracker = make()
    tracker.track("x", user_id="u", message_id="bad")
    assert tracker.flush()
    assert tracker.report().refused == 1
    (kept,) = settings.spool.glob("source-crm/refused/*.ndjson")
    assert b'"bad"' in kept.read_bytes()


def test_close_leaves_the_rest_on_disk_and_the_next_tracker_sends_it(
    make: Make, harbour: Any
) -> None:
    harbour.answer = lambda parcel: "failed"
    first = make()
    for n in range(10):
        assert first.track("x", user_id="u", message_id=str(n), durable=True)
    assert not first.close(0.05)
    assert not first.track("x", user_id="u")
    harbour.answer = lambda parcel: "taken"
    second = make()
    second.track("x", user_id="u", message_id="10", durable=True)
    assert second.flush()
    assert sorted(harbour.ids(), key=int) == [str(n) for n in range(11)]
    assert second.report().adopted == 10


def test_what_one_source_left_behind_is_not_sent_as_another(make: Make, harbour: Any) -> None:
    harbour.answer = lambda parcel: "failed"
    left = make(source="crm/eu")
    assert left.track("x", user_id="u", message_id="of crm", durable=True)
    assert not left.close(0.05)
    harbour.answer = lambda parcel: "taken"
    other = make(source="server")
    assert other.track("x", user_id="u", message_id="of server", durable=True)
    assert other.flush()
    assert harbour.ids() == ["of server"]
    again = make(source="crm/eu")
    again.track("x", user_id="u", message_id="later", durable=True)
    assert again.flush()
    assert sorted(harbour.ids()) == ["later", "of crm", "of server"]


def test_without_a_disk_memory_holds_what_it_can_and_durable_calls_say_no(
    make: Make, harbour: Any, settings: SdkSettings
) -> None:
    settings.spool.write_text("a file where the folder should be")
    harbour.open.clear()
    tracker = make(replace(settings, memory_bytes=2_000))
    assert not tracker.track("x", user_id="u", durable=True)
    taken = sum(tracker.track("x", user_id="u", message_id=str(n)) for n in range(100))
    assert 0 < taken < 100
    harbour.open.set()
    assert tracker.flush()
    report = tracker.report()
    assert report.accepted == taken == report.delivered + report.dropped
    assert report.delivered > 0
    assert "spool" in report.last_error


def test_many_threads_share_a_tracker(make: Make, harbour: Any) -> None:
    tracker = make()
    answers: list[bool] = []

    def produce(name: str) -> None:
        for n in range(50):
            answers.append(tracker.track("x", user_id=name, message_id=f"{name}-{n}", durable=True))

    threads = [threading.Thread(target=produce, args=(str(t),)) for t in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 400
    assert tracker.flush()
    assert len(set(harbour.ids())) == len(harbour.ids()) == 400


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_goes_on_with_a_spool_of_its_own(
    make: Make, harbour: Any, settings: SdkSettings
) -> None:
    harbour.answer = lambda parcel: "failed"
    tracker = make()
    assert tracker.track("x", user_id="u", message_id="parent", durable=True)
    child = os.fork()
    if child == 0:
        taken = tracker.track("x", user_id="u", message_id="child", durable=True)
        os._exit(0 if taken else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert tracker.track("x", user_id="u", message_id="after", durable=True)
    assert not tracker.close(0.05)
    harbour.answer = lambda parcel: "taken"
    last = make()
    assert last.track("x", user_id="u", message_id="last", durable=True)
    assert last.flush()
    assert sorted(harbour.ids()) == ["after", "child", "last", "parent"]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.lists(st.sampled_from(["taken", "failed", "refused"]), max_size=12))
def test_every_accepted_call_ends_in_exactly_one_way(
    answers: list[str], make: Make, harbour: Any
) -> None:
    left = iter(answers)
    harbour.taken.clear()
    harbour.largest_parcel = 400
    harbour.answer = lambda parcel: next(left, "taken")
    tracker = make()
    for n in range(12):
        assert tracker.track("x", user_id="u", message_id=str(n), durable=n % 3 == 0)
    assert tracker.flush()
    report = tracker.report()
    tracker.close()
    assert report.delivered + report.refused == report.accepted == 12
    assert len(set(harbour.ids())) == len(harbour.ids()) == report.delivered
