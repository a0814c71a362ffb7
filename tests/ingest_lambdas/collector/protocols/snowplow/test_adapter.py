"""Snowplow events → canonical calls: ids, times, context, and what has no shape."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.police import with_entities
from ingest_lambdas.collector.protocols.snowplow.adapter import describe, normalise
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.rejection import Rejection

Make = Callable[..., Any]
CORE, MOBILE = "com.snowplowanalytics.snowplow", "com.snowplowanalytics.mobile"
SESSION = {"userId": "app-device", "sessionId": "session-9"}
NOBODY = "00000000-0000-0000-0000-000000000000"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("url_safe", [True, False])
@pytest.mark.parametrize("padded", [True, False])
def test_base64_says_the_same_as_plain_text(
    snowplow_event: Make, encoded: Make, call_of: Make, url_safe: bool, padded: bool
) -> None:
    link = (f"{CORE}/link_click", {"targetUrl": "https://x.example/?a=ÿþ>>>???"})
    item = snowplow_event("ue", (f"{CORE}/web_page", {"id": "ÿÿÿ>>>"}), event=link)
    plain, packed = call_of(item), call_of(encoded(item, url_safe, padded))
    assert packed.data == plain.data
    assert [e.data for e in packed.entities] == [e.data for e in plain.entities]
    assert packed.entities[0].pointer == "/cx/data/0"


def test_a_plus_that_a_query_string_has_made_a_blank_is_still_read(
    snowplow_event: Make, encoded: Make, call_of: Make
) -> None:
    link = (f"{CORE}/link_click", {"targetUrl": "https://x.example/>>>>>"})
    item = encoded(snowplow_event("ue", event=link), False, True)
    assert "+" in item["ue_px"]
    item["ue_px"] = item["ue_px"].replace("+", " ")
    assert call_of(item).data == link[1]


@pytest.mark.parametrize(
    ("ids", "record", "anonymous_id", "fallback_id"),
    [
        ({"duid": "d", "tnuid": "n", "sid": "s"}, {}, "d", "n"),
        ({"duid": "d"}, {}, "d", "network-1"),
        ({"duid": NOBODY, "sid": "s"}, {}, None, "network-1"),
        ({"duid": None, "nuid": "n", "sid": "s"}, {"anonymous": True}, None, "s"),
        ({"duid": None, "network_user_id": None}, {"anonymous": True}, None, None),
    ],
)
def test_who_sent_it(
    snowplow_event: Make,
    call_of: Make,
    ids: dict[str, Any],
    record: dict[str, Any],
    anonymous_id: str | None,
    fallback_id: str | None,
) -> None:
    call = call_of(snowplow_event("pv", **ids), **record)
    assert (call.anonymous_id, call.fallback_id) == (anonymous_id, fallback_id)
    assert ("network_user_id" in call.own_context) is not record.get("anonymous", False)


def test_an_app_is_known_by_its_session(snowplow_event: Make, call_of: Make) -> None:
    item = snowplow_event("pv", (f"{CORE}/client_session", SESSION), duid=None, uid="u")
    call = call_of(item, anonymous=True)
    assert (call.user_id, call.anonymous_id, call.fallback_id) == ("u", "app-device", "session-9")
    assert not call.entities[0].absorbed


def test_the_context_has_segments_names(snowplow_event: Make, call_of: Make) -> None:
    mobile = {"osType": "ios", "osVersion": "26.1", "deviceModel": "iPhone", "appleIdfa": "ad-1"}
    item = snowplow_event(
        "pv", (f"{CORE}/mobile_context", mobile), url="https://s.example", page="T", refr="r",
        lang="de", tz="Europe/Berlin", tv="ios-6.0.2", res="390x844", ip="192.0.2.1", ua="UA",
        p="mob", vp="390x800", stm="1795457490376",
    )  # fmt: skip
    call = call_of(item)
    assert call.own_context == {"network_user_id": "network-1"}
    assert call.context == {
        "page": {"url": "https://s.example", "title": "T", "referrer": "r"},
        "userAgent": "UA",
        "ip": "192.0.2.1",
        "locale": "de",
        "timezone": "Europe/Berlin",
        "library": {"name": "snowplow-ios", "version": "6.0.2"},
        "screen": {"width": 390, "height": 844},
        "app": {"name": "shop"},
        "os": {"name": "ios", "version": "26.1"},
        "device": {"model": "iPhone", "appleIdfa": "ad-1"},
        "parameters": {"p": "mob", "vp": "390x800"},
    }


def test_of_the_anonymous_no_address_is_taken(snowplow_event: Make, call_of: Make) -> None:
    item = snowplow_event("pv", ip="192.0.2.1", tnuid="n")
    assert "ip" not in call_of(item, anonymous=True).context
    assert call_of(item).context["ip"] == "192.0.2.1"


def test_a_pixel_that_names_no_page_is_placed_by_the_browser(
    snowplow_event: Make, call_of: Make
) -> None:
    record = {"referer": "https://shop.example/landing"}
    assert call_of(snowplow_event("pv"), **record).context["page"] == {"url": record["referer"]}


@pytest.mark.parametrize(
    ("times", "original_at", "sent_at"),
    [
        ({}, None, None),
        ({"dtm": "1795457490372"}, "2026-11-23T18:11:30.372Z", None),
        (
            {"dtm": "1795457490372", "stm": "1795457490376"},
            "2026-11-23T18:11:30.372Z",
            "2026-11-23T18:11:30.376Z",
        ),
        ({"dtm": 1795457490372, "ttm": "1795457490000"}, "2026-11-23T18:11:30.000Z", None),
    ],
)
def test_when_it_happened(
    snowplow_event: Make,
    call_of: Make,
    times: dict[str, Any],
    original_at: str | None,
    sent_at: str | None,
) -> None:
    call = call_of(snowplow_event("pv", **times))
    assert (call.original_at, call.sent_at) == (original_at, sent_at)


@pytest.mark.parametrize(
    ("item", "reason", "pointer"),
    [
        (None, "malformed", ""),
        ("text", "malformed", ""),
        ({}, "adapter_failure", "/e"),
        ({"e": "xx"}, "adapter_failure", "/e"),
        ({"e": "ue"}, "adapter_failure", "/ue_pr"),
        ({"e": "ue", "ue_pr": "{"}, "adapter_failure", "/ue_pr"),
        ({"e": "ue", "ue_pr": {}, "ue_px": "e30"}, "adapter_failure", "/ue_px"),
        ({"e": "ue", "ue_px": "*"}, "adapter_failure", "/ue_px"),
        ({"e": "ue", "ue_px": 5}, "adapter_failure", "/ue_px"),
        ({"e": "pv", "co": "[]"}, "adapter_failure", "/co"),
        ({"e": "pv", "co": '{"schema": "iglu:x"}'}, "adapter_failure", "/co"),
        ({"e": "pv", "co": {"schema": "iglu:x"}}, "adapter_failure", "/co"),
        ({"e": "pv", "dtm": "soon"}, "adapter_failure", "/dtm"),
        ({"e": "pv", "dtm": "9" * 30}, "adapter_failure", "/dtm"),
        ({"e": "pv", "stm": "-5"}, "adapter_failure", "/stm"),
    ],
)
def test_what_has_no_shape(item: Any, reason: str, pointer: str) -> None:
    with pytest.raises(Rejection) as error:
        normalise(item, {})
    assert error.value.reason == reason
    assert error.value.violations[0]["pointer"] == pointer


def test_what_does_not_say_what_it_is(snowplow_event: Make, call_of: Make) -> None:
    for item, pointer in (
        (snowplow_event("pv", ("http://x", {})), "/co/data/0/schema"),
        (snowplow_event("ue", event=("x", {})), "/ue_pr/data/schema"),
    ):
        with pytest.raises(Rejection) as error:
            call_of(item)
        assert error.value.violations[0]["pointer"] == pointer


def test_an_event_that_is_set_aside_is_described() -> None:
    assert describe({"e": "se", "duid": "d"}) == ("track", "Structured Event", "d")
    assert describe({"e": "ue", "uid": "u"}) == ("track", "ue", "u")
    assert describe({"e": {}}) == (None, None, None)


@given(
    st.dictionaries(
        st.sampled_from(["e", "eid", "ue_pr", "ue_px", "co", "cx", "dtm", "tv", "res", "uid", "?"]),
        JSON | st.sampled_from(["pv", "ue", "se", "tr", "ti", "pp"]),
    )
)
def test_anything_is_a_call_or_set_aside(item: dict[str, Any]) -> None:
    try:
        call = normalise(item, {})
    except Rejection as rejection:
        assert rejection.reason in ("malformed", "adapter_failure")
    else:
        assert call.event_type in ("page", "track", "screen")


def test_events_that_bring_the_same_texts_are_read_alike(
    snowplow_event: Make, call_of: Make
) -> None:
    item = snowplow_event(
        "pv", (f"{CORE}/client_session", {**SESSION, "userId": "app-device-1234567"})
    )
    sent = [{**item, "duid": duid} for duid in ("app-device-1234567", "another-device-12345")]
    before = [call_of(each) for each in sent]
    hidden = [
        Pseudonymiser(b"0123456789abcdef").pseudonymise(with_entities(call_of(each)))
        for each in sent
    ]
    assert [call_of(each) for each in sent] == before
    told = [each.own_context["entities"][0]["data"]["userId"] for each in hidden]
    assert told[0] == hidden[0].anonymous_id == told[1] != hidden[1].anonymous_id
