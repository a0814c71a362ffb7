"""Requests that hypothesis draws, of every shape: each is answered as the contract says."""

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest_lambdas.tracker.routes import ROUTES

STATUSES = {200, 204, 400, 401, 403, 404, 405, 413, 429}
Make = Callable[..., Any]
QUIET = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(["WK", "CRM", "NARROW", "LENIENT", "WHO", ""]) | st.text(max_size=10)
APP_IDS = st.sampled_from(["shop", "narrow", "lenient", "who"]) | JSON
CALL = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["track", "page", "identify", "alias", "click"]) | JSON,
        "event": st.text(max_size=12) | JSON,
        "userId": JSON,
        "anonymousId": JSON,
        "messageId": JSON,
        "properties": JSON,
        "context": JSON,
        "timestamp": JSON,
        "writeKey": KEYS | JSON,
    },
)
SNOWPLOW = st.fixed_dictionaries(
    {},
    optional={
        "e": st.sampled_from(["pv", "pp", "ue", "se", "tr", "ti", "xx"]) | JSON,
        "aid": APP_IDS,
        "eid": JSON,
        "tnuid": JSON,
        "ue_px": JSON,
        "co": JSON,
        "dtm": JSON,
    },
)
VALUES = (
    CALL
    | st.fixed_dictionaries({"batch": st.lists(CALL | JSON, max_size=4) | JSON, "writeKey": KEYS})
    | st.fixed_dictionaries({"data": st.lists(SNOWPLOW | JSON, max_size=4) | JSON})
    | JSON
)
ENCODINGS = ["", "gzip", "x-gzip", "identity", "br", "GZIP", "gzip, gzip"]


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """JSON, also of the kind that is none; noise; either of them cut off."""
    text = json.dumps(draw(VALUES), ensure_ascii=draw(st.booleans()))
    body = draw(st.just(text.encode("utf-8", "surrogatepass")) | st.binary(max_size=60))
    return body[: draw(st.integers(0, len(body)))] if draw(st.booleans()) else body


@st.composite
def requests(draw: st.DrawFn, http_event: Make) -> dict[str, Any]:
    """An event of the gateway."""
    route = draw(st.sampled_from(ROUTES))
    path = route.path.replace("{write_key}", draw(KEYS).replace("/", "%2F") or "x")
    body, encoding = draw(bodies()), draw(st.sampled_from(ENCODINGS))
    if "zip" in encoding.lower() and draw(st.booleans()):
        body = gzip.compress(body) * draw(st.integers(1, 2))
    query = draw(SNOWPLOW | st.dictionaries(st.text(max_size=5), st.text(max_size=5)))
    optional = {
        "authorization": KEYS.map(_basic) | st.text(max_size=12),
        "origin": st.sampled_from(["https://narrow.example", "null", "https://e.example"]),
        "content-encoding": st.just(encoding),
        "content-type": st.sampled_from(["text/plain", "application/x-www-form-urlencoded"]),
        "sp-anonymous": st.text(max_size=3),
        "host": st.sampled_from(["t.example", "127.0.0.1:1", "a b"]),
        "x-forwarded-proto": st.sampled_from(["http", "https", "ftp"]),
        "referer": st.text(max_size=12),
    }
    event = http_event(
        path if draw(st.booleans()) else path + draw(st.text(max_size=4)),
        body,
        method=draw(st.sampled_from([route.method, route.method, "OPTIONS", "PUT"])),
        query=draw(st.just(urlencode(query, errors="surrogatepass")) | st.text(max_size=30)),
        headers=draw(st.fixed_dictionaries({}, optional=optional)),
        cookies=draw(st.lists(st.text(max_size=8).map("sp={}".format), max_size=2)),
    )
    return _as_text(event, body) if draw(st.booleans()) else event


def _basic(key: str) -> str:
    return "Basic " + base64.b64encode(key.encode("utf-8", "surrogatepass")).decode()


def _as_text(event: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The same with its body as text, where API Gateway would hand it over so."""
    try:
        return {**event, "body": body.decode(), "isBase64Encoded": False}
    except UnicodeDecodeError:
        return {**event, "isBase64Encoded": True}


def check(bench: Any, event: dict[str, Any]) -> None:
    """The answer is one of the contract's, and what it acknowledges is on the stream."""
    bench.seconds += 1.0
    before = len(bench.streams.stored)
    answer = bench.send(event)
    assert answer["statusCode"] in STATUSES, answer
    if answer["statusCode"] >= 400:
        assert {"code", "message"} == json.loads(answer["body"]).keys()
        assert len(bench.streams.stored) == before
    for _, data in bench.streams.stored[before:]:
        record = json.loads(data)
        assert 1 <= record["count"] <= 2500
        assert sum(name in record for name in ("body", "body_base64", "body_ref")) == 1


@settings(max_examples=100, deadline=None, suppress_health_check=QUIET)
@given(data=st.data())
def test_any_request_is_answered(
    tracker_bench: Make, http_event: Make, data: st.DataObject
) -> None:
    check(tracker_bench(), data.draw(requests(http_event)))
