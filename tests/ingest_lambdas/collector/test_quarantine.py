"""The quarantine: typed reasons, the item's own text, nothing personal in what is loaded."""

import base64
import json
from collections.abc import Callable
from typing import Any

from ingest_lambdas.contract.columns import REJECTED_EVENTS
from ingest_lambdas.runtime.firehose_writer import LARGEST_RECORD

Make = Callable[..., Any]
LOADED = {c.name for c in REJECTED_EVENTS.columns}


def reject_all(bench: Make, event: dict[str, Any]) -> list[dict[str, Any]]:
    made = bench()
    assert made.collect(event) == []
    assert made.validated.stored == []
    return list(made.rejected.lines())


def test_a_rejected_item_keeps_its_text_and_what_it_shared_with_its_batch(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    text = json.dumps(track(event="Off Plan"), indent=2)
    body = f'{{"sentAt": "2026-11-23T22:44:00Z", "writeKey": "WK", "batch": [ {text} ]}}'
    record = raw_record(body, count=1, message_ids={"0": "unused", "1": "x"}, attempt=2)
    [line] = reject_all(bench, kinesis_event(record))
    assert line["payload"] == text
    assert line["reason"] == "unknown_event"
    assert line["arrival_id"] == "shardId-000000000001:100:0"
    assert (line["event_id"], line["event_type"], line["event_name"]) == (
        "m-1",
        "track",
        "Off Plan",
    )
    assert (line["source"], line["attempt"]) == ("web-shop", 2)
    assert line["received_at"] == "2026-11-23T22:44:00.123Z"
    assert line["envelope"]["batch"] == {"sentAt": "2026-11-23T22:44:00Z"}
    assert line["envelope"]["ip"] == "203.0.113.77"
    assert line["envelope"]["message_ids"] == {"0": "unused"}


def test_the_visitor_of_a_rejected_event_is_the_visitor_of_a_good_one(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    made.collect(kinesis_event(raw_record({"batch": [track(), track(event="Off Plan")]})))
    assert made.rejected.lines()[0]["visitor_id"] == made.validated.lines()[0]["visitor_id"]


def test_what_is_loaded_holds_no_mail_address(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make
) -> None:
    items = [
        track(event="mail ada@example.com"),
        track(properties={"product_id": ["ada@example.com"], "price": "ada@example.com"}),
        track(
            event="Cart Viewed",
            properties={"products": [{"ada@example.com": 1}, "ada@example.com"]},
        ),
    ]
    lines = reject_all(bench, kinesis_event(raw_record({"batch": items})))
    assert len(lines) == 3
    for line in lines:
        assert "ada@" not in json.dumps({k: v for k, v in line.items() if k in LOADED})


def test_bytes_that_are_not_utf8_come_back_as_they_were(
    bench: Make, kinesis_event: Make, raw_record: Make
) -> None:
    raw = b'{"batch": [{"type": "page", "userId": "\xff"}]}'
    record = raw_record("", count=1, body_base64=base64.b64encode(raw).decode())
    del record["body"]
    [line] = reject_all(bench, kinesis_event(record))
    assert line["reason"] == "malformed"
    assert base64.b64decode(line["payload_base64"]) == b'{"type": "page", "userId": "\xff"}'


def test_a_poisoned_record_is_set_aside_once_for_each_item_it_claims(
    bench: Make, kinesis_event: Make, raw_record: Make
) -> None:
    record = raw_record({"batch": [1]}, count=3)
    lines = reject_all(bench, kinesis_event(record))
    assert [line["arrival_id"][-2:] for line in lines] == [":0", ":1", ":2"]
    assert {line["reason"] for line in lines} == {"malformed"}
    assert [json.loads(line.get("payload", "null")) for line in lines] == [record, None, None]


def test_a_record_of_any_bytes_is_set_aside(bench: Make, kinesis_event: Make) -> None:
    [line] = reject_all(bench, kinesis_event(b"\x00\xff"))
    assert line["source"] == "unknown"
    assert line["received_at"] == "2026-11-23T22:44:01.123Z"
    assert base64.b64decode(line["payload_base64"]) == b"\x00\xff"


def test_a_line_is_never_bigger_than_firehose_takes(bench: Make, kinesis_event: Make) -> None:
    made = bench()
    made.collect(kinesis_event(b'"' * 1_000_000))
    [(_, data)] = made.rejected.stored
    assert len(data) <= LARGEST_RECORD
    assert "payload" not in json.loads(data)
