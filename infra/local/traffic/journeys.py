"""Whole visits, from landing to order or out again: on the web, in the app, by crawlers."""

from infra.local.traffic.browsing import (
    find_products,
    look_at,
    pick_product,
    react_to,
    see_promotion,
    view_page,
)
from infra.local.traffic.calls import Visit
from infra.local.traffic.campaigns import Arrival, arrive
from infra.local.traffic.purchase import Cart, check_out, view_cart

PAUSE_BETWEEN_SESSIONS = 45 * 60
PHONE_CALL_ODDS = 0.04


def travel(visit: Visit, visit_id: str, *, first: bool) -> None:
    """One visit of whatever kind; `first` says that this run has not seen the visitor yet."""
    kind = visit.visitor.kind
    if kind == "crawler":
        _crawl(visit)
    elif kind == "app":
        _use_app(visit, visit_id, first)
    else:
        _use_web(visit, visit_id, first)


def _use_web(visit: Visit, visit_id: str, first: bool) -> None:
    arrival = arrive(visit.rng)
    if arrival.campaign is not None and arrival.campaign.medium in ("cpc", "paid-social"):
        _see_ad(visit, arrival)
    if arrival.campaign is not None:
        visit.context = {"campaign": arrival.context()}
    if not first and visit.visitor.registers:
        visit.recognise()
    view_page(visit, "Home", "/", arrival.query, arrival.referrer)
    if visit.rng.random() < 0.35:
        return
    if visit.rng.random() < 0.3:
        see_promotion(visit)
    _shop(visit, visit_id, first)


def _use_app(visit: Visit, visit_id: str, first: bool) -> None:
    app = visit.visitor.device.context["app"]
    versions = {"version": app["version"], "build": app["build"]}
    if first and visit.rng.random() < 0.5:
        visit.track("Application Installed", versions)
        visit.pause(1)
    elif visit.rng.random() < 0.05:
        visit.track("Application Updated", {**versions, "previous_version": "7.1.0"})
    visit.track("Application Opened", {**versions, "from_background": not first})
    if not first and visit.visitor.registers:
        visit.recognise()
    visit.pause(2)
    visit.view("screen", "Home")
    if visit.rng.random() > 0.25:
        _shop(visit, visit_id, first)
    visit.pause(10)
    visit.track("Application Backgrounded", {})


def _shop(visit: Visit, visit_id: str, first: bool) -> None:
    cart: Cart = []
    cart_id = f"cart-{visit_id}"
    for _ in range(visit.rng.randint(1, 3)):
        shelf = find_products(visit)
        for position in sorted(visit.rng.sample(range(1, len(shelf) + 1), visit.rng.randint(0, 2))):
            product = shelf[position - 1]
            look_at(visit, product, position)
            cart += react_to(visit, product, cart_id)
        if visit.rng.random() < PHONE_CALL_ODDS:
            visit.pause(PAUSE_BETWEEN_SESSIONS)
    if cart and visit.rng.random() < 0.7:
        _go_to_cart(visit, visit_id, cart_id, cart, first)


def _go_to_cart(visit: Visit, visit_id: str, cart_id: str, cart: Cart, first: bool) -> None:
    cart = view_cart(visit, cart_id, cart)
    if visit.rng.random() < 0.35:
        return
    if first and visit.visitor.registers:
        _register(visit)
    check_out(visit, cart_id, cart, f"o-{visit_id}")


def _register(visit: Visit) -> None:
    visitor = visit.visitor
    visit.pause(40)
    visit.recognise()
    name = f"{visitor.first_name} {visitor.last_name}"
    visit.identify({"email": visitor.email, "name": name, "firstName": visitor.first_name})
    drawn = visit.rng.random()
    if drawn < 0.3:
        visit.alias()
    if drawn < 0.05:
        salon = {"name": f"Salon {visitor.last_name}", "industry": "Beauty", "employees": 4}
        visit.group(f"salon-{visitor.index}", salon)


def _see_ad(visit: Visit, arrival: Arrival) -> None:
    """What the ad network reports: several impressions, of which one led here."""
    campaign = arrival.campaign
    assert campaign is not None
    ad = {
        "ad_id": f"ad-{campaign.name}-{campaign.content}",
        "campaign": campaign.name,
        "creative": campaign.content,
        "network": campaign.source,
        "product_id": pick_product(visit.rng).product_id,
        "currency": "EUR",
    }
    for _ in range(visit.rng.randint(1, 3)):
        visit.track("Ad Impression", {**ad, "cost": round(visit.rng.uniform(0.002, 0.01), 4)})
        visit.pause(120)
    visit.track("Ad Clicked", {**ad, "cost": round(visit.rng.uniform(0.2, 0.9), 2)})
    visit.pause(1)


def _crawl(visit: Visit) -> None:
    for _ in range(visit.rng.randint(4, 18)):
        product = pick_product(visit.rng)
        view_page(visit, product.name, product.path)
        visit.pause(2)
