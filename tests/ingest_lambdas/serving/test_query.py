"""What a reader may ask."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.runtime.http_api import HttpError, Request
from ingest_lambdas.serving.query import read_query

Event = Callable[..., dict[str, Any]]


def ask(http_event: Event, path: str, query: str = "", method: str = "GET") -> Any:
    return read_query(Request.from_event(http_event(path, query=query, method=method)))


def test_without_days_the_last_thirty_are_meant(http_event: Event) -> None:
    query = ask(http_event, "/v1/site/daily")
    assert (str(query.first), str(query.last)) == ("2026-10-25", "2026-11-23")
    assert query.product_id is None


def test_a_range_of_days_of_a_product(http_event: Event) -> None:
    query = ask(http_event, "/v1/products/p%201", "from=2026-11-01&to=2026-11-03")
    assert query.keys == (
        ("product#p 1", "day#2026-11-01"),
        ("product#p 1", "day#2026-11-03"),
    )


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/v1/site/daily", "from=2026-11-03&to=2026-11-01", 400),
        ("/v1/site/daily", "from=2025-11-22&to=2026-11-23", 400),
        ("/v1/site/daily", "from=yesterday", 400),
        ("/v1/site/daily", "to=0001-01-02", 400),
        ("/v1/products/" + "x" * 256, "", 400),
        ("/v1/products/", "", 404),
        ("/v1/products/a/b", "", 404),
        ("/v1/site", "", 404),
        ("/", "", 404),
    ],
)
def test_what_cannot_be_asked(http_event: Event, path: str, query: str, status: int) -> None:
    with pytest.raises(HttpError) as error:
        ask(http_event, path, query)
    assert error.value.status == status


def test_a_whole_year_can_be_asked(http_event: Event) -> None:
    query = ask(http_event, "/v1/site/daily", "from=2025-11-23&to=2026-11-23")
    assert (query.last - query.first).days == 365


def test_only_get_reads(http_event: Event) -> None:
    with pytest.raises(HttpError) as error:
        ask(http_event, "/v1/site/daily", method="POST")
    assert error.value.status == 405
