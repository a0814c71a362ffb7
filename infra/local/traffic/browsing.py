"""Looking around in the shop, on the web or in the app: what is seen ends up in a cart or not."""

from random import Random

from infra.local.traffic.calls import Visit
from infra.local.traffic.catalogue import CATEGORIES, PRODUCTS, SHOP, Product, products_of
from infra.local.traffic.purchase import Cart

QUERIES = ("serum", "gift set", "vegan mascara", "spf 50", "curl cream", "neroli", "night cream")
PROMOTIONS = (
    {"promotion_id": "promo-glow", "creative": "hero-banner", "name": "Autumn glow, 10 % off"},
    {"promotion_id": "promo-trio", "creative": "side-tile", "name": "Three for two on body care"},
)
REVIEWS = ("Lovely texture.", "Smells like summer.", "Too heavy for me.", "Bought it again.")
SHELF = 6


def pick_product(rng: Random) -> Product:
    """Some products are loved far more than others."""
    return PRODUCTS[int(len(PRODUCTS) * rng.random() ** 1.8)]


def see_promotion(visit: Visit) -> None:
    """A banner in the shop; one in four is clicked."""
    promotion = {**visit.rng.choice(PROMOTIONS), "position": "home_top"}
    visit.pause(3)
    visit.track("Promotion Viewed", promotion)
    if visit.rng.random() < 0.25:
        visit.pause(6)
        visit.track("Promotion Clicked", promotion)


def find_products(visit: Visit) -> list[Product]:
    """Search or open a category; gives the products on the shelf."""
    rng = visit.rng
    visit.pause(12)
    if rng.random() < 0.35:
        visit.track("Products Searched", {"query": rng.choice(QUERIES)})
        return [pick_product(rng) for _ in range(SHELF)]
    category = rng.choice(CATEGORIES)
    shelf = list(products_of(category)[:SHELF])
    products = [product.line(position=place) for place, product in enumerate(shelf, 1)]
    about = {"list_id": f"list-{category.lower()}", "category": category, "products": products}
    visit.track("Product List Viewed", about)
    if rng.random() < 0.2:
        visit.pause(10)
        sorts = [{"type": "price", "value": "asc"}]
        visit.track("Product List Filtered", {**about, "filters": [], "sorts": sorts})
    return shelf


def look_at(visit: Visit, product: Product, position: int) -> None:
    """Click a product on the shelf and read its page."""
    visit.pause(8)
    visit.track("Product Clicked", product.properties(position=position))
    if visit.visitor.kind == "app":
        visit.view("screen", "Product")
    else:
        view_page(visit, product.name, product.path)
    visit.pause(2)
    visit.track("Product Viewed", product.properties())


def react_to(visit: Visit, product: Product, cart_id: str) -> Cart:
    """Add it, remember it, share or review it, or nothing; gives what goes into the cart."""
    rng = visit.rng
    drawn = rng.random()
    visit.pause(25)
    if drawn < 0.30:
        quantity = rng.choice((1, 1, 1, 2))
        properties = product.properties(cart_id=cart_id, quantity=quantity)
        visit.track("Product Added", properties)
        return [(product, quantity)]
    if drawn < 0.37:
        return _wish(visit, product, cart_id)
    if drawn < 0.39:
        visit.track("Product Shared", product.properties(share_via="whatsapp"))
    elif drawn < 0.41:
        _review(visit, product)
    return []


def view_page(visit: Visit, title: str, path: str, query: str = "", referrer: str = "") -> None:
    """A page of the shop, reported as browsers' SDKs do."""
    page = {
        "url": f"{SHOP}{path}{query}",
        "path": path,
        "search": query,
        "title": f"{title} · Maison Aube",
        "referrer": referrer or f"{SHOP}/",
    }
    visit.context = {**visit.context, "page": page}
    visit.view("page", title, **page)


def _wish(visit: Visit, product: Product, cart_id: str) -> Cart:
    wishlist = {"wishlist_id": f"wl-{visit.visitor.index}", "wishlist_name": "Favourites"}
    visit.track("Product Added to Wishlist", product.properties(**wishlist))
    drawn = visit.rng.random()
    visit.pause(40)
    if drawn < 0.25:
        properties = product.properties(**wishlist, cart_id=cart_id, quantity=1)
        visit.track("Wishlist Product Added to Cart", properties)
        return [(product, 1)]
    if drawn < 0.4:
        visit.track("Product Removed from Wishlist", product.properties(**wishlist))
    return []


def _review(visit: Visit, product: Product) -> None:
    review = {
        "product_id": product.product_id,
        "review_id": f"r-{visit.rng.getrandbits(48):012x}",
        "review_body": visit.rng.choice(REVIEWS),
        "rating": str(visit.rng.randint(2, 5)),
    }
    visit.track("Product Reviewed", review)
