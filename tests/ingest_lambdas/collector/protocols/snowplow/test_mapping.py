"""A Snowplow event becomes what a Segment SDK would have sent for it."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.collector.police import police
from ingest_lambdas.collector.protocols.snowplow.mapping import (
    ACTIONS,
    CORE,
    ECOMMERCE,
    EVENTS,
    KINDS,
    MOBILE,
)
from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.contract.schema import EventName

Make = Callable[..., Any]
ACTION = f"{ECOMMERCE}/snowplow_ecommerce_action"
LIPSTICK = {"id": "p1", "name": "Lip", "category": "lips", "price": 9.9, "currency": "EUR"}
SOAP = {"id": "p2", "category": "bath", "price": 4, "currency": "EUR", "quantity": 3}
PRODUCT, CART = f"{ECOMMERCE}/product", f"{ECOMMERCE}/cart"


def named(product: dict[str, Any]) -> dict[str, Any]:
    return {"product_id": product["id"], **{k: v for k, v in product.items() if k != "id"}}


def test_every_name_of_the_mapping_is_an_event_of_the_plan() -> None:
    mapped = [(p.event_type, p.event_name) for p in (*ACTIONS.values(), *EVENTS.values())]
    mapped += [(event_type, name) for event_type, name, _ in KINDS.values()]
    for event_type, name in mapped:
        planned = EventName(event_type, name if event_type == "track" else None)
        assert packaged().candidates(planned), name


@pytest.mark.parametrize(
    ("action", "entities", "name", "properties"),
    [
        ({"type": "product_view"}, [(PRODUCT, LIPSTICK)], "Product Viewed", named(LIPSTICK)),
        (
            {"type": "list_view", "name": "new"},
            [(PRODUCT, LIPSTICK), (PRODUCT, SOAP)],
            "Product List Viewed",
            {"list_id": "new", "products": [named(LIPSTICK), named(SOAP)]},
        ),
        (
            {"type": "list_click", "name": "new"},
            [(PRODUCT, SOAP)],
            "Product Clicked",
            {"list_id": "new", **named(SOAP)},
        ),
        (
            {"type": "add_to_cart"},
            [(PRODUCT, SOAP), (CART, {"cart_id": "c", "total_value": 12, "currency": "EUR"})],
            "Product Added",
            {"cart_id": "c", "cart_value": 12, **named(SOAP)},
        ),
        (
            {"type": "add_to_cart"},
            [(PRODUCT, SOAP), (PRODUCT, LIPSTICK)],
            "Product Added",
            {"products": [named(SOAP), named(LIPSTICK)]},
        ),
        ({"type": "remove_from_cart"}, [(PRODUCT, SOAP)], "Product Removed", named(SOAP)),
        (
            {"type": "checkout_step"},
            [(f"{ECOMMERCE}/checkout_step", {"step": 2, "delivery_method": "post"})],
            "Checkout Step Completed",
            {"step": 2, "shipping_method": "post"},
        ),
        (
            {"type": "transaction"},
            [
                (PRODUCT, SOAP),
                (
                    f"{ECOMMERCE}/transaction",
                    {
                        "transaction_id": "o1",
                        "revenue": 12,
                        "currency": "EUR",
                        "payment_method": "card",
                        "total_quantity": 3,
                        "discount_amount": 1,
                        "discount_code": "GLOW",
                    },
                ),
            ],
            "Order Completed",
            {
                "order_id": "o1",
                "revenue": 12,
                "currency": "EUR",
                "payment_method": "card",
                "total_quantity": 3,
                "discount": 1,
                "coupon": "GLOW",
                "products": [named(SOAP)],
            },
        ),
        (
            {"type": "refund"},
            [
                (
                    f"{ECOMMERCE}/refund",
                    {"transaction_id": "o1", "currency": "EUR", "refund_amount": 5},
                )
            ],
            "Order Refunded",
            {"order_id": "o1", "currency": "EUR", "total": 5},
        ),
        (
            {"type": "promo_view"},
            [(f"{ECOMMERCE}/promotion", {"id": "sun", "creative_id": "b2", "slot": "top"})],
            "Promotion Viewed",
            {"promotion_id": "sun", "creative": "b2", "slot": "top"},
        ),
        (
            {"type": "promo_click"},
            [(f"{ECOMMERCE}/promotion", {"id": "sun"})],
            "Promotion Clicked",
            {"promotion_id": "sun"},
        ),
        (
            {"type": "trns_error"},
            [(f"{ECOMMERCE}/transaction_error", {"error_code": "declined"})],
            "Order Failed",
            {"error_code": "declined"},
        ),
    ],
)
def test_actions_of_a_shop(
    snowplow_event: Make,
    call_of: Make,
    action: dict[str, Any],
    entities: list[Any],
    name: str,
    properties: dict[str, Any],
) -> None:
    call = call_of(snowplow_event("ue", *entities, event=(f"{ACTION}/jsonschema/1-0-2", action)))
    assert (call.event_type, call.event_name, call.data) == ("track", name, properties)
    assert all(entity.absorbed for entity in call.entities)
    assert police(call, packaged()).schema_ref.startswith("iglu:io.headwater/")


@pytest.mark.parametrize(
    ("event", "event_type", "name", "properties"),
    [
        (
            (f"{CORE}/add_to_cart", {"sku": "p1", "quantity": 2, "unitPrice": 9.9}),
            "track",
            "Product Added",
            {"product_id": "p1", "quantity": 2, "price": 9.9},
        ),
        (
            (f"{CORE}/site_search", {"terms": ["red", "lip"], "totalResults": 3}),
            "track",
            "Products Searched",
            {"query": "red lip", "total_results": 3},
        ),
        (
            (f"{MOBILE}/screen_view", {"name": "Basket", "id": "s-1"}),
            "screen",
            "screen",
            {"name": "Basket", "id": "s-1"},
        ),
        (
            (f"{MOBILE}/application_install", {}),
            "track",
            "Application Installed",
            {"version": "7.1", "build": "71"},
        ),
        (
            (f"{CORE}/application_foreground", {"foregroundIndex": 2}),
            "track",
            "Application Opened",
            {"foregroundIndex": 2, "from_background": True, "version": "7.1", "build": "71"},
        ),
        (
            (f"{CORE}/application_background", {"backgroundIndex": 2}),
            "track",
            "Application Backgrounded",
            {"backgroundIndex": 2, "version": "7.1", "build": "71"},
        ),
    ],
)
def test_other_events_that_describe_themselves(
    snowplow_event: Make,
    call_of: Make,
    event: Any,
    event_type: str,
    name: str,
    properties: dict[str, Any],
) -> None:
    application = (f"{MOBILE}/application", {"version": "7.1", "build": "71"})
    call = call_of(snowplow_event("ue", application, event=event))
    assert (call.event_type, call.event_name, call.data) == (event_type, name, properties)
    assert call.context["app"] == {"name": "shop", "version": "7.1", "build": "71"}
    assert police(call, packaged()).schema_ref.startswith("iglu:io.headwater/")
