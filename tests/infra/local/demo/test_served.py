"""Served aggregates held against the warehouse: any value that differs is seen."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from infra.local.demo.served import LAST_DAY, PRODUCTS, differing_answers
from infra.local.settings import Stack, open_stack

DAY = date(2026, 11, 22)
SITE = {"event_day": DAY, "visitors": 12, "revenue": Decimal("99.50"), "note": None}
PRODUCT = {"event_day": DAY, "product_id": "p1", "views": 3}
SERVED = {"event_day": "2026-11-22", "day": "2026-11-22", "version": 1, "as_of": "x"}
SITE_ITEM = {**SERVED, "visitors": 12, "revenue": 99.5}
PRODUCT_ITEM = {**SERVED, "product_id": "p1", "views": 3}


class Warehouse:
    """Answers the statements that the comparison asks."""

    def __init__(self, products: list[tuple[str, int]]) -> None:
        self._products = products

    @contextmanager
    def connect(self) -> Iterator["Warehouse"]:
        yield self

    def value(self, statement: str) -> date | None:
        assert statement == LAST_DAY
        return DAY if self._products else None

    def rows(self, statement: str) -> list[tuple[str, int]]:
        assert statement == PRODUCTS
        return self._products

    def named_rows(self, statement: str, parameters: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [SITE if len(parameters) == 2 else PRODUCT]


class Handler(BaseHTTPRequestHandler):
    answers: dict[str, Any]

    def do_GET(self) -> None:
        items = self.answers.get(self.path.split("?")[0])
        self.send_response(200 if items is not None else 503)
        self.end_headers()
        self.wfile.write(json.dumps({"items": items}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    stack = open_stack(tmp_path, free_ports=True)
    with ThreadingHTTPServer(("127.0.0.1", stack.ports["gateway"]), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield stack
        server.shutdown()


def compare(stack: Stack, site: Any, product: Any) -> list[str]:
    Handler.answers = {"/v1/site/daily": site, "/v1/products/p1": product}
    warehouse: Any = Warehouse([("p1", 1)])
    return differing_answers(stack, warehouse)


def test_equal_answers_pass_whatever_the_scale_of_their_numbers(stack: Stack) -> None:
    assert compare(stack, [SITE_ITEM], [PRODUCT_ITEM]) == []


@pytest.mark.parametrize(
    "site",
    [
        [{**SITE_ITEM, "visitors": 13}],
        [{**SITE_ITEM, "revenue": 99.51}],
        [{key: value for key, value in SITE_ITEM.items() if key != "visitors"}],
        [],
        [SITE_ITEM, SITE_ITEM],
        None,
    ],
)
def test_any_difference_is_named_by_its_path(stack: Stack, site: Any) -> None:
    assert compare(stack, site, [PRODUCT_ITEM]) == ["/v1/site/daily"]


def test_nothing_exported_is_a_difference(stack: Stack) -> None:
    warehouse: Any = Warehouse([])
    assert differing_answers(stack, warehouse) == ["exports: empty"]
