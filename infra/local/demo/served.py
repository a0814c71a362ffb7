"""Reads aggregates back over HTTP and holds them against the warehouse's exports, row by row."""

import json
import urllib.error
import urllib.request
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from infra.local.settings import Stack
from orchestration.clients.warehouse import Session, Warehouse

PRODUCTS_ASKED = 5
# serving answers for at most 366 days at once.
DAYS_ASKED = 365
ANSWER_SECONDS = 15

PRODUCTS = (
    "select product_id, count(*) from exports.export_product_daily "
    f"group by product_id order by 2 desc, 1 limit {PRODUCTS_ASKED}"
)
LAST_DAY = "select max(event_day) from exports.export_site_daily"
PRODUCT_ROWS = (
    "select * from exports.export_product_daily "
    "where product_id = %s and event_day between %s and %s order by event_day"
)
SITE_ROWS = (
    "select * from exports.export_site_daily where event_day between %s and %s order by event_day"
)


def differing_answers(stack: Stack, warehouse: Warehouse) -> list[str]:
    """Paths whose answer is not what the warehouse holds; empty when all of them are.

    No export at all is a difference too: then there is nothing to serve.
    """
    with warehouse.connect() as session:
        last = session.value(LAST_DAY)
        products = [str(product) for product, _ in session.rows(PRODUCTS)]
        if last is None:
            return ["exports: empty"]
        days = (last - timedelta(days=DAYS_ASKED), last)
        asked = [("/v1/site/daily", SITE_ROWS, days)] + [
            (f"/v1/products/{quote(product)}", PRODUCT_ROWS, (product, *days))
            for product in products
        ]
        return [
            path
            for path, statement, parameters in asked
            if not _agrees(stack, session, path, statement, parameters)
        ]


def _agrees(
    stack: Stack, session: Session, path: str, statement: str, parameters: tuple[Any, ...]
) -> bool:
    first, last = parameters[-2:]
    rows = session.named_rows(statement, parameters)
    items = _read(stack, f"{path}?{urlencode({'from': first, 'to': last})}")
    if items is None or len(items) != len(rows):
        return False
    return all(_same(row, item) for row, item in zip(rows, items, strict=True))


def _read(stack: Stack, path: str) -> list[dict[str, Any]] | None:
    try:
        with urllib.request.urlopen(stack.url("gateway") + path, timeout=ANSWER_SECONDS) as answer:
            items: list[dict[str, Any]] = json.load(answer, parse_float=Decimal)["items"]
            return items
    except (urllib.error.URLError, ValueError, KeyError):
        return None


def _same(row: dict[str, Any], item: dict[str, Any]) -> bool:
    """Every value of the row is in the item; a null is left out."""
    return all(_plain(value) == _plain(item.get(name)) for name, value in row.items())


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value)).normalize()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
