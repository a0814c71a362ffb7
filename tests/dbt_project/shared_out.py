"""Orders shared out among visits, in exact fractions: what the warehouse's are compared with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

WINDOW = timedelta(days=30)
HALF_LIFE_SECONDS = 7 * 86_400
FINEST_WEIGHT = 10**9
MILLION = 10**6


@dataclass(frozen=True)
class Visit:
    """When somebody came, and how."""

    session_id: str
    person: str
    at: datetime
    is_direct: bool


@dataclass(frozen=True)
class Order:
    """What somebody ordered."""

    order_id: str
    person: str
    at: datetime
    net_revenue: Decimal
    net_revenue_base: Decimal | None


@dataclass(frozen=True)
class Share:
    """What one visit has of an order by one model; no visit where none is known."""

    order_id: str
    model: str
    touch_number: int
    session_id: str | None
    credit: Decimal
    revenue: Decimal
    revenue_base: Decimal | None


def share_out(orders: Sequence[Order], visits: Sequence[Visit]) -> Iterator[Share]:
    """All shares of all orders."""
    for order in orders:
        path = sorted(
            (
                v
                for v in visits
                if v.person == order.person and order.at - WINDOW <= v.at <= order.at
            ),
            key=lambda visit: (visit.at, visit.session_id),
        )
        for model, weights in weights_of(order, path).items():
            yield from _shares(order, model, path, weights)


def weights_of(order: Order, path: Sequence[Visit]) -> dict[str, list[Fraction]]:
    """What each visit weighs by each model; a path without a visit weighs as one."""
    count = len(path) or 1
    known = [place for place, visit in enumerate(path) if not visit.is_direct]
    return {
        "first_touch": _alone(0, count),
        "last_touch": _alone(count - 1, count),
        "last_non_direct": _alone(known[-1] if known else count - 1, count),
        "linear": [Fraction(1)] * count,
        "time_decay": [_decayed(order, visit) for visit in path] or [Fraction(1)],
        "position_based": _by_position(count),
    }


def _alone(place: int, count: int) -> list[Fraction]:
    return [Fraction(int(place == each)) for each in range(count)]


def _decayed(order: Order, visit: Visit) -> Fraction:
    seconds = int(order.at.replace(microsecond=0).timestamp()) - int(
        visit.at.replace(microsecond=0).timestamp()
    )
    return Fraction(max(1, round(FINEST_WEIGHT * 0.5 ** (seconds / HALF_LIFE_SECONDS))))


def _by_position(count: int) -> list[Fraction]:
    if count <= 2:
        return [Fraction(1)] * count
    between = [Fraction(20, count - 2)] * (count - 2)
    return [Fraction(40), *between, Fraction(40)]


def _shares(
    order: Order, model: str, path: Sequence[Visit], weights: Sequence[Fraction]
) -> Iterator[Share]:
    before = Decimal(0)
    for place in range(len(weights)):
        part = sum(weights[: place + 1]) / sum(weights)
        so_far = Decimal(int(part * MILLION + Fraction(1, 2))) / MILLION
        yield Share(
            order.order_id,
            model,
            place + 1,
            path[place].session_id if path else None,
            so_far - before,
            _cents(order.net_revenue * so_far) - _cents(order.net_revenue * before),
            None
            if order.net_revenue_base is None
            else _cents(order.net_revenue_base * so_far) - _cents(order.net_revenue_base * before),
        )
        before = so_far


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
