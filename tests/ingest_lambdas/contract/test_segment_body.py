"""Bodies: read leniently, cut exactly."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.contract.json_items import Unreadable
from ingest_lambdas.contract.segment_body import event_id, item_texts, read_body

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(
    st.lists(JSON), st.dictionaries(st.text().filter(lambda k: k != "batch"), JSON), st.booleans()
)
def test_each_item_is_cut_out_as_it_stands(
    items: list[Any], shared: dict[str, Any], ascii_only: bool
) -> None:
    text = json.dumps({**shared, "batch": items, "sentAt": "x"}, indent=1, ensure_ascii=ascii_only)
    raw = text.encode("utf-8", errors="surrogatepass")
    texts = item_texts(raw, "batch")
    assert [json.loads(part) for part in texts] == items
    assert all(part in text for part in texts if part.isascii())
    assert len(read_body(raw, "batch").items) == len(items)


def test_a_single_call_is_its_whole_body() -> None:
    raw = b' {"event": "E"}\n'
    assert read_body(raw, "track").items == [{"event": "E"}]
    assert item_texts(raw, "track") == [raw.decode()]


@pytest.mark.parametrize(
    "raw",
    [
        b'{"batch": [{"a": NaN}, {"b": 1}]}',
        b'{"batch": [{"a": "\\ud800"}, {"b": 1}]}',
        b'{"batch": [{"a": "\xff"}, {"b": 1}]}',
        b'{"batch": [{"a": 1e999}, {"b": 1}]}',
    ],
)
def test_one_item_that_is_not_strict_json_leaves_its_neighbour_readable(raw: bytes) -> None:
    body = read_body(raw, "batch")
    assert not body.strict
    assert body.items[1] == {"b": 1}
    rejoined = "[" + ", ".join(item_texts(raw, "batch")) + "]"
    assert rejoined.encode(errors="surrogateescape") in raw


@pytest.mark.parametrize(
    ("raw", "endpoint"),
    [
        (b"", "batch"),
        (b"[]", "batch"),
        (b"[]", "track"),
        (b"nonsense", "track"),
        (b"{}", "batch"),
        (b'{"batch": {}}', "batch"),
        (b'{"batch": null}', "batch"),
        (b'{"batch": []', "batch"),
        (b"[" * 5000, "track"),
    ],
)
def test_an_unusable_body_is_refused(raw: bytes, endpoint: str) -> None:
    with pytest.raises(Unreadable):
        read_body(raw, endpoint)


def test_the_last_of_two_batches_counts_everywhere() -> None:
    raw = b'{"batch": [1], "batch": [2, 3]}'
    assert read_body(raw, "batch").items == [2, 3]
    assert item_texts(raw, "batch") == ["2", "3"]


@pytest.mark.parametrize(
    ("item", "message_id"),
    [
        ({"messageId": "m"}, "m"),
        ({"messageId": 7}, "7"),
        ({"messageId": ""}, None),
        ({"messageId": None}, None),
        ({"messageId": True}, None),
        ({"messageId": {}}, None),
        ({}, None),
        ("text", None),
    ],
)
def test_a_usable_message_id(item: Any, message_id: str | None) -> None:
    assert event_id(item) == message_id
