"""Who may send: keys, origins, rates."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.runtime.http_api import HttpError
from ingest_lambdas.runtime.source_declarations import Source
from ingest_lambdas.tracker.rate_limit import RateLimiter

CALL = json.dumps({"userId": "u", "event": "E"})
Make = Callable[..., Any]


def asked(key: str, origin: str | None = None, **fields: Any) -> dict[str, Any]:
    headers = {"origin": origin} if origin else {}
    return {"path": "/v1/t", "body": CALL, "headers": headers, "query": f"writeKey={key}", **fields}


@pytest.mark.parametrize(
    ("key", "origin", "status"),
    [
        ("WK", "https://anywhere.example", 200),
        ("WK-OLD", None, 200),
        ("NARROW", None, 200),
        ("NARROW", "https://narrow.example", 200),
        ("NARROW", "https://shop.narrow.example", 200),
        ("NARROW", "https://anywhere.example", 403),
        ("NARROW", "null", 403),
    ],
)
def test_a_source_takes_what_comes_from_its_own_pages(
    tracker_bench: Make, http_event: Make, key: str, origin: str | None, status: int
) -> None:
    answer = tracker_bench().send(http_event(**asked(key, origin)))
    assert answer["statusCode"] == status
    assert answer["headers"].get("access-control-allow-origin") == origin


def test_an_origin_that_no_source_knows_is_not_echoed(
    tracker_bench: Make, http_event: Make, tmp_path: Path
) -> None:
    file = tmp_path / "sources.toml"
    source = '[[source]]\nname = "n"\nkind = "web"\nwrite_keys = ["N"]\n'
    file.write_text(source + 'allowed_origins = ["https://n.example"]\n')
    bench = tracker_bench(sources_file=file)
    for method in ("OPTIONS", "POST"):
        for origin, echoed in (("https://n.example", True), ("https://e.example", False)):
            answer = bench.send(http_event(**asked("N", origin, method=method)))
            assert ("access-control-allow-origin" in answer["headers"]) is echoed
            assert answer["headers"]["vary"] == "origin"


def test_every_path_answers_preflights(tracker_bench: Make, http_event: Make) -> None:
    for path in ("/v1/t", "/i", "/beacon/v1/batch", "/sourceConfig/", "/anything"):
        event = http_event(path, method="OPTIONS", headers={"origin": "https://shop.example"})
        answer = tracker_bench().send(event)
        assert answer["statusCode"] == 204
        assert answer["headers"]["access-control-allow-credentials"] == "true"


def test_a_source_over_its_rate_is_told_when_to_come_again(
    tracker_bench: Make, http_event: Make
) -> None:
    bench = tracker_bench()
    batch = asked("NARROW", path="/v1/batch", body=json.dumps({"batch": [{}] * 9}))
    assert bench.send(http_event(**batch))["statusCode"] == 200
    refused = bench.send(http_event(**asked("NARROW")))
    assert (refused["statusCode"], refused["headers"]["retry-after"]) == (429, "2")
    assert json.loads(refused["body"])["code"] == "rate_limited"
    assert bench.send(http_event(**asked("WK")))["statusCode"] == 200
    bench.seconds = 2.5
    assert bench.send(http_event(**asked("NARROW")))["statusCode"] == 200


def test_a_bucket_holds_no_more_than_a_second_brings() -> None:
    now = [0.0]
    limiter = RateLimiter(lambda: now[0])
    source = Source("s", "web", rate_limit=2)
    now[0] = 100.0
    limiter.take(source, 1)
    limiter.take(source, 1)
    with pytest.raises(HttpError) as error:
        limiter.take(source, 1)
    assert (error.value.status, error.value.retry_after) == (429, 1)
    now[0] += 0.6
    limiter.take(source, 1)


def test_without_readable_sources_the_sender_is_told_to_come_again(
    tracker_bench: Make, http_event: Make, tmp_path: Path
) -> None:
    bench = tracker_bench(sources_file=tmp_path / "none.toml")
    answer = bench.send(http_event(**asked("WK", "https://shop.example")))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (503, "unavailable")
