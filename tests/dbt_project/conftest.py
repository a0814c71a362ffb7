"""A local Redshift holding a small raw data set, and the models that dbt built from it."""

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS
from tests.dbt_project.compiled_builds import CompiledProject, compile_project
from tests.dbt_project.loaded_warehouse import LoadedWarehouse
from tests.dbt_project.warehouse import Rows, Warehouse, empty_warehouse


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The warehouse of the hand-made data set."""
    with empty_warehouse(tmp_path_factory.mktemp("warehouse")) as warehouse:
        yield warehouse


@pytest.fixture
def fresh_warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """A warehouse of one test's own."""
    with empty_warehouse(tmp_path) as warehouse:
        yield warehouse


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CompiledProject]:
    """The compiled models, and the warehouse that they were compiled on."""
    folder = tmp_path_factory.mktemp("compiled")
    with empty_warehouse(folder) as warehouse:
        project = compile_project(warehouse, folder)
        with LoadedWarehouse.of(warehouse) as loaded:
            project.prepare(loaded.execute)
            project.warehouse = loaded
            yield project


@pytest.fixture(scope="session")
def told_twice(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """One purchase in the words of two protocols; see two_protocols.py."""
    made = runpy.run_path(str(Path(__file__).with_name("two_protocols.py")))
    rows: Rows = made["raw_rows"](tmp_path_factory.mktemp("sources"))
    return rows


@pytest.fixture(scope="session")
def target(
    warehouse: Warehouse,
    raw_events: Rows,
    told_twice: Rows,
    raw_rejected_events: Rows,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """dbt's target folder after a build and its docs."""
    warehouse.insert(EVENTS, raw_events + told_twice)
    warehouse.insert(REJECTED_EVENTS, raw_rejected_events)
    folder = tmp_path_factory.mktemp("target")
    for command in (("build",), ("docs", "generate", "--no-compile")):
        done = warehouse.dbt(folder, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def query(target: Path, warehouse: Warehouse) -> Callable[[str], Rows]:
    """Runs a query on the built models."""
    return warehouse.rows


def event(number: int, visitor: str, at: str, kind: str, **columns: Any) -> dict[str, Any]:
    """A good event; a kind that is no page, screen or identify is the name of a track call."""
    plain = kind in ("page", "screen", "identify")
    return {
        "arrival_id": f"shardId-000000000000:{number}:0",
        "event_key": f"key-{number:03}",
        "event_id": f"id-{number:03}",
        "fingerprint": "f" * 64,
        "source": "web-shop",
        "protocol": "segment",
        "event_type": kind if plain else "track",
        "event_name": kind,
        "schema_ref": "iglu:io.headwater/x/jsonschema/1-0-0",
        "event_at": at,
        "event_day": at[:10],
        "received_at": at,
        "time_implausible": False,
        "visitor_id": visitor,
        "is_bot": False,
        "attempt": 0,
        "load_id": "load-1",
        "load_hour": "2026-03-03-12",
        **columns,
    }


def product(product_id: str, price: object, quantity: int = 1) -> dict[str, Any]:
    """A line of a products list."""
    return {"product_id": product_id, "price": price, "quantity": quantity}


@pytest.fixture(scope="session")
def raw_events() -> Rows:
    """Ann orders over midnight and comes back; Bob looks; Cat's order is cancelled; a crawler."""
    landing = {"page_path": "/start", "page_host": "shop.example", "campaign_source": "mail"}
    basket = [product("p1", 20, 2), product("p2", 10)]
    first = event(1, "ann", "2026-03-01 23:50:00", "page", **landing)
    # A visitor, a product and an event id are the same with a blank at their end.
    view = event(
        8, "bob", "2026-03-02 09:00:00", "Product Viewed", properties={"product_id": "p2 "}
    )
    return [
        first,
        # Delivered twice.
        {**first, "load_id": "load-2", "load_hour": "2026-03-03-13"},
        event(2, "ann", "2026-03-01 23:55:00", "Product Viewed",
              page_path="/p/1", properties={"product_id": "p1"}),
        event(3, "ann", "2026-03-02 00:05:00", "Product Added",
              properties={"product_id": "p1", "quantity": 2}),
        event(4, "ann", "2026-03-02 00:20:00", "Checkout Started",
              properties={"order_id": "o1", "products": basket}),
        event(5, "ann", "2026-03-02 00:25:00", "Order Completed", user_id="u-ann",
              properties={"order_id": "o1", "revenue": 50, "total": 58, "shipping": 5, "tax": 3,
                          "currency": "eur", "products": basket}),
        event(6, "ann", "2026-03-02 10:00:00", "page", page_path="/account"),
        event(7, "ann", "2026-03-03 09:00:00", "Order Refunded", source="server",
              properties={"order_id": "o1", "total": 20}),
        view,
        # Sent again by the client: another arrival of the same event.
        {**view, "arrival_id": "shardId-000000000001:80:0", "received_at": "2026-03-02 11:00:00"},
        event(9, "bob ", "2026-03-02 09:01:00", "Product List Viewed",
              properties={"products": [product("p1", "20 EUR"), product("p2", None)]}),
        event(10, "cat", "2026-03-02 12:00:00", "Order Completed",
              properties={"order_id": "o2", "products": [product("p2", 10, 3)]}),
        event(11, "cat", "2026-03-02 12:10:00", "Order Cancelled",
              properties={"order_id": "o2", "total": 30}),
        # The same id with other content.
        event(12, "cat", "2026-03-02 12:20:00", "page", event_id="id-twice", page_path="/a"),
        event(13, "cat", "2026-03-02 12:21:00", "page", event_id="id-twice ", page_path="/b"),
        event(14, "ann", "2026-03-02 10:01:00", "identify", user_id="u-ann"),
        event(15, "crawler", "2026-03-02 13:00:00", "page", is_bot=True, attempt=1),
        event(16, "crawler", "2026-03-02 13:00:01", "Product Viewed", is_bot=True,
              properties={"product_id": "p1"}),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def raw_rejected_events() -> Rows:
    """Two arrivals of one reason, the first delivered twice; one of another, and one of a third
    that came through as event 15 when it was replayed."""

    def rejected(number: int, reason: str, **columns: Any) -> dict[str, Any]:
        return {
            "arrival_id": f"shardId-000000000000:{number}:0",
            "source": "web-shop",
            "protocol": "segment",
            "reason": reason,
            "violations": [{"pointer": "/type", "keyword": "enum", "expected": "a", "found": "b"}],
            "received_at": "2026-03-02 10:00:00",
            "attempt": 0,
            "load_id": "load-1",
            "load_hour": "2026-03-03-12",
            **columns,
        }

    malformed = rejected(100, "malformed")
    others = [rejected(101, "malformed"), rejected(102, "unknown_event")]
    others.append(rejected(15, "schema_violation", event_name="page"))
    return [malformed, malformed, *others]
