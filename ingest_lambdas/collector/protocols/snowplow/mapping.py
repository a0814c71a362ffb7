"""The declared mapping: what a Snowplow event is called, and where its data goes, in the plan.

With it a Snowplow `add_to_cart` and a Segment `Product Added` are the same event with the same
properties. What is not declared here keeps its own name and is judged by its own schema.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ECOMMERCE = "com.snowplowanalytics.snowplow.ecommerce"
MOBILE = "com.snowplowanalytics.mobile"
CORE = "com.snowplowanalytics.snowplow"

Renaming = Mapping[str, str]


@dataclass(frozen=True)
class Absorbed:
    """An entity whose data becomes properties, its fields renamed where `renamed` says so.

    With `listed` each of them is an element of the property of that name. With `single` as well
    this holds only for several: one alone lies flat among the properties.
    """

    vendor: str
    name: str
    renamed: Renaming = field(default_factory=dict)
    listed: str = ""
    single: bool = False


@dataclass(frozen=True)
class Planned:
    """What an event is in the tracking plan. `fixed` are properties that its very name says."""

    event_name: str
    absorbed: tuple[Absorbed, ...] = ()
    renamed: Renaming = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    event_type: str = "track"


_PRODUCT = {"id": "product_id"}
_PROMOTION = {"id": "promotion_id", "creative_id": "creative"}
_TRANSACTION = {
    "transaction_id": "order_id",
    "discount_amount": "discount",
    "discount_code": "coupon",
}
_REFUND = {"transaction_id": "order_id", "refund_amount": "total", "refund_reason": "reason"}
_STEP = {"delivery_method": "shipping_method", "coupon_code": "coupon"}
_LIST = {"name": "list_id"}

PRODUCT = Absorbed(ECOMMERCE, "product", _PRODUCT, listed="products", single=True)
PRODUCTS = Absorbed(ECOMMERCE, "product", _PRODUCT, listed="products")
PROMOTION = Absorbed(ECOMMERCE, "promotion", _PROMOTION, listed="promotions", single=True)
CART = Absorbed(ECOMMERCE, "cart", {"total_value": "cart_value"})
TRANSACTION = Absorbed(ECOMMERCE, "transaction", _TRANSACTION)
REFUND = Absorbed(ECOMMERCE, "refund", _REFUND)
STEP = Absorbed(ECOMMERCE, "checkout_step", _STEP)
FAILURE = Absorbed(ECOMMERCE, "transaction_error")
APPLICATION = Absorbed(MOBILE, "application")

# com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action, by its `type`.
ACTIONS: Mapping[str, Planned] = {
    "product_view": Planned("Product Viewed", (PRODUCT,), _LIST),
    "list_view": Planned("Product List Viewed", (PRODUCTS,), _LIST),
    "list_click": Planned("Product Clicked", (PRODUCT,), _LIST),
    "add_to_cart": Planned("Product Added", (CART, PRODUCT), _LIST),
    "remove_from_cart": Planned("Product Removed", (CART, PRODUCT), _LIST),
    "checkout_step": Planned("Checkout Step Completed", (CART, STEP)),
    "transaction": Planned("Order Completed", (CART, TRANSACTION, PRODUCTS)),
    "refund": Planned("Order Refunded", (REFUND, PRODUCTS)),
    "promo_view": Planned("Promotion Viewed", (PROMOTION,)),
    "promo_click": Planned("Promotion Clicked", (PROMOTION,)),
    "trns_error": Planned("Order Failed", (TRANSACTION, FAILURE)),
}
ACTION = (ECOMMERCE, "snowplow_ecommerce_action")

# Other self-describing events, by vendor and name.
EVENTS: Mapping[tuple[str, str], Planned] = {
    (CORE, "add_to_cart"): Planned(
        "Product Added", renamed={"sku": "product_id", "unitPrice": "price"}
    ),
    (CORE, "remove_from_cart"): Planned(
        "Product Removed", renamed={"sku": "product_id", "unitPrice": "price"}
    ),
    (CORE, "site_search"): Planned(
        "Products Searched", renamed={"terms": "query", "totalResults": "total_results"}
    ),
    (CORE, "screen_view"): Planned("screen", event_type="screen"),
    (MOBILE, "screen_view"): Planned("screen", event_type="screen"),
    (MOBILE, "application_install"): Planned("Application Installed", (APPLICATION,)),
    (CORE, "application_foreground"): Planned(
        "Application Opened", (APPLICATION,), fixed={"from_background": True}
    ),
    (CORE, "application_background"): Planned("Application Backgrounded", (APPLICATION,)),
}

# Structured and legacy events: property → parameter; NUMBERS are read as such.
PAGE_PING = {
    "url": "url",
    "title": "page",
    "scroll_x_min": "pp_mix",
    "scroll_x_max": "pp_max",
    "scroll_y_min": "pp_miy",
    "scroll_y_max": "pp_may",
}
STRUCTURED = {
    "category": "se_ca",
    "action": "se_ac",
    "label": "se_la",
    "property": "se_pr",
    "value": "se_va",
}
ORDER = {
    "order_id": "tr_id",
    "affiliation": "tr_af",
    "total": "tr_tt",
    "tax": "tr_tx",
    "shipping": "tr_sh",
    "city": "tr_ci",
    "state": "tr_st",
    "country": "tr_co",
    "currency": "tr_cu",
}
ITEM = {
    "order_id": "ti_id",
    "product_id": "ti_sk",
    "name": "ti_nm",
    "category": "ti_ca",
    "price": "ti_pr",
    "quantity": "ti_qu",
    "currency": "ti_cu",
}
PAGE = {"url": "url", "title": "page", "referrer": "refr"}
NUMBERS = frozenset(
    {"pp_mix", "pp_max", "pp_miy", "pp_may", "se_va", "tr_tt", "tr_tx", "tr_sh", "ti_pr", "ti_qu"}
)

# `e` → (type, name, property → parameter) of all kinds but the self-describing one.
KINDS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "pv": ("page", "page", PAGE),
    "pp": ("track", "Page Pinged", PAGE_PING),
    "se": ("track", "Structured Event", STRUCTURED),
    "tr": ("track", "Order Completed", ORDER),
    "ti": ("track", "Order Item Added", ITEM),
}
SELF_DESCRIBING = "ue"
