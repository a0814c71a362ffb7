"""What real SDKs sent, through the tracker and the collector, in process."""

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.outside.deployed import collect, deployed_handlers, rejected_lines, track

SEGMENT_SDKS = [
    "segment-analytics-python.json",
    "segment-analytics-python.gzip.json",
    "segment-analytics-node.json",
    "segment-analytics-next.json",
]
SNOWPLOW_SDKS = [
    "snowplow-tracker-python.post.json",
    "snowplow-tracker-python.get.json",
    "snowplow-node-tracker.post.json",
    "snowplow-node-tracker.get.json",
    "snowplow-browser-tracker.post.json",
    "snowplow-browser-tracker.get.json",
]
RECEIVED_MS = 1_795_457_600_000
SOURCES = '[[source]]\nname = "web-shop"\nkind = "web"\nwrite_keys = ["WK"]\napp_ids = ["shop"]\n'


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    with deployed_handlers(monkeypatch, tmp_path, SOURCES):
        yield


def gateway_event(request: dict[str, Any]) -> dict[str, Any]:
    """The recorded request as API Gateway would hand it over."""
    path, _, query = request["path"].partition("?")
    headers = {name.lower(): value for name, value in request["headers"]}
    body = "" if request["body"] is None else json.dumps(request["body"])
    zipped = bool(request.get("gzip"))
    event = {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "http": {
                "method": request["method"],
                "sourceIp": "203.0.113.77",
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": "request-1",
            "timeEpoch": RECEIVED_MS,
        },
        "body": body,
        "isBase64Encoded": zipped,
    }
    if zipped:
        event["body"] = base64.b64encode(gzip.compress(body.encode())).decode()
    return event


@pytest.mark.parametrize("sdk", SEGMENT_SDKS)
def test_every_recorded_item_is_a_good_event_or_off_the_plan(
    deployed: None, reference: Callable[[str], Any], sdk: str
) -> None:
    sent: dict[str, dict[str, Any]] = {}
    for request in reference(f"recorded_requests/{sdk}"):
        response = track(gateway_event(request))
        if request["method"] == "POST":
            assert response["statusCode"] == 200, response
            assert json.loads(response["body"]) == {"success": True}
            body = request["body"]
            sent |= {item["messageId"]: item for item in body.get("batch", [body])}
        elif request["method"] == "OPTIONS":
            check_preflight(request, response)
        elif request["path"].endswith("/settings"):
            settings = json.loads(response["body"])["integrations"]["Segment.io"]
            host = {name.lower(): value for name, value in request["headers"]}["host"]
            assert settings["apiHost"] == f"{host}/v1"
    good = {line["event_id"]: line for line in collect()}
    rejected = {line["event_id"]: line for line in rejected_lines()}
    assert sent
    assert good.keys() | rejected.keys() == sent.keys()
    assert not good.keys() & rejected.keys()
    assert {line["event_name"] for line in rejected.values()} <= {"e"}
    assert all(line["event_type"] == sent[id_]["type"] for id_, line in good.items())
    assert not any(line["time_implausible"] for line in good.values())
    assert "a@b.c" not in json.dumps(list(good.values()))


def check_preflight(request: dict[str, Any], response: dict[str, Any]) -> None:
    asked = dict(request["headers"])
    allowed = response["headers"]["access-control-allow-headers"]
    assert response["statusCode"] == 204
    assert asked["Access-Control-Request-Headers"] in allowed
    assert response["headers"]["access-control-allow-origin"] == asked["Origin"]


@pytest.mark.parametrize("sdk", SNOWPLOW_SDKS)
def test_every_recorded_snowplow_event_is_good(
    deployed: None, reference: Callable[[str], Any], sdk: str
) -> None:
    sent: dict[str, str] = {}
    for request in reference(f"recorded_requests/{sdk}"):
        response = track(gateway_event(request))
        if request["method"] == "OPTIONS":
            check_preflight(request, response)
        elif request["path"].startswith(("/i?", "/com.snowplow")):
            assert response["statusCode"] == 200, response
            assert response["cookies"]
            query = dict(parse_qsl(request["path"].partition("?")[2]))
            events = request["body"]["data"] if request["body"] else [query]
            sent |= {event["eid"]: event["e"] for event in events}
    good = {line["event_id"]: line for line in collect()}
    assert sent
    assert good.keys() == sent.keys(), rejected_lines()
    names = {"pv": "page", "se": "Structured Event", "tr": "Order Completed"}
    assert all(good[i]["event_name"] == names[e] for i, e in sent.items() if e in names)
    assert not any(line["time_implausible"] for line in good.values())
    assert all(line["library"].startswith("snowplow-") for line in good.values())


def test_the_shop_that_two_sdks_tell_of_is_the_same(
    deployed: None, reference: Callable[[str], Any]
) -> None:
    for request in reference("recorded_requests/snowplow-browser-tracker.post.json"):
        track(gateway_event(request))
    told = {line["event_name"]: line["properties"] for line in collect()}
    product = {"product_id": "p1", "category": "c", "price": 9.9, "currency": "EUR"}
    assert told["Product Viewed"] == {**product, "name": "N"}
    assert told["Product Added"] == {**product, "quantity": 1, "cart_value": 9.9}
    order = told["Order Completed"]
    assert (order["order_id"], order["revenue"]) == ("t1", 9.9)
    assert order["products"] == [{**product, "quantity": 1}]
