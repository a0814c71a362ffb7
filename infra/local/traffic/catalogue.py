"""What the shop sells; the same in every run, so that figures of a product can be followed."""

import re
from dataclasses import dataclass
from typing import Any

SHOP = "https://www.maison-aube.example"
CURRENCY = "EUR"

BRANDS = (
    "Maison Aube", "Lys & Clay", "Nordlicht", "Sel Marin", "Velvet Hour", "Oak & Amber",
    "Pure Canvas", "Rivage", "Little Alchemy", "Kumo", "Atelier Neroli", "Fieldnotes",
)  # fmt: skip

# Category → (name, price in EUR); a product's place in here is its identity.
ASSORTMENT: dict[str, tuple[tuple[str, float], ...]] = {
    "Skincare": (
        ("Dew Cleansing Oil", 24.0), ("Rice Foam Cleanser", 16.5), ("Rose Clay Mask", 29.0),
        ("Vitamin C Serum", 39.9), ("Night Repair Cream", 54.0), ("Barrier Day Cream", 32.0),
        ("Mineral Sun Fluid SPF 50", 27.5), ("Peptide Eye Gel", 34.0), ("Salicylic Toner", 19.0),
        ("Overnight Lip Mask", 14.5), ("Oat Face Mist", 12.0), ("Retinol Concentrate", 48.0),
    ),
    "Make-up": (
        ("Silk Foundation", 36.0), ("Feather Mascara", 22.0), ("Velvet Lipstick", 19.9),
        ("Cream Blush Stick", 18.5), ("Brow Pencil", 14.0), ("Soft Kohl Liner", 12.5),
        ("Glow Highlighter", 26.0), ("Matte Setting Powder", 28.0), ("Twelve Shade Palette", 44.0),
        ("Tinted Lip Balm", 11.0), ("Skin Concealer", 21.0), ("Gel Nail Lacquer", 9.9),
    ),
    "Hair": (
        ("Repair Shampoo", 15.0), ("Repair Conditioner", 15.0), ("Scalp Scrub", 23.0),
        ("Argan Hair Oil", 28.5), ("Curl Cream", 19.5), ("Sea Salt Spray", 16.0),
        ("Colour Care Mask", 25.0), ("Dry Shampoo", 10.5), ("Heat Shield Mist", 17.0),
        ("Boar Bristle Brush", 31.0),
    ),
    "Fragrance": (
        ("Neroli Eau de Parfum", 89.0), ("Fig Leaf Eau de Toilette", 64.0),
        ("Amber Night Extrait", 135.0), ("White Tea Cologne", 52.0), ("Rose Oud Parfum", 118.0),
        ("Discovery Set", 29.0), ("Cedar Candle", 38.0), ("Linen Room Spray", 24.0),
    ),
    "Body": (
        ("Almond Shower Oil", 14.0), ("Shea Body Butter", 22.5), ("Coffee Body Scrub", 18.0),
        ("Magnesium Bath Salt", 21.0), ("Hand Cream Trio", 26.0), ("Natural Deodorant", 11.5),
        ("Firming Body Gel", 33.0), ("Foot Balm", 9.5),
    ),
    "Tools": (
        ("Jade Roller", 27.0), ("Konjac Sponge", 7.5), ("Face Brush Set", 42.0),
        ("Lash Curler", 13.0), ("Cotton Rounds", 8.9), ("LED Face Mask", 199.0),
        ("Travel Pouch", 24.5), ("Gua Sha Stone", 19.0), ("Spa Headband", 12.0),
        ("Silk Pillowcase", 49.0),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Product:
    """One article; `price` is in CURRENCY."""

    product_id: str
    name: str
    brand: str
    category: str
    price: float

    @property
    def path(self) -> str:
        """Path of the product's page in the shop."""
        return f"/products/{re.sub('[^a-z0-9]+', '-', self.name.lower()).strip('-')}"

    def properties(self, **more: Any) -> dict[str, Any]:
        """The product as the e-commerce spec's events carry it; `more` such as position."""
        return {
            "product_id": self.product_id,
            "sku": f"MA-{self.product_id.upper()}",
            "category": self.category,
            "name": self.name,
            "brand": self.brand,
            "price": self.price,
            "currency": CURRENCY,
            "url": SHOP + self.path,
            "image_url": f"{SHOP}/images/{self.product_id}.jpg",
            **more,
        }

    def line(self, **more: Any) -> dict[str, Any]:
        """The product as an entry of a list of products, such as a cart's."""
        kept = ("product_id", "sku", "category", "name", "brand", "price")
        return {**{key: self.properties()[key] for key in kept}, **more}


def _assort() -> tuple[Product, ...]:
    articles = [
        (category, name, price) for category, shelf in ASSORTMENT.items() for name, price in shelf
    ]
    return tuple(
        Product(f"p{1000 + place}", name, BRANDS[place % len(BRANDS)], category, price)
        for place, (category, name, price) in enumerate(articles)
    )


PRODUCTS = _assort()
CATEGORIES = tuple(ASSORTMENT)


def products_of(category: str) -> tuple[Product, ...]:
    """The category's shelf, in its order."""
    return tuple(product for product in PRODUCTS if product.category == category)
