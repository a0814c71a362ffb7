"""Segment items → canonical calls."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.collector.protocols.segment import normalise
from ingest_lambdas.collector.rejection import Rejection

Track = Callable[..., dict[str, Any]]


def test_a_track_call(track: Track) -> None:
    call = normalise(track(userId=7), "batch", {})
    assert (call.event_type, call.event_name) == ("track", "Product Viewed")
    assert (call.message_id, call.user_id) == ("m-1", "7")
    assert call.data == {"product_id": "p-1", "price": 9.5}


def test_an_item_wins_over_its_batch_deep_in_the_context(track: Track) -> None:
    shared = {
        "context": {"locale": "de", "app": {"name": "shop", "version": "1"}},
        "integrations": {"All": True, "Ads": True},
        "sentAt": "2026-11-23T22:44:00Z",
    }
    item = track(context={"app": {"version": "2"}}, integrations={"Ads": False})
    call = normalise(item, "batch", shared)
    assert call.context == {
        "locale": "de",
        "app": {"name": "shop", "version": "2"},
        "integrations": {"All": True, "Ads": False},
    }
    assert call.sent_at == "2026-11-23T22:44:00Z"
    assert normalise(item | {"sentAt": "own"}, "batch", shared).sent_at == "own"
    assert shared["context"]["app"] == {"name": "shop", "version": "1"}


def test_a_single_call_takes_its_type_from_the_endpoint() -> None:
    call = normalise({"userId": "u", "name": "Home"}, "page", {})
    assert (call.event_type, call.event_name, call.data) == ("page", "page", {"name": "Home"})


def test_a_property_wins_over_the_field_of_the_same_name() -> None:
    item = {"userId": "u", "name": "A", "category": "C", "properties": {"name": "B"}}
    assert normalise(item, "screen", {}).data == {"name": "B", "category": "C"}


def test_alias_is_judged_by_its_ids() -> None:
    call = normalise({"userId": "u", "previousId": "p"}, "alias", {})
    assert call.data == {"userId": "u", "previousId": "p"}


@pytest.mark.parametrize(
    ("item", "reason", "pointer"),
    [
        (None, "malformed", ""),
        ("text", "malformed", ""),
        ([], "malformed", ""),
        ({"type": "track"}, "adapter_failure", ""),
        ({"type": "track", "userId": "u"}, "adapter_failure", "/event"),
        ({"type": "track", "userId": "u", "event": ""}, "adapter_failure", "/event"),
        ({"type": "click", "userId": "u"}, "adapter_failure", "/type"),
        ({"type": {}, "userId": "u"}, "adapter_failure", "/type"),
        ({"userId": "u"}, "adapter_failure", "/type"),
        ({"type": "page", "userId": "", "anonymousId": None}, "adapter_failure", ""),
        ({"type": "page", "userId": True}, "adapter_failure", "/userId"),
        ({"type": "page", "userId": 1.5}, "adapter_failure", "/userId"),
        ({"type": "group", "userId": "u"}, "adapter_failure", "/groupId"),
        ({"type": "alias", "userId": "u"}, "adapter_failure", "/previousId"),
        ({"type": "page", "userId": "u", "context": "c"}, "adapter_failure", "/context"),
        ({"type": "page", "userId": "u", "timestamp": 1}, "adapter_failure", "/timestamp"),
    ],
)
def test_what_has_no_shape(item: Any, reason: str, pointer: str) -> None:
    with pytest.raises(Rejection) as error:
        normalise(item, "batch", {})
    assert error.value.reason == reason
    assert error.value.violations[0]["pointer"] == pointer
