"""The gateway over real HTTP."""

import base64
import gzip
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.local.aws.account import Account
from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.functions.function import Function, FunctionSettings
from infra.local.aws.gateway.app import HttpApi
from infra.local.aws.gateway.routes import Routes

Answer = tuple[int, http.client.HTTPMessage, bytes]


class Tracker:
    """The function behind the gateway: notes its event and answers what it is told."""

    def __init__(self) -> None:
        self.event: dict[str, Any] = {}
        self.answer: Callable[[], Any] = lambda: {"statusCode": 200, "body": "ok"}

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        self.event = event
        return self.answer()


@pytest.fixture
def tracker() -> Tracker:
    return Tracker()


@pytest.fixture
def connection(
    tracker: Tracker, account: Account, switchboard: Switchboard, serve: Callable[..., int]
) -> Iterator[http.client.HTTPConnection]:
    function = Function(FunctionSettings("tracker", "arn", "m:h", timeout=2.0))
    function._handler = tracker
    routes = Routes({"POST /v1/batch": function, "GET /v1/products/{id}": function})
    port = serve(HttpApi(routes, account, switchboard))
    made = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    yield made
    made.close()


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes = b"",
    headers: list[tuple[str, str]] | None = None,
) -> Answer:
    connection.putrequest(method, path)
    for name, value in headers or []:
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


JSON = ("Content-Type", "application/json")


def test_the_event_is_payload_2(connection: http.client.HTTPConnection, tracker: Tracker) -> None:
    headers = [
        JSON,
        ("User-Agent", "test/1"),
        ("X-Multi", "a"),
        ("x-multi", "b"),
        ("Cookie", "sp=1; other=2"),
        ("X-Forwarded-For", "9.9.9.9"),
    ]
    before = int(time.time() * 1000)
    status, _, _ = ask(connection, "POST", "/v1/batch?a=1&a=2&b=x%20y&c=", b'{"n":1}', headers)
    event = tracker.event
    assert status == 200
    assert (event["version"], event["routeKey"], event["rawPath"]) == (
        "2.0",
        "POST /v1/batch",
        "/v1/batch",
    )
    assert event["rawQueryString"] == "a=1&a=2&b=x%20y&c="
    assert event["queryStringParameters"] == {"a": "1,2", "b": "x y", "c": ""}
    assert event["cookies"] == ["sp=1", "other=2"]
    assert "cookie" not in event["headers"]
    assert event["headers"]["x-multi"] == "a,b"
    assert event["headers"]["x-forwarded-for"] == "9.9.9.9, 127.0.0.1"
    assert (event["body"], event["isBase64Encoded"]) == ('{"n":1}', False)
    context = event["requestContext"]
    assert context["http"] == {
        "method": "POST",
        "path": "/v1/batch",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "test/1",
    }
    assert before <= context["timeEpoch"] <= int(time.time() * 1000)
    assert context["requestId"]


def test_path_variables_are_decoded(
    connection: http.client.HTTPConnection, tracker: Tracker
) -> None:
    ask(connection, "GET", "/v1/products/lip%20stick")
    assert tracker.event["pathParameters"] == {"id": "lip stick"}
    assert tracker.event["rawPath"] == "/v1/products/lip%20stick"
    assert "body" not in tracker.event


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"\xff\xfe", [JSON]),
        (gzip.compress(b"{}"), [JSON, ("Content-Encoding", "gzip")]),
        (b"a=b", [("Content-Type", "application/x-www-form-urlencoded")]),
    ],
)
def test_what_is_not_plain_text_is_base64(
    connection: http.client.HTTPConnection,
    tracker: Tracker,
    body: bytes,
    headers: list[tuple[str, str]],
) -> None:
    ask(connection, "POST", "/v1/batch", body, headers)
    assert tracker.event["isBase64Encoded"] is True
    assert base64.b64decode(tracker.event["body"]) == body


def test_text_plain_json_stays_text(
    connection: http.client.HTTPConnection, tracker: Tracker
) -> None:
    ask(connection, "POST", "/v1/batch", "é".encode(), [("Content-Type", "text/plain")])
    assert tracker.event["body"] == "é"


def test_responses_carry_headers_cookies_and_binary_bodies(
    connection: http.client.HTTPConnection, tracker: Tracker
) -> None:
    tracker.answer = lambda: {
        "statusCode": 201,
        "headers": {"Content-Type": "image/gif", "X-A": "1", "Content-Length": "999"},
        "cookies": ["a=1; Secure", "b=2"],
        "body": base64.b64encode(b"\x00\xff").decode(),
        "isBase64Encoded": True,
    }
    status, headers, body = ask(connection, "GET", "/v1/products/1")
    assert (status, body, headers["content-type"], headers["x-a"]) == (
        201,
        b"\x00\xff",
        "image/gif",
        "1",
    )
    assert headers.get_all("set-cookie") == ["a=1; Secure", "b=2"]


def test_json_without_a_status_is_the_body(
    connection: http.client.HTTPConnection, tracker: Tracker
) -> None:
    tracker.answer = lambda: {"success": True}
    status, headers, body = ask(connection, "GET", "/v1/products/1")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body) == {"success": True}


def _raise() -> None:
    raise RuntimeError("broken")


@pytest.mark.parametrize(
    "answer",
    [
        _raise,
        lambda: {"statusCode": "x"},
        lambda: {"statusCode": 200, "body": {"a": 1}},
        lambda: {"statusCode": 200, "headers": {"X-Split": "a\r\nSet-Cookie: b"}},
        lambda: {"statusCode": 200, "body": "?", "isBase64Encoded": True},
    ],
)
def test_a_function_that_fails_or_answers_nonsense_is_a_500(
    connection: http.client.HTTPConnection, tracker: Tracker, answer: Callable[[], Any]
) -> None:
    tracker.answer = answer
    status, _, body = ask(connection, "GET", "/v1/products/1")
    assert (status, json.loads(body)) == (500, {"message": "Internal Server Error"})


def test_unknown_routes_are_404(connection: http.client.HTTPConnection) -> None:
    status, _, body = ask(connection, "GET", "/v1/batch")
    assert (status, json.loads(body)) == (404, {"message": "Not Found"})


def test_a_body_over_10_mb_is_answered_413_and_not_cut_off(
    connection: http.client.HTTPConnection, tracker: Tracker
) -> None:
    status, _, body = ask(connection, "POST", "/v1/batch", bytes(10 * 1024 * 1024 + 1))
    assert (status, json.loads(body)) == (413, {"message": "Request Too Long"})
    assert tracker.event == {}
    assert ask(connection, "POST", "/v1/batch", bytes(4 * 1024 * 1024))[0] == 200


def test_request_line_and_headers_together_over_10240_bytes_are_431(
    connection: http.client.HTTPConnection,
) -> None:
    assert ask(connection, "GET", "/v1/products/" + "x" * 9_000)[0] == 200
    path = "/v1/products/" + "x" * 5_000
    assert ask(connection, "GET", path, headers=[("X-Long", "y" * 5_300)])[0] == 431


def test_endless_headers_are_cut_off(connection: http.client.HTTPConnection) -> None:
    connection.putrequest("GET", "/v1/products/1")
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        for _ in range(200):
            connection.putheader("X-Long", "y" * 1_000)
        connection.endheaders()
        connection.getresponse()


def test_a_slow_function_ends_by_its_own_time_out(
    connection: http.client.HTTPConnection, tracker: Tracker
) -> None:
    never = threading.Event()
    tracker.answer = lambda: never.wait(10)
    assert ask(connection, "GET", "/v1/products/1")[0] == 500
    never.set()


def test_a_fault_strikes_one_route(
    connection: http.client.HTTPConnection, tracker: Tracker, switchboard: Switchboard
) -> None:
    switchboard.switch_on({"kind": "throttle", "operation": "POST /v1/batch"})
    switchboard.switch_on({"kind": "refuse", "operation": "POST /v1/batch"})
    assert ask(connection, "GET", "/v1/products/1")[0] == 200
    assert ask(connection, "POST", "/v1/batch")[0] == 429
    assert ask(connection, "POST", "/v1/batch")[0] == 503
    assert ask(connection, "POST", "/v1/batch")[0] == 200
