"""Events that describe themselves otherwise, or not at all."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.collector.police import police
from ingest_lambdas.contract.registry import packaged

Make = Callable[..., Any]
CORE = "com.snowplowanalytics.snowplow"


def test_the_rest_keeps_its_own_name_and_schema(snowplow_event: Make, call_of: Make) -> None:
    link = {"targetUrl": "https://x.example"}
    call = call_of(snowplow_event("ue", event=(f"{CORE}/link_click/jsonschema/1-0-1", link)))
    assert (call.event_name, call.data) == ("link_click", link)
    expected = f"iglu:{CORE}/link_click/jsonschema/1-0-1"
    assert str(call.described_by) == police(call, packaged()).schema_ref == expected


@pytest.mark.parametrize(
    ("parameters", "event_type", "name", "properties"),
    [
        (
            {"e": "pv", "url": "https://shop.example/p", "page": "P", "refr": "https://r.example"},
            "page",
            "page",
            {"url": "https://shop.example/p", "title": "P", "referrer": "https://r.example"},
        ),
        (
            {"e": "pp", "url": "https://shop.example/p", "pp_miy": "0", "pp_may": "840"},
            "track",
            "Page Pinged",
            {"url": "https://shop.example/p", "scroll_y_min": 0, "scroll_y_max": 840},
        ),
        (
            {"e": "se", "se_ca": "video", "se_ac": "play", "se_va": "2.5"},
            "track",
            "Structured Event",
            {"category": "video", "action": "play", "value": 2.5},
        ),
        (
            {"e": "tr", "tr_id": "o1", "tr_tt": "20", "tr_tx": "3.20", "tr_cu": "EUR"},
            "track",
            "Order Completed",
            {"order_id": "o1", "total": 20, "tax": 3.2, "currency": "EUR"},
        ),
        (
            {"e": "ti", "ti_id": "o1", "ti_sk": "p1", "ti_pr": "10", "ti_qu": "2"},
            "track",
            "Order Item Added",
            {"order_id": "o1", "product_id": "p1", "price": 10, "quantity": 2},
        ),
    ],
)
def test_events_that_are_no_self_describing_ones(
    snowplow_event: Make,
    call_of: Make,
    parameters: dict[str, Any],
    event_type: str,
    name: str,
    properties: dict[str, Any],
) -> None:
    call = call_of({**snowplow_event("pv"), **parameters})
    assert (call.event_type, call.event_name, call.data) == (event_type, name, properties)
    assert not call.context.get("parameters")
    assert police(call, packaged()).schema_ref.startswith("iglu:io.headwater/")
