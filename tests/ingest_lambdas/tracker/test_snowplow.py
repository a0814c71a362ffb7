"""Snowplow's endpoints, from request to Kinesis."""

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

TP2 = "/com.snowplowanalytics.snowplow/tp2"
COOKIE = "3f8c2a6e-0b7d-4a55-9f6e-1c2d3e4f5a6b"
Make = Callable[..., Any]


def post_of(*events: Any) -> str:
    return json.dumps({"schema": "iglu:x", "data": events})


def page_view(**parameters: Any) -> dict[str, Any]:
    return {"e": "pv", "eid": "e-1", "aid": "shop", **parameters}


@pytest.fixture
def bench(tracker_bench: Make) -> Any:
    return tracker_bench()


def test_a_post_becomes_one_record_with_its_body_as_it_came(bench: Any, http_event: Make) -> None:
    body = post_of(page_view(), page_view(eid=None), 5)
    answer = bench.send(http_event(TP2, body, headers={"referer": "https://shop.example/"}))
    assert (answer["statusCode"], answer["body"]) == (200, '{"success":true}')
    [record] = bench.records
    network_user_id = record.pop("network_user_id")
    assert list(record.pop("message_ids")) == ["1"]
    assert record == {
        "v": 1,
        "protocol": "snowplow",
        "source": "web-shop",
        "endpoint": "tp2",
        "request_id": "request-1",
        "received_at": "2026-11-23T22:44:00.123Z",
        "ip": "203.0.113.77",
        "user_agent": "analytics-python/2.4.0",
        "count": 3,
        "referer": "https://shop.example/",
        "body": body,
    }
    assert answer["cookies"][0].startswith(f"sp={network_user_id}; Max-Age=31536000; ")


def test_a_pixel_becomes_one_record_with_its_query(bench: Any, http_event: Make) -> None:
    query = "e=pv&eid=e-1&aid=shop&page=%C3%A9+x"
    answer = bench.send(http_event("/i", method="GET", query=query, headers={}))
    assert answer["headers"]["content-type"] == "image/gif"
    assert answer["headers"]["cache-control"] == "no-store"
    gif = base64.b64decode(answer["body"])
    assert (gif[:6], gif[6:10], gif[-1:]) == (b"GIF89a", b"\x01\x00\x01\x00", b";")
    [record] = bench.records
    assert (record["body"], record["endpoint"], record["count"]) == (query, "i", 1)


@pytest.mark.parametrize(
    ("scheme", "rules"), [("https", "SameSite=None; Secure"), ("http", "SameSite=Lax")]
)
def test_the_cookie_is_kept_and_renewed_by_the_rules_of_the_scheme(
    bench: Any, http_event: Make, scheme: str, rules: str
) -> None:
    event = http_event(
        TP2, post_of(page_view()), headers={"x-forwarded-proto": scheme},
        cookies=["other=1", f"sp={COOKIE}"],
    )  # fmt: skip
    expected = f"sp={COOKIE}; Max-Age=31536000; Path=/; HttpOnly; {rules}"
    assert bench.send(event)["cookies"] == [expected]
    assert bench.records[0]["network_user_id"] == COOKIE


@pytest.mark.parametrize("named", [{"tnuid": "t-1"}, {"nuid": "t-1"}])
def test_an_id_that_the_tracker_names_wins_over_the_cookie(
    bench: Any, http_event: Make, named: dict[str, str]
) -> None:
    event = http_event(TP2, post_of(page_view(**named)), headers={}, cookies=[f"sp={COOKIE}"])
    assert bench.send(event)["cookies"][0].startswith("sp=t-1;")
    assert bench.records[0]["network_user_id"] == "t-1"


@pytest.mark.parametrize("forged", ["", "a b", "x; Domain=evil.example", "é", "a" * 129])
def test_what_no_collector_has_given_out_is_replaced(
    bench: Any, http_event: Make, forged: str
) -> None:
    bench.send(http_event(TP2, post_of(page_view(nuid=forged)), headers={}, cookies=["sp=?"]))
    assert len(bench.records[0]["network_user_id"]) == 36


def test_of_the_anonymous_no_cookie_no_address_and_no_network_id_is_kept(
    bench: Any, http_event: Make
) -> None:
    event = http_event(
        TP2, post_of(page_view()), headers={"sp-anonymous": "*"}, cookies=[f"sp={COOKIE}"]
    )
    assert "cookies" not in bench.send(event)
    [record] = bench.records
    assert record["anonymous"] is True
    assert record["ip"] is None
    assert "network_user_id" not in record
    assert COOKIE not in json.dumps(record)


@pytest.mark.parametrize("aid", [None, "", "who", 5])
def test_an_unknown_application_is_refused_with_what_is_not_sent_again(
    bench: Any, http_event: Make, aid: Any
) -> None:
    answer = bench.send(http_event(TP2, post_of(page_view(aid=aid)), headers={}))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (401, "unknown_app_id")
    assert "cookies" not in answer
    assert bench.records == []


def test_one_known_application_is_enough(bench: Any, http_event: Make) -> None:
    body = post_of(page_view(aid="who"), page_view(aid="lenient"))
    assert bench.send(http_event(TP2, body, headers={}))["statusCode"] == 200
    assert bench.records[0]["source"] == "lenient"


@pytest.mark.parametrize("zipped", [False, True])
def test_an_oversize_body_is_taken_unread_and_whole(
    bench: Any, http_event: Make, zipped: bool
) -> None:
    plain = post_of(*(page_view(page="x" * 1_000, n=n) for n in range(600))).encode()
    assert len(plain) > 600_000
    body = gzip.compress(plain) if zipped else plain
    headers = {"content-encoding": "gzip"} if zipped else {}
    answer = bench.send(http_event(TP2, body, headers=headers))
    assert (answer["statusCode"], answer["body"]) == (200, '{"success":true}')
    [record] = bench.records
    assert (record["count"], record["unread_bytes"]) == (1, len(body))
    if zipped:
        assert base64.b64decode(record["body_base64"]) == body
    else:
        assert record["body_ref"].startswith("s3://bucket/oversize/2026-11-23/")
        assert bench.store.bodies == [body]


def test_too_many_events_are_taken_unread(bench: Any, http_event: Make) -> None:
    body = post_of(*[{"aid": "shop"}] * 2501)
    assert bench.send(http_event(TP2, body, headers={}))["statusCode"] == 200
    assert bench.records[0]["unread_bytes"] == len(body)


def test_an_oversize_body_of_nobody_is_refused(bench: Any, http_event: Make) -> None:
    body = json.dumps({"data": ["x" * 600_000, {"aid": "shop"}]})
    assert bench.send(http_event(TP2, body, headers={}))["statusCode"] == 401
