"""What is put on the stream again says the same as what arrived, byte for byte."""

import base64
import json
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest_lambdas.archiver.handler import archive_line
from ingest_lambdas.collector.enrichments import DEFAULTS
from ingest_lambdas.contract.archive import read_archive_line
from ingest_lambdas.contract.registry import packaged
from orchestration.replaying.records import (
    LARGEST_BODY,
    body_of,
    cut_out,
    original_of,
    packed,
    whole,
)
from tests.orchestration.replaying.deployed_collector import (
    SHARD,
    Context,
    Taken,
    collector_on,
    lambda_event,
)
from tests.orchestration.replaying.pipeline import RECEIVED_AT, view

# Texts of items as senders write them: good and bad, strict JSON or not, with their own blanks.
TEXTS = st.sampled_from(
    [
        json.dumps(view(1), indent=2).encode(),
        json.dumps(view(2, event="Unplanned")).encode(),
        json.dumps(view(3, messageId=None, event="Unplanned"), separators=(",", ":")).encode(),
        json.dumps(view(4, event="Küche ☕"), ensure_ascii=False).encode(),
        json.dumps(view(5, properties={"price": "much"})).encode(),
        b'{"type":"track","event":"A","properties":{"n":NaN}}',
        b'{"type":"track","event":"\\ud800"}',
        b'{"type":"track","event":"A","x":"\xff\xfe"}',
        b'{ "type" : "page" , "x" : "\\u0000" }',
        b'"text"',
        b"12",
        b"null",
        b"[ 1 , 2 ]",
    ]
)
BLANKS = st.sampled_from([b"", b" ", b"\n\t "])
SHARED = st.sampled_from(
    [b"", b'"sentAt":"2026-11-01T10:00:00.500Z",', b'"context":{"ip":"1.2.3.4"},"writeKey":"k",']
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A Segment batch as the tracker puts it on the stream."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=5))
    body = draw(BLANKS) + b"{" + draw(SHARED) + b'"batch":['
    body += (draw(BLANKS) + b",").join(texts) + draw(BLANKS) + b"]}"
    ids = {str(n): f"given-{n}" for n in range(len(texts)) if draw(st.booleans())}
    return record(body, len(texts), ids)


def record(body: bytes, count: int, message_ids: dict[str, str], **fields: Any) -> dict[str, Any]:
    found = {
        "v": 1,
        "protocol": "segment",
        "source": "web-shop",
        "endpoint": "batch",
        "request_id": "request-1",
        "received_at": RECEIVED_AT,
        "ip": "203.0.113.77",
        "user_agent": "Mozilla/5.0",
        "count": count,
        "message_ids": message_ids,
    }
    try:
        return {**found, "body": body.decode(), **fields}
    except UnicodeDecodeError:
        return {**found, "body_base64": base64.b64encode(body).decode(), **fields}


class Judged:
    """Good and rejected lines by arrival id."""

    def __init__(self) -> None:
        self._validated, self._rejected = Taken(), Taken()
        self._collector = collector_on(
            self._validated, self._rejected, packaged, DEFAULTS, lambda reference: b""
        )

    def judge(self, sequence: str, data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
        self._collector.collect(lambda_event([(sequence, data)]), Context())
        good, rejected = (_by_arrival(taken) for taken in (self._validated, self._rejected))
        return good, rejected


@pytest.fixture(scope="module")
def judged() -> Judged:
    return Judged()


def _by_arrival(taken: Taken) -> dict[str, Any]:
    lines = [orjson.loads(line) for line in taken.lines]
    taken.lines.clear()
    return {line["arrival_id"]: line for line in lines}


def _without_attempt(line: dict[str, Any]) -> dict[str, Any]:
    """A rejected line but for what says that it is a replay, and how many travel with it."""
    envelope = {
        key: value
        for key, value in line.get("envelope", {}).items()
        if key not in ("attempt", "count", "message_ids")
    }
    ids = list(line.get("envelope", {}).get("message_ids", {}).values())
    kept = {key: value for key, value in line.items() if key not in ("attempt", "envelope")}
    return {**kept, "envelope": envelope, "assigned": ids}


SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(records())
def test_what_is_rejected_again_is_the_same_rejection(judged: Judged, sent: dict[str, Any]) -> None:
    _, before = judged.judge("7", orjson.dumps(sent))
    originals = [original_of(line, 3) for line in before.values()]
    again: dict[str, Any] = {}
    for replayed in packed(o for o in originals if o is not None):
        assert replayed["attempt"] == 3
        again |= judged.judge("99", orjson.dumps(replayed))[1]
    assert {key: _without_attempt(line) for key, line in again.items()} == {
        key: _without_attempt(line) for key, line in before.items()
    }


@SLOW
@given(records(), st.data())
def test_what_is_cut_out_of_the_archive_is_what_the_quarantine_holds(
    judged: Judged, sent: dict[str, Any], data: st.DataObject
) -> None:
    _, before = judged.judge("7", orjson.dumps(sent))
    archived = read_archive_line(archive_line(SHARD, "7", RECEIVED_AT, orjson.dumps(sent)))
    body = body_of(sent)
    assert body is not None
    for arrival, line in before.items():
        index = int(arrival.rpartition(":")[2])
        (original,) = cut_out(archived, body, {index: 2})
        quarantined = original_of(line, 2)
        assert original.arrival_id == arrival
        if quarantined is not None:
            assert original.text == quarantined.text
            assert original.message_id == quarantined.message_id


@SLOW
@given(records())
def test_a_whole_record_comes_to_the_same_events(judged: Judged, sent: dict[str, Any]) -> None:
    before = judged.judge("7", orjson.dumps(sent))
    archived = read_archive_line(archive_line(SHARD, "7", RECEIVED_AT, orjson.dumps(sent)))
    good, rejected = judged.judge("99", orjson.dumps(whole(archived, 5)))
    assert {line["attempt"] for line in [*good.values(), *rejected.values()]} == {5}
    assert {**good} == {key: {**line, "attempt": 5} for key, line in before[0].items()}
    assert {key: _without_attempt(line) for key, line in rejected.items()} == {
        key: _without_attempt(line) for key, line in before[1].items()
    }


def test_a_snowplow_post_keeps_its_self_description_and_a_get_its_query(judged: Judged) -> None:
    described = (
        b'{"schema":"iglu:x/y/jsonschema/1-0-4","data":[{"e":"ue","aid":"shop"}, {"e":"zz"}]}'
    )
    snowplow = {"protocol": "snowplow", "network_user_id": "n-1"}
    post = record(described, 2, {"0": "a", "1": "b"}, **snowplow, endpoint="tp2")
    get = record(b"e=zz&aid=shop&page=%20x", 1, {"0": "c"}, **snowplow, endpoint="i")
    for sent, body in ((post, described.replace(b", {", b",{")), (get, b"e=zz&aid=shop&page=%20x")):
        _, before = judged.judge("7", orjson.dumps(sent))
        originals = [original_of(line, 1) for line in before.values()]
        (replayed,) = packed(o for o in originals if o is not None)
        assert body_of(replayed) == body
        assert replayed["network_user_id"] == "n-1"
        _, again = judged.judge("99", orjson.dumps(replayed))
        assert again.keys() == before.keys()


def test_a_large_group_is_divided_and_one_large_item_travels_alone() -> None:
    text = json.dumps(view(1, properties={"x": "y" * (LARGEST_BODY // 3)}))
    envelope = {**record(b"", 9, {}), "batch": {}}
    lines = [
        {
            "arrival_id": f"{SHARD}:1:{n}",
            "received_at": RECEIVED_AT,
            "payload": text if n else "x" * LARGEST_BODY,
            "envelope": envelope,
        }
        for n in range(6)
    ]
    originals = [original_of(line, 1) for line in lines]
    found = packed(o for o in originals if o is not None)
    assert [replayed["count"] for replayed in found] == [1, 2, 2, 1]


def test_without_a_time_of_the_tracker_the_archives_holds() -> None:
    sent = record(b'{"type":"page"}', 1, {}, endpoint="page")
    for stated in (None, "soon"):
        data = orjson.dumps({**sent, "received_at": stated})
        archived = read_archive_line(archive_line(SHARD, "7", RECEIVED_AT, data))
        assert whole(archived, 1)["received_at"] == RECEIVED_AT
