"""Snowplow's bodies: the events of a POST, the query string of a GET."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.contract.json_items import Unreadable
from ingest_lambdas.contract.snowplow_body import app_id, event_id, item_texts, read_body
from ingest_lambdas.contract.wire import BODIES

TEXT = st.text(st.characters(codec="utf-8"), min_size=1)


@given(st.lists(st.dictionaries(TEXT, TEXT)), st.booleans())
def test_each_event_of_a_post_is_cut_out_as_it_stands(
    events: list[dict[str, str]], ascii_only: bool
) -> None:
    raw = json.dumps({"schema": "iglu:x", "data": events}, ensure_ascii=ascii_only).encode()
    assert read_body(raw, "tp2").items == events
    assert [json.loads(text) for text in item_texts(raw, "tp2")] == events


@given(st.dictionaries(TEXT, st.text(st.characters(codec="utf-8")), max_size=20))
def test_a_query_string_is_one_event(event: dict[str, str]) -> None:
    raw = urlencode(event).encode()
    assert read_body(raw, "i").items == [event]
    assert item_texts(raw, "i") == [raw.decode()]


@pytest.mark.parametrize(
    ("raw", "endpoint"),
    [
        (b"[]", "tp2"),
        (b'{"data": {}}', "tp2"),
        (b'{"batch": []}', "tp2"),
        (b"\xff", "i"),
        (b"e=%ff", "i"),
        (b"&".join(b"a=%d" % n for n in range(201)), "i"),
    ],
)
def test_an_unusable_body_is_refused(raw: bytes, endpoint: str) -> None:
    with pytest.raises(Unreadable):
        read_body(raw, endpoint)


@pytest.mark.parametrize(
    ("item", "found"),
    [({"eid": "e", "aid": "e"}, "e"), ({"eid": 7, "aid": 7}, "7"), ({"eid": "", "aid": None}, None)]
    + [({"eid": {}, "aid": True}, None), ({}, None), ("text", None), (None, None)],
)
def test_usable_ids(item: Any, found: str | None) -> None:
    assert event_id(item) == app_id(item) == found


def test_a_protocol_is_found_by_its_name() -> None:
    assert BODIES["snowplow"].event_id({"eid": "s", "messageId": "m"}) == "s"
    assert BODIES["segment"].event_id({"eid": "s", "messageId": "m"}) == "m"
