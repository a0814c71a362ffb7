"""Requests in their thousands through the handler: no failure, and nothing kept of them."""

import base64
import hmac
import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

import psutil
import pytest

from ingest_lambdas.contract.wire import BODIES

STATUSES = {200, 204, 400, 401, 403, 404, 405, 413, 429}
AT_ONCE, CHUNKS = 10_000, 10
MOST_BYTES_GROWN = 48 * 1024 * 1024
SECRET, SIGNED_AT = b"the-secret-of-now", "1795473840"
Make = Callable[..., Any]


def event_of(http_event: Make, sent: Any, number: int) -> dict[str, Any]:
    """The gateway's event: text where it is text, every other time; a webhook is signed."""
    headers = dict(sent.headers)
    if sent.path.startswith("/v1/webhooks/"):
        digest = hmac.new(SECRET, f"{SIGNED_AT}.".encode() + sent.body, sha256).hexdigest()
        headers |= {"x-headwater-timestamp": SIGNED_AT, "x-headwater-signature": digest}
    cookies = [headers.pop("cookie")] if "cookie" in headers else []
    asked = {"method": sent.method, "query": sent.query, "headers": headers, "cookies": cookies}
    if number % 2:
        try:
            return http_event(sent.path, sent.body.decode(), **asked)  # type: ignore[no-any-return]
        except UnicodeDecodeError:
            pass
    return http_event(sent.path, sent.body, **asked)  # type: ignore[no-any-return]


def check(bench: Any, event: dict[str, Any]) -> None:
    """The answer is one of the contract's; what it acknowledges can be read from the stream."""
    bench.seconds += 1.0
    answer = bench.send(event)
    assert answer["statusCode"] in STATUSES, (event, answer)
    if answer["statusCode"] >= 400:
        assert json.loads(answer["body"]).keys() == {"code", "message"}
        assert bench.streams.stored == []
    for _, data in bench.streams.stored:
        check_record(json.loads(data))
    bench.streams.stored.clear()
    bench.streams.calls.clear()
    bench.store.bodies.clear()


def check_record(record: dict[str, Any]) -> None:
    """Each of its items can be cut out as it was sent."""
    assert 1 <= record["count"] <= 2500
    if "body_ref" in record or "unread_bytes" in record:
        return
    raw = record["body"].encode() if "body" in record else base64.b64decode(record["body_base64"])
    texts = BODIES[record["protocol"]].item_texts(raw, record["endpoint"])
    assert len(texts) == record["count"]


def send_many(bench: Any, http_event: Make, mutator: Any, count: int) -> None:
    """Send so many; the process must not grow with them."""
    process = psutil.Process()
    settled = 0
    for number in range(count):
        check(bench, event_of(http_event, mutator.request(), number))
        if number % 1000 == 999:
            size = process.memory_info().rss
            settled = settled or size
            assert size - settled < MOST_BYTES_GROWN


def test_thousands_of_requests_are_answered(
    tracker_bench: Make, http_event: Make, mutator: Make, stock: Sequence[Any]
) -> None:
    send_many(tracker_bench(), http_event, mutator(stock, seed=0), 4_000)


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(1, CHUNKS + 1))
def test_a_hundred_thousand_requests_are_answered(
    tracker_bench: Make, http_event: Make, mutator: Make, stock: Sequence[Any], chunk: int
) -> None:
    send_many(tracker_bench(), http_event, mutator(stock, seed=chunk), AT_ONCE)
