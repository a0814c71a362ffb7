"""One and the same purchase, told by Segment's SDKs and by Snowplow's: rows of raw.events."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest_lambdas.collector.arrivals import Arrival, open_arrival
from ingest_lambdas.collector.enrichments import DEFAULTS, watch_enrichments
from ingest_lambdas.collector.judgement import Judge
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.runtime.sources import Sources

CORE = "com.snowplowanalytics.snowplow"
ECOMMERCE = f"{CORE}.ecommerce"
SOURCES = '[[source]]\nname = "web-shop"\nkind = "web"\nwrite_keys = ["k"]\napp_ids = ["shop"]\n'
RECEIVED_MS = 1_772_704_800_000  # 2026-03-05T10:00:00Z
ORDER = {"order_id": "order", "revenue": 30, "currency": "EUR", "tax": 4.5, "shipping": 5}
PRODUCTS = [
    {"product_id": "one", "name": "One", "category": "lips", "price": 10, "quantity": 2},
    {"product_id": "two", "name": "Two", "category": "bath", "price": 10, "quantity": 1},
]


def raw_rows(folder: Path) -> list[dict[str, Any]]:
    """Both tellings, through the collector's own stages."""
    file = folder / "sources.toml"
    file.write_text(SOURCES)
    pseudonymiser = Pseudonymiser(b"0123456789abcdef")
    enrichments = watch_enrichments(DEFAULTS).current
    judge = Judge(packaged, pseudonymiser, Sources(file), enrichments)
    records = (_record(_segment_body(), "segment", "batch"), _record(_post(), "snowplow", "tp2"))
    return [row for shard, record in enumerate(records) for row in _judged(judge, shard, record)]


def _judged(judge: Judge, shard: int, record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kinesis = {
        "sequenceNumber": "900",
        "approximateArrivalTimestamp": RECEIVED_MS / 1000,
        "data": base64.b64encode(json.dumps(record).encode()).decode(),
    }
    arrival = Arrival.from_lambda({"eventID": f"shardId-{shard:012}:900", "kinesis": kinesis})
    opened = open_arrival(arrival, lambda reference: b"")
    for index in range(arrival.count):
        line = json.loads(judge.judge(opened, index, judge.terms_of(record["source"])).line)
        yield {**line, "load_id": "load-1", "load_hour": "2026-03-05-10"}


def _record(body: dict[str, Any], protocol: str, endpoint: str) -> dict[str, Any]:
    items = body.get("batch") or body["data"]
    return {
        "v": 1, "protocol": protocol, "source": "web-shop", "endpoint": endpoint,
        "request_id": "r", "received_at": "2026-03-05T10:00:00.000Z", "ip": None,
        "user_agent": None, "count": len(items), "message_ids": {}, "body": json.dumps(body),
    }  # fmt: skip


def _named(product: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {**product, "product_id": f"{prefix}-{product['product_id']}", "currency": "EUR"}


def _segment_body() -> dict[str, Any]:
    products = [_named(product, "segment") for product in PRODUCTS]
    order = {**ORDER, "order_id": "segment-order"}
    calls = [
        ("Product Viewed", products[0]),
        ("Product Added", products[0]),
        ("Product Added", products[1]),
        ("Product Removed", products[1]),
        ("Order Completed", {**order, "products": products}),
        ("Order Refunded", {"order_id": "segment-order", "total": 10, "currency": "EUR"}),
    ]
    return {
        "batch": [
            {"type": "track", "event": name, "properties": properties, "messageId": f"segment-{n}",
             "anonymousId": "segment-visitor", "timestamp": f"2026-03-05T09:0{n}:00Z"}
            for n, (name, properties) in enumerate(calls)
        ]
    }  # fmt: skip


def _post() -> dict[str, Any]:
    products = [("product", _entity(_named(product, "snowplow"))) for product in PRODUCTS]
    transaction = {
        "transaction_id": "snowplow-order", "payment_method": "card", "total_quantity": 3,
        **{key: value for key, value in ORDER.items() if key != "order_id"},
    }  # fmt: skip
    refund = {"transaction_id": "snowplow-order", "refund_amount": 10, "currency": "EUR"}
    actions = [
        ("product_view", products[:1]),
        ("add_to_cart", products),
        ("remove_from_cart", products[1:]),
        ("transaction", [("transaction", transaction), *products]),
        ("refund", [("refund", refund)]),
    ]
    events = [_event(n, kind, entities) for n, (kind, entities) in enumerate(actions)]
    return {"data": events + _legacy_events()}


def _legacy_events() -> list[dict[str, Any]]:
    """An order as older trackers tell it: its lines are events of their own."""
    shared = {"aid": "shop", "duid": "legacy-visitor", "dtm": str(RECEIVED_MS - 60_000)}
    order = {"e": "tr", "tr_id": "legacy-order", "tr_tt": "35", "tr_sh": "5", "tr_cu": "EUR"}
    items = [
        {
            "e": "ti",
            "ti_id": "legacy-order",
            "ti_sk": f"legacy-{product['product_id']}",
            "ti_pr": str(product["price"]),
            "ti_qu": str(product["quantity"]),
            "ti_cu": "EUR",
        }
        for product in PRODUCTS
    ]
    return [{**shared, "eid": f"legacy-{n}", **e} for n, e in enumerate([order, *items])]


def _entity(product: dict[str, Any]) -> dict[str, Any]:
    return {"id": product["product_id"], **{k: v for k, v in product.items() if k != "product_id"}}


def _event(number: int, action: str, entities: list[tuple[str, Any]]) -> dict[str, Any]:
    described = {
        "schema": f"iglu:{ECOMMERCE}/snowplow_ecommerce_action/jsonschema/1-0-2",
        "data": {"type": action},
    }
    contexts = [
        {"schema": f"iglu:{ECOMMERCE}/{name}/jsonschema/1-0-0", "data": data}
        for name, data in entities
    ]
    return {
        "e": "ue", "eid": f"snowplow-{number}", "aid": "shop", "duid": "snowplow-visitor",
        "dtm": str(RECEIVED_MS - 3_600_000 + number * 60_000), "stm": str(RECEIVED_MS),
        "ue_pr": _pack("unstruct_event", described), "co": _pack("contexts", contexts),
    }  # fmt: skip


def _pack(envelope: str, data: Any) -> str:
    return json.dumps({"schema": f"iglu:{CORE}/{envelope}/jsonschema/1-0-0", "data": data})
