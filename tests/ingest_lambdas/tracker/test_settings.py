"""What browser SDKs fetch before they send."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]
PATH = "/v1/projects/WK/settings"


def fetched(make: Make, http_event: Make, path: str, **fields: Any) -> tuple[int, dict[str, Any]]:
    answer = make().send(http_event(path, method="GET", **fields))
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize(
    ("headers", "api_host", "protocol"),
    [
        ({"host": "t.example", "x-forwarded-proto": "https"}, "t.example/v1", "https"),
        ({"host": "127.0.0.1:8780", "x-forwarded-proto": "http"}, "127.0.0.1:8780/v1", "http"),
        ({"host": "[::1]:8780"}, "[::1]:8780/v1", "https"),
    ],
)
def test_segments_settings_name_the_host_that_was_asked(
    tracker_bench: Make, http_event: Make, headers: dict[str, str], api_host: str, protocol: str
) -> None:
    status, settings = fetched(tracker_bench, http_event, PATH, headers=headers)
    segment = settings["integrations"]["Segment.io"]
    assert (status, segment["apiHost"], segment["protocol"]) == (200, api_host, protocol)
    assert segment["apiKey"] == "WK"


@pytest.mark.parametrize("host", ["", "evil.example/x", 'a"b', "a b", "é.example"])
def test_what_can_be_no_host_is_not_repeated(
    tracker_bench: Make, http_event: Make, host: str
) -> None:
    status, answered = fetched(tracker_bench, http_event, PATH, headers={"host": host})
    assert (status, answered["code"]) == (400, "unknown_host")


@pytest.mark.parametrize("path", ["/sourceConfig", "/sourceConfig/"])
@pytest.mark.parametrize(
    "carried", [{"query": "p=npm&writeKey=WK", "headers": {}}, {"query": "p=npm"}]
)
def test_rudderstacks_source_is_enabled_and_has_its_list(
    tracker_bench: Make, http_event: Make, path: str, carried: dict[str, Any]
) -> None:
    status, settings = fetched(tracker_bench, http_event, path, **carried)
    source = settings["source"]
    assert (status, source["writeKey"], source["enabled"]) == (200, "WK", True)
    assert (source["destinations"], source["id"]) == ([], "web-shop")
    assert source["config"]["statsCollection"]["errors"] == {"enabled": False}


@pytest.mark.parametrize("path", ["/v1/projects/WHO/settings", "/sourceConfig/"])
def test_nobody_gets_settings(tracker_bench: Make, http_event: Make, path: str) -> None:
    headers = {"host": "t.example"}
    status, answered = fetched(tracker_bench, http_event, path, headers=headers)
    assert (status, answered["code"]) == (401, "unknown_write_key")
