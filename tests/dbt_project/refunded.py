"""What is paid and refunded of each line in exact fractions, which cents lie beside."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Line:
    """A line of an order."""

    product: str
    price: Decimal
    quantity: int


@dataclass(frozen=True)
class Refund:
    """An amount or none, products with quantities or none."""

    amount: Decimal | None
    quantities: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True)
class Order:
    """What somebody ordered, and what was paid back."""

    order_id: str
    revenue: Decimal
    lines: Sequence[Line]
    refunds: Sequence[Refund]


@dataclass
class Outcome:
    """Of an order: what was paid, refunded and came back, by line."""

    paid: list[Fraction]
    refunded: list[Fraction]
    quantities: list[int] = field(default_factory=list)


def settle(order: Order) -> Outcome:
    """Everything that is to be known of the order's lines."""
    weights = [Fraction(line.price) * line.quantity for line in order.lines]
    if not any(weights):
        weights = [Fraction(line.quantity) for line in order.lines]
    revenue = Fraction(order.revenue)
    paid = [revenue * weight / sum(weights) for weight in weights]
    totals, paid_of = _by_product(order.lines, weights), _by_product(order.lines, paid)
    named: dict[str, Fraction] = defaultdict(Fraction)
    for product, amount in _named(order, totals, sum(weights)):
        named[product] += amount
    taken = [
        min(named[line.product], paid_of[line.product]) * part / paid_of[line.product]
        if paid_of[line.product] else Fraction()
        for line, part in zip(order.lines, paid, strict=True)
    ]  # fmt: skip
    rest = min(_told(order, totals, sum(weights)), revenue) - sum(taken)
    left = [part - gone for part, gone in zip(paid, taken, strict=True)]
    refunded = [
        gone + (rest * open_part / sum(left) if sum(left) else 0)
        for gone, open_part in zip(taken, left, strict=True)
    ]
    return Outcome(paid, refunded, _quantities(order, sum(refunded) == revenue > 0))


def _by_product(lines: Sequence[Line], parts: Sequence[Fraction]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for line, part in zip(lines, parts, strict=True):
        found[line.product] += part
    return found


def _weight(order: Order, product: str, quantity: int, totals: Mapping[str, Fraction]) -> Fraction:
    ordered = sum(line.quantity for line in order.lines if line.product == product)
    return totals[product] * min(quantity, ordered) / ordered if ordered else Fraction()


def _named(
    order: Order, totals: Mapping[str, Fraction], whole: Fraction
) -> list[tuple[str, Fraction]]:
    found = []
    for refund in order.refunds:
        parts = [(name, _weight(order, name, n, totals)) for name, n in refund.quantities]
        total = sum(part for _, part in parts)
        for name, part in parts:
            if refund.amount is None:
                found.append((name, Fraction(order.revenue) * part / whole))
            elif total:
                found.append((name, Fraction(refund.amount) * part / total))
    return found


def _told(order: Order, totals: Mapping[str, Fraction], whole: Fraction) -> Fraction:
    told = Fraction()
    for refund in order.refunds:
        if refund.amount is not None:
            told += Fraction(refund.amount)
        elif refund.quantities:
            parts = (_weight(order, name, n, totals) for name, n in refund.quantities)
            told += Fraction(order.revenue) * sum(parts) / whole
        else:
            told += Fraction(order.revenue)
    return told


def _quantities(order: Order, is_whole: bool) -> list[int]:
    back: dict[str, int] = defaultdict(int)
    for refund in order.refunds:
        for name, quantity in refund.quantities:
            back[name] += quantity
    found = []
    for line in order.lines:
        taken = line.quantity if is_whole else min(back[line.product], line.quantity)
        back[line.product] -= taken
        found.append(taken)
    return found
