"""Write keys."""

import base64

import pytest

from ingest_lambdas.tracker.auth import key_before_body, key_in_body


def basic(credentials: str) -> str:
    return "Basic " + base64.b64encode(credentials.encode()).decode()


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (basic("WK:"), "WK"),
        (basic("WK"), "WK"),
        (basic("WK:secret"), "WK"),
        (basic("WK:").replace("Basic", "basic"), "WK"),
        (basic(":"), None),
        ("Bearer WK", None),
        ("Basic ???", None),
        ("Basic /w==", None),
        ("Basic", None),
        ("", None),
    ],
)
def test_the_basic_user_is_the_key(header: str, key: str | None) -> None:
    assert key_before_body({"authorization": header}, {}) == key


def test_the_header_wins_over_the_query() -> None:
    headers = {"authorization": basic("HEADER:")}
    assert key_before_body(headers, {"writeKey": "QUERY"}) == "HEADER"
    assert key_before_body({}, {"writeKey": "QUERY"}) == "QUERY"


def test_a_body_may_carry_the_key() -> None:
    assert key_in_body({"writeKey": "BODY"}) == "BODY"
    assert key_in_body({"writeKey": 5}) is None
    assert key_in_body({}) is None
