"""Requests and responses of API Gateway."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.runtime.http_api import (
    HttpError,
    Request,
    answer,
    answer_error,
    answer_preflight,
)

ORIGIN = {"origin": "https://shop.example"}


def test_the_gateway_says_when_it_was_received(http_event: Callable[..., Any]) -> None:
    received_at = Request.from_event(http_event()).received_at
    assert received_at.isoformat() == "2026-11-23T22:44:00.123000+00:00"


def test_a_body_comes_as_text_or_base64(http_event: Callable[..., Any]) -> None:
    assert Request.from_event(http_event(body="é")).body == "é".encode()
    assert Request.from_event(http_event(body=b"\xff")).body == b"\xff"
    event = http_event(body=b"x") | {"body": "?"}
    with pytest.raises(HttpError) as error:
        _ = Request.from_event(event).body
    assert error.value.status == 400


def test_a_browser_gets_its_origin_back_and_may_read_retry_after(
    http_event: Callable[..., Any],
) -> None:
    request = Request.from_event(http_event(headers=ORIGIN))
    headers = answer(request, {})["headers"]
    assert headers["access-control-allow-origin"] == "https://shop.example"
    assert headers["access-control-allow-credentials"] == "true"
    assert headers["access-control-expose-headers"] == "retry-after"


def test_a_preflight_is_answered_for_a_day(http_event: Callable[..., Any]) -> None:
    response = answer_preflight(Request.from_event(http_event(headers=ORIGIN)))
    allowed = response["headers"]["access-control-allow-headers"]
    assert response["statusCode"] == 204
    assert response["headers"]["access-control-max-age"] == "86400"
    for header in ("authorization", "content-type", "anonymousid", "sentat", "x-retry-count"):
        assert header in allowed


def test_an_error_has_code_and_message_and_says_when_to_come_again(
    http_event: Callable[..., Any],
) -> None:
    request = Request.from_event(http_event(headers={}))
    response = answer_error(request, HttpError(503, "unavailable", "Later.", 5))
    assert response["statusCode"] == 503
    assert response["body"] == '{"code":"unavailable","message":"Later."}'
    expected = {"content-type": "application/json", "vary": "origin", "retry-after": "5"}
    assert response["headers"] == expected
