"""Webhooks, from request to Kinesis."""

import hmac
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from ingest_lambdas.runtime.source_declarations import SourcesUnreadable, read_sources

STAMP = "1795473840"
PAYLOAD = {"customer": {"id": 7, "plan": "gold"}, "order": "o-1", "total": "12.5"}
Make = Callable[..., Any]


def request(payload: Any, secret: str = "the-secret-of-now", source: str = "narrow") -> Any:
    body = json.dumps(payload)
    signature = hmac.new(secret.encode(), f"{STAMP}.{body}".encode(), sha256).hexdigest()
    headers = {"x-headwater-signature": signature, "x-headwater-timestamp": STAMP}
    return {"path": f"/v1/webhooks/{source}", "body": body, "headers": headers}


def sent_items(bench: Any, http_event: Make, payload: Any) -> list[dict[str, Any]]:
    before = len(bench.records)
    assert bench.send(http_event(**request(payload)))["statusCode"] == 200
    return [item for r in bench.records[before:] for item in json.loads(r["body"])["batch"]]


def test_a_payload_becomes_the_calls_that_are_declared(
    tracker_bench: Make, http_event: Make
) -> None:
    bench = tracker_bench()
    identify, track = sent_items(bench, http_event, PAYLOAD)
    assert identify | {"messageId": ""} == {
        "messageId": "",
        "type": "identify",
        "userId": "7",
        "traits": {"plan": "gold"},
    }
    assert (track["event"], track["properties"]) == (
        "Order Completed",
        {"order_id": "o-1", "total": 12.5},
    )
    [record] = bench.records
    assert (record["source"], record["count"], record["endpoint"]) == ("narrow", 2, "batch")
    assert record["ip"] is record["user_agent"] is None


def test_a_payload_delivered_again_has_the_same_ids(tracker_bench: Make, http_event: Make) -> None:
    first, again = (sent_items(tracker_bench(), http_event, PAYLOAD) for _ in range(2))
    other = sent_items(tracker_bench(), http_event, {**PAYLOAD, "total": 13})
    assert first == again
    assert other[0] == first[0]
    assert other[1]["messageId"] != first[1]["messageId"]


def test_what_the_mapping_cannot_read_is_sent_on_whole(
    tracker_bench: Make, http_event: Make
) -> None:
    payload = {**PAYLOAD, "total": "a lot"}
    [item] = sent_items(tracker_bench(), http_event, [payload])
    assert (item["type"], item["payload"]) == ("webhook", payload)
    assert "'a lot' is no number" in item["reason"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (request(PAYLOAD, secret="another-secret-"), "not_signed"),
        (request(PAYLOAD, source="web-shop"), "unknown_webhook"),
        ({**request(PAYLOAD), "body": json.dumps({**PAYLOAD, "total": 1})}, "not_signed"),
    ],
)
def test_what_is_not_signed_is_refused_and_puts_nothing(
    tracker_bench: Make, http_event: Make, asked: Any, code: str
) -> None:
    bench = tracker_bench()
    answer = bench.send(http_event(**asked))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (401, code)
    assert bench.records == []


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('secrets = ["short"]', "secrets is a list of texts of 16 bytes"),
        ('secrets = ["0123456789abcdef"]', "declares no [[call]]"),
        ('secret = ["0123456789abcdef"]', "secret is no key of a webhook"),
        ('signed = "{body}"', "signed holds {timestamp}"),
        ("tolerance_seconds = 999999", "tolerance_seconds is a whole number"),
    ],
)
def test_a_wrong_declaration_is_named_without_its_secret(table: str, said: str) -> None:
    with pytest.raises(SourcesUnreadable) as error:
        read_sources(f'[[source]]\nname = "a"\nkind = "crm"\n[source.webhook]\n{table}')
    assert said in str(error.value)
    assert "0123456789abcdef" not in str(error.value)
