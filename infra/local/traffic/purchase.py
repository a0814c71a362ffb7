"""From a filled cart to an order, or to an abandoned cart; the same on the web and in the app."""

from random import Random
from typing import Any

from infra.local.traffic.calls import Visit
from infra.local.traffic.catalogue import CURRENCY, Product

FREE_SHIPPING_FROM = 50.0
SHIPPING = 4.9
VAT = 0.19
COUPONS = {"GLOW10": 0.10, "WELCOME15": 0.15}
EXPIRED_COUPON = "SUMMER20"
LEAVES_AT_STEP = 0.12
STEPS: tuple[dict[str, str], ...] = ({"shipping_method": "DHL"}, {"payment_method": "card"}, {})

Cart = list[tuple[Product, int]]


def lines_of(cart: Cart) -> list[dict[str, Any]]:
    """The cart's products as the e-commerce spec lists them."""
    return [
        product.line(quantity=quantity, position=place)
        for place, (product, quantity) in enumerate(cart, 1)
    ]


def view_cart(visit: Visit, cart_id: str, cart: Cart) -> Cart:
    """The visitor looks at the cart and may take something out; gives what stays."""
    visit.pause(20)
    visit.track("Cart Viewed", {"cart_id": cart_id, "products": lines_of(cart)})
    if len(cart) > 1 and visit.rng.random() < 0.15:
        removed, quantity = cart[-1]
        visit.pause(8)
        properties = removed.properties(cart_id=cart_id, quantity=quantity)
        visit.track("Product Removed", properties)
        return cart[:-1]
    return cart


def check_out(visit: Visit, cart_id: str, cart: Cart, order_id: str) -> None:
    """Coupon, steps, order; the visitor may leave at any step."""
    coupon = _try_coupon(visit, cart_id, order_id)
    amounts = price_cart(cart, coupon)
    order = {**amounts, "order_id": order_id, "products": lines_of(cart)}
    checkout_id = f"ch-{order_id}"
    visit.pause(25)
    visit.track("Checkout Started", {**order, "affiliation": "Maison Aube"})
    if not _walk_steps(visit, checkout_id):
        return
    visit.pause(15)
    payment = {"checkout_id": checkout_id, "order_id": order_id, "payment_method": "card"}
    visit.track("Payment Info Entered", payment)
    visit.pause(10)
    completed = {**order, "checkout_id": checkout_id, "affiliation": "Maison Aube"}
    visit.track("Order Completed", completed)
    _follow_up(visit, order)


def price_cart(cart: Cart, coupon: str | None) -> dict[str, Any]:
    """Amounts of an order, in CURRENCY, rounded to cents."""
    subtotal = sum(product.price * quantity for product, quantity in cart)
    discount = subtotal * COUPONS[coupon] if coupon else 0.0
    revenue = subtotal - discount
    shipping = 0.0 if revenue >= FREE_SHIPPING_FROM else SHIPPING
    amounts = {
        "subtotal": subtotal,
        "discount": discount,
        "revenue": revenue,
        "shipping": shipping,
        "tax": revenue * VAT / (1 + VAT),
        "total": revenue + shipping,
    }
    rounded: dict[str, Any] = {name: round(amount, 2) for name, amount in amounts.items()}
    return {**rounded, "currency": CURRENCY, **({"coupon": coupon} if coupon else {})}


def _try_coupon(visit: Visit, cart_id: str, order_id: str) -> str | None:
    rng: Random = visit.rng
    if rng.random() > 0.25:
        return None
    code = rng.choice((*COUPONS, EXPIRED_COUPON))
    about = {"cart_id": cart_id, "order_id": order_id, "coupon_id": code}
    visit.pause(12)
    visit.track("Coupon Entered", about)
    visit.pause(1)
    if code == EXPIRED_COUPON:
        visit.track("Coupon Denied", {**about, "reason": "expired"})
        return None
    visit.track("Coupon Applied", {**about, "coupon_name": code.title()})
    return code


def _walk_steps(visit: Visit, checkout_id: str) -> bool:
    for number, chosen in enumerate(STEPS, 1):
        about = {"checkout_id": checkout_id, "step": number, **chosen}
        visit.pause(5)
        visit.track("Checkout Step Viewed", about)
        if visit.rng.random() < LEAVES_AT_STEP:
            return False
        visit.pause(30)
        visit.track("Checkout Step Completed", about)
    return True


def _follow_up(visit: Visit, order: dict[str, Any]) -> None:
    """What the shop's server learns of the order afterwards."""
    drawn = visit.rng.random()
    if drawn > 0.12:
        return
    event = "Order Refunded" if drawn < 0.04 else "Order Updated"
    if drawn < 0.01:
        event = "Order Cancelled"
    visit.recognise()
    visit.pause(600)
    visit.track(event, order, source="server")
