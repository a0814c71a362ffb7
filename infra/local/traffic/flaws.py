"""Events as careless senders write them: each has one flaw for which it belongs in quarantine."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from random import Random

from infra.local.traffic.calls import Draft

SHARE = 0.01
OFF_PLAN_NAMES = ("product_viewed", "Produkt angesehen", "Clicked Button", "Order Complete")


def spoil_some(draft: Draft, rng: Random) -> Draft:
    """The draft, or with odds of SHARE one with a flaw; `flaw` then names it."""
    if draft.method != "track" or rng.random() > SHARE / 0.7:  # seven in ten calls are tracks
        return draft
    spoil = rng.choice(_FLAWS)
    spoilt = replace(draft, arguments=deepcopy(draft.arguments), flaw=spoil.__name__.strip("_"))
    spoil(spoilt, rng)
    return spoilt


def _unknown_event(draft: Draft, rng: Random) -> None:
    draft.arguments["event"] = rng.choice(OFF_PLAN_NAMES)


def _nameless_event(draft: Draft, rng: Random) -> None:
    draft.arguments["event"] = ""


def _price_as_text(draft: Draft, rng: Random) -> None:
    draft.arguments["event"] = "Product Viewed"
    price = f"{rng.randint(5, 90)},{rng.randint(0, 99):02d} €"
    draft.arguments["properties"] = {"product_id": "p1001", "price": price}


def _missing_product(draft: Draft, rng: Random) -> None:
    draft.arguments["event"] = "Product Added"
    draft.arguments["properties"] = {"price": 12.5, "quantity": rng.randint(1, 3)}


def _products_as_text(draft: Draft, rng: Random) -> None:
    draft.arguments["event"] = "Order Completed"
    draft.arguments["properties"] = {"order_id": f"x-{rng.getrandbits(32)}", "products": "2 items"}


_FLAWS: tuple[Callable[[Draft, Random], None], ...] = (
    _unknown_event,
    _nameless_event,
    _price_as_text,
    _missing_product,
    _products_as_text,
)
