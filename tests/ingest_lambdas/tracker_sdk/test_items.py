"""Whatever a caller gives becomes one line, or is declined with a reason."""

import tracemalloc
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.tracker_sdk.items import Unsendable, size_inside_text, write_item

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def write(**fields: Any) -> dict[str, Any]:
    line = write_item("track", {"userId": "u", **fields}, NOW, "made")
    read: dict[str, Any] = orjson.loads(line)
    return read


def test_a_call_has_its_own_id_and_moment_or_is_given_them() -> None:
    given_moment = datetime(2026, 11, 1, 8, 30)
    item = write(event="Product Viewed", messageId="m", timestamp=given_moment)
    assert (item["type"], item["messageId"]) == ("track", "m")
    assert item["timestamp"] == "2026-11-01T08:30:00.000Z"
    assert write()["messageId"] == "made"
    assert write()["timestamp"] == "2026-11-24T12:00:00.000Z"


def test_the_callers_context_stands_beside_the_librarys_name() -> None:
    assert write(context={"ip": "1.2.3.4"})["context"] == {
        "library": {"name": "headwater-python", "version": "1"},
        "ip": "1.2.3.4",
    }


@pytest.mark.parametrize(
    "fields",
    [{"userId": None}, {"userId": "u", "properties": {"x": '"' * 400_000}}],
    ids=["nobody", "too large"],
)
def test_what_cannot_be_sent_says_why(fields: dict[str, Any]) -> None:
    with pytest.raises(Unsendable, match="needs user_id|at most"):
        write_item("track", fields, NOW, "m")


def test_a_line_takes_little_more_memory_than_its_text() -> None:
    tracemalloc.start()
    lines = [write_item("track", {"userId": "u"}, NOW, str(n)) for n in range(1_000)]
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 2 * sum(map(len, lines))


@given(properties=VALUES)
def test_any_value_is_one_line_or_is_declined(properties: Any) -> None:
    try:
        line = write_item("track", {"userId": "u", "properties": properties}, NOW, "m")
    except Unsendable:
        return
    assert b"\n" not in line
    assert orjson.loads(line)["messageId"] == "m"
    assert len(orjson.dumps(line.decode())) == size_inside_text(line) + 1
