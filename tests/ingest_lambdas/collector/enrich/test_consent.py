"""What a visitor's choice does to an event."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.call import Call, Entity
from ingest_lambdas.collector.enrich import consent_strip
from ingest_lambdas.collector.enrich.campaign import CLICK_IDS
from ingest_lambdas.collector.enrich.consent import KEEP, PARTS, Consent, Decision, Request, compose
from ingest_lambdas.collector.enrich.subject import RequestClient
from ingest_lambdas.collector.personal_fields import BUILT_IN
from ingest_lambdas.collector.protocols.segment import normalise
from ingest_lambdas.contract.schema_ref import SchemaRef

Track = Callable[..., dict[str, Any]]
WEB, WEB_WITH_CONTROL, SERVER = Request(False, True), Request(True, True), Request(False, False)
PURPOSES = {"Advertising": "strip", "Analytics": "drop", "gpc": "strip"}
PREFERENCES = "iglu:com.snowplowanalytics.snowplow/consent_preferences/jsonschema/1-0-0"
STRIP_ADVERTISING = Decision("strip", ("Advertising",))
DROP_ANALYTICS = Decision("drop", ("Analytics",))


@pytest.fixture
def call(track: Track) -> Callable[..., Call]:
    return lambda **fields: normalise(track(**fields), "batch", {})


def preferences(**data: Any) -> tuple[Entity, ...]:
    return (Entity(SchemaRef.parse(PREFERENCES), data, "/co/0"),)


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({}, KEEP),
        ({"consent": {"categoryPreferences": {"Advertising": True, "Analytics": True}}}, KEEP),
        ({"consent": {"categoryPreferences": {"Advertising": False}}}, STRIP_ADVERTISING),
        ({"consent": {"categoryPreferences": {"Analytics": False}}}, DROP_ANALYTICS),
        (
            {"consent": {"categoryPreferences": {"Analytics": False, "Advertising": False}}},
            DROP_ANALYTICS,
        ),
        ({"consent": {"categoryPreferences": {"Other": False, "Analytics": "no"}}}, KEEP),
        ({"consentManagement": {"deniedConsentIds": ["Analytics"]}}, DROP_ANALYTICS),
        (
            {"consentManagement": {"allowedConsentIds": ["Analytics"], "deniedConsentIds": [5]}},
            KEEP,
        ),
        ({"globalPrivacyControl": True}, Decision("strip", ("gpc",))),
        ({"gpc": "1"}, Decision("strip", ("gpc",))),
        ({"gpc": False}, KEEP),
        ({"consent": "yes", "consentManagement": []}, KEEP),
    ],
)
def test_choices_are_read_where_sdks_put_them(
    call: Callable[..., Call], context: dict[str, Any], expected: Decision
) -> None:
    assert compose(Consent(purposes=PURPOSES))(call(context=context), WEB) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"eventType": "deny_all"}, DROP_ANALYTICS),
        ({"eventType": "allow_all"}, KEEP),
        ({"eventType": "pending"}, KEEP),
        ({"eventType": "allow_selected", "consentScopes": ["Analytics"]}, STRIP_ADVERTISING),
    ],
)
def test_snowplows_preferences(
    call: Callable[..., Call], data: dict[str, Any], expected: Decision
) -> None:
    decide = compose(Consent(purposes={"Advertising": "strip", "Analytics": "drop"}))
    assert decide(replace(call(), entities=preferences(**data)), WEB) == expected


def test_what_is_not_stated_can_count_as_refused(call: Callable[..., Call]) -> None:
    decide = compose(Consent(purposes=PURPOSES, unstated="refused"))
    assert decide(call(), WEB) == DROP_ANALYTICS
    assert decide(call(), SERVER) == KEEP
    refused = {"consent": {"categoryPreferences": {"Analytics": False}}}
    assert decide(call(context=refused), SERVER) == DROP_ANALYTICS
    given = {"consent": {"categoryPreferences": {"Analytics": True, "Advertising": True}}}
    assert decide(call(context=given), WEB) == KEEP


def test_the_browsers_privacy_control(call: Callable[..., Call]) -> None:
    assert compose(Consent(purposes=PURPOSES))(call(), WEB_WITH_CONTROL) == Decision(
        "strip", ("gpc",)
    )
    assert compose(Consent(purposes={"Ads": "drop"}))(call(), WEB_WITH_CONTROL) == KEEP


def test_a_contradiction_is_a_refusal(call: Callable[..., Call]) -> None:
    context = {
        "consent": {"categoryPreferences": {"Analytics": True}},
        "consentManagement": {"deniedConsentIds": ["Analytics"]},
    }
    assert compose(Consent(purposes=PURPOSES))(call(context=context), WEB) == DROP_ANALYTICS


def test_not_enabled_or_without_purposes_all_is_kept(call: Callable[..., Call]) -> None:
    refused = call(context={"consent": {"categoryPreferences": {"Analytics": False}}})
    for settings in (Consent(), Consent(enabled=False, purposes=PURPOSES, unstated="refused")):
        assert compose(settings)(refused, WEB_WITH_CONTROL) == KEEP


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
places = st.sampled_from(["consent", "consentManagement", "gpc", "globalPrivacyControl"])


@given(st.dictionaries(places, values), values)
def test_nothing_breaks_it(context: dict[str, Any], data: Any) -> None:
    call = Call("track", "x", None, "u", None, None, None, "properties", {}, context, None, None)
    call = replace(call, entities=(Entity(SchemaRef.parse(PREFERENCES), data, "/co/0"),))
    decision = compose(Consent(purposes=PURPOSES))(call, WEB)
    assert set(decision.purposes) <= set(PURPOSES)
    assert (decision.action == "keep") == (not decision.purposes)


def strip(call: Call, *parts: str) -> tuple[Call, RequestClient]:
    stripped = consent_strip.compose(parts, CLICK_IDS)
    return stripped(call, ("203.0.113.7", "Mozilla"), BUILT_IN.covers)


def test_a_stripped_event_loses_what_tells_of_a_person(call: Callable[..., Call]) -> None:
    told = call(
        userId="customer-1",
        properties={"email": "hashed", "owner": "customer-1", "items": [{"phone": 1, "n": 2}]},
        context={
            "ip": "203.0.113.7",
            "userAgent": "Mozilla",
            "device": {"model": "X", "deviceId": "d"},
            "page": {"url": "https://s.example/?a=1&gclid=2&b=3", "title": "T"},
        },
    )
    done, client = strip(told, *PARTS)
    assert (done.user_id, done.anonymous_id, done.fallback_id) == (None, None, None)
    assert client == (None, None)
    assert done.data == {"items": [{"n": 2}]}
    page = {"url": "https://s.example/?a=1&b=3", "title": "T"}
    assert done.context == {"device": {"model": "X"}, "page": page}


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("https://s.example/?gclid=1", "https://s.example/?"),
        ("https://s.example/?fbclid=1&gclid=2#x", "https://s.example/?#x"),
        ("https://s.example/?a=1&fbclid=1&gclid=2", "https://s.example/?a=1"),
        ("https://s.example/?gclid=1&a=1&fbclid=1&b=2", "https://s.example/?a=1&b=2"),
        ("https://s.example/?notgclid=1", "https://s.example/?notgclid=1"),
        ("https://s.example/gclid=1", "https://s.example/gclid=1"),
    ],
)
def test_click_ids_leave_the_url(call: Callable[..., Call], url: str, left: str) -> None:
    done, _ = strip(call(context={"page": {"url": url}}), "click_ids")
    assert done.context["page"]["url"] == left


def test_only_the_parts_that_are_named_go(call: Callable[..., Call]) -> None:
    told = call(userId="customer-1", context={"ip": "203.0.113.7", "userAgent": "Mozilla"})
    done, client = strip(told, "ip")
    assert (done.user_id, client) == ("customer-1", (None, "Mozilla"))
    assert done.context == {"userAgent": "Mozilla"}
