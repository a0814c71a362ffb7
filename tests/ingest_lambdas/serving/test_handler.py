"""Serving from the hot tier."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import boto3
import pytest

from ingest_lambdas.contract.hot_tier_layout import ItemKey, product_day, site_day
from ingest_lambdas.serving import handler as serving_handler

Event = Callable[..., dict[str, Any]]


@pytest.fixture
def table(aws: None) -> Iterator[Any]:
    serving_handler._hot_tier.forget()
    yield boto3.resource("dynamodb").create_table(
        TableName="headwater-hot-tier",
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    serving_handler._hot_tier.forget()


def put(table: Any, key: ItemKey, as_of: str, **measures: Any) -> None:
    table.put_item(Item={**key._asdict(), "as_of": as_of, "version": 3, **measures})


def get(http_event: Event, invocation: Event, path: str, query: str = "") -> tuple[int, Any]:
    event = http_event(path, query=query, method="GET", headers={})
    response = serving_handler.handler(event, invocation())
    return response["statusCode"], json.loads(response["body"])


def test_a_products_days_in_order_with_numbers(
    table: Any, http_event: Event, invocation: Event
) -> None:
    put(table, product_day("p-1", "2026-11-22"), "2026-11-23T01:00:00Z", revenue=Decimal("9.5"))
    put(table, product_day("p-1", "2026-11-21"), "2026-11-23T02:00:00Z", views=7)
    put(table, product_day("p-1", "2026-11-23"), "2026-11-23T03:00:00Z", views=8)
    put(table, product_day("p-10", "2026-11-22"), "2026-11-23T04:00:00Z", views=9)
    status, body = get(http_event, invocation, "/v1/products/p-1", "from=2026-11-21&to=2026-11-22")
    assert status == 200
    assert body == {
        "product_id": "p-1",
        "from": "2026-11-21",
        "to": "2026-11-22",
        "items": [
            {"day": "2026-11-21", "views": 7, "version": 3, "as_of": "2026-11-23T02:00:00Z"},
            {"day": "2026-11-22", "revenue": 9.5, "version": 3, "as_of": "2026-11-23T01:00:00Z"},
        ],
        "as_of": "2026-11-23T02:00:00Z",
    }


def test_a_year_of_the_site_comes_page_by_page(
    table: Any, http_event: Event, invocation: Event
) -> None:
    days = [f"2026-{month:02d}-{day:02d}" for month in range(1, 12) for day in range(1, 29)]
    for day in days:
        put(table, site_day(day), "2026-11-23T01:00:00Z", sessions=1)
    status, body = get(http_event, invocation, "/v1/site/daily", "from=2026-01-01&to=2026-11-30")
    assert status == 200
    assert [item["day"] for item in body["items"]] == days


def test_days_without_figures_are_no_error(
    table: Any, http_event: Event, invocation: Event
) -> None:
    status, body = get(http_event, invocation, "/v1/products/unknown")
    assert (status, body["items"], body["as_of"]) == (200, [], None)


def test_errors_have_code_and_message(table: Any, http_event: Event, invocation: Event) -> None:
    status, body = get(http_event, invocation, "/v1/nothing")
    assert status == 404
    assert body.keys() == {"code", "message"}


def test_without_the_table_the_reader_is_told_to_come_again(
    aws: None, http_event: Event, invocation: Event
) -> None:
    serving_handler._hot_tier.forget()
    status, body = get(http_event, invocation, "/v1/site/daily")
    assert (status, body["code"]) == (503, "unavailable")
