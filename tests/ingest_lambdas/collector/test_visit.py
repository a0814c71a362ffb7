"""Which session and page view a tracker says an event belongs to."""

from typing import Any

import pytest

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.visit import find_visit

CORE = "iglu:com.snowplowanalytics.snowplow"


def call(context: dict[str, Any], *entities: dict[str, Any], **ids: Any) -> Call:
    return Call(
        event_type="page",
        event_name="page",
        message_id="m",
        user_id=None,
        anonymous_id=ids.get("anonymous_id"),
        previous_id=None,
        group_id=None,
        data_field="properties",
        data={},
        context=context,
        original_at=None,
        sent_at=None,
        own_context={"entities": list(entities)} if entities else {},
        fallback_id=ids.get("fallback_id"),
    )


def entity(name: str, version: str = "1-0-0", **data: Any) -> dict[str, Any]:
    return {"schema": f"{CORE}/{name}/jsonschema/{version}", "data": data}


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"parameters": {"sid": "s-1", "vid": "7"}}, ("s-1", 7)),
        ({"sessionId": 1_772_704_800_000}, ("1772704800000", None)),
        ({"session_id": "s-2"}, ("s-2", None)),
        ({"integrations": {"Actions Amplitude": {"session_id": 1772}}}, ("1772", None)),
        ({"integrations": {"Actions Amplitude": {"session_id": -1}}}, (None, None)),
        ({"integrations": {"Actions Amplitude": True}}, (None, None)),
        ({"integrations": [], "parameters": "none"}, (None, None)),
        ({"sessionId": {"id": "x"}, "parameters": {"vid": "9" * 10}}, (None, None)),
        ({"parameters": {"sid": "s-3", "vid": "2147483648"}}, ("s-3", None)),
        ({"parameters": {"sid": "", "vid": "1.5"}}, (None, None)),
    ],
)
def test_the_session_is_read_where_trackers_put_it(
    context: dict[str, Any], expected: tuple[str | None, int | None]
) -> None:
    found = find_visit(call(context, anonymous_id="a"))
    told = (found.get("tracker_session_id"), found.get("tracker_session_number"))
    assert told == expected


def test_entities_tell_of_session_and_page_view() -> None:
    session = entity("client_session", "1-0-2", sessionId="s-4", sessionIndex=3)
    found = find_visit(call({}, session, entity("web_page", id="p-1"), anonymous_id="a"))
    assert found == {
        "tracker_session_id": "s-4",
        "tracker_session_number": 3,
        "tracker_page_view_id": "p-1",
    }


def test_a_parameter_goes_before_an_entity() -> None:
    session = entity("client_session", sessionId="s-4", sessionIndex=3)
    found = find_visit(call({"parameters": {"sid": "s-1"}}, session, fallback_id="network"))
    assert found == {"tracker_session_id": "s-1", "tracker_session_number": 3}


def test_of_a_sender_whose_ids_were_refused_no_session_is_told() -> None:
    assert find_visit(call({"sessionId": 5}, entity("web_page", id="p-1"))) == {}
