"""An event's amounts of money → the same in one base currency, at the rate of its day."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import (
    NOTHING,
    Columns,
    EnrichmentFailed,
    Step,
    Subject,
)
from ingest_lambdas.exchange.conversion import Exchange, converter, is_code
from ingest_lambdas.exchange.rates import ECB, read_rates

DECIMALS = 4
LARGEST = 10**13


@dataclass(frozen=True)
class Currency(Exchange, Settings):
    """`revenue` and `price` are properties that hold amounts; the first that is there counts.

    `assumed` is the currency of events that name none; empty, those are left alone.
    """

    assumed: str = ""
    revenue: tuple[str, ...] = ("revenue", "total", "value")
    price: tuple[str, ...] = ("price",)

    def unusable_files(self, folder: Path) -> Iterator[str]:
        """The file of rates, where it cannot be read."""
        try:
            if self.rates != ECB:
                read_rates(folder / self.rates, self.base)
        except (OSError, ValueError) as error:
            yield f"{self.rates}: {error}"

    def faults(self) -> Iterator[str]:
        """Currencies are ISO 4217 codes."""
        for name, code in (("base", self.base), ("assumed", self.assumed or "EUR")):
            if not is_code(code):
                yield f"{name} is an ISO 4217 code such as EUR"
        if self.oldest_days < 0:
            yield "oldest_days is 0 or more"


class NoRate(EnrichmentFailed):
    """No rate of the currency is known for the day, nor for one shortly before."""


class AmountOutOfRange(EnrichmentFailed):
    """The amount is no number that the warehouse's column can hold."""


def compose(settings: Currency, folder: Path) -> Step:
    """The enrichment that fills `revenue_base`, `price_base`, `base_currency` and the rate's.

    Rates are read when an amount first comes; a file of them stands in `folder`.
    """
    convert = converter(settings, folder)

    def find(subject: Subject) -> Columns:
        properties = subject.properties
        stated = properties.get("currency") or settings.assumed
        if not stated or not isinstance(stated, str):
            return NOTHING
        revenue = _amount(properties, settings.revenue)
        price = _amount(properties, settings.price)
        if revenue is None and price is None:
            return NOTHING
        conversion = convert(stated, subject.event_day)
        if conversion is None:
            raise NoRate
        found: dict[str, Any] = {
            "base_currency": settings.base,
            "rate_date": conversion.rate_date,
            "exchange_rate": conversion.factor,
        }
        if revenue is not None:
            found["revenue_base"] = _converted(revenue, conversion.factor)
        if price is not None:
            found["price_base"] = _converted(price, conversion.factor)
        return found

    return find


def _amount(properties: Mapping[str, Any], names: tuple[str, ...]) -> float | None:
    """The first amount that is there: a number, or a text that spells one."""
    for name in names:
        value = properties.get(name)
        kind = type(value)
        if kind is float or kind is int:
            amount: float = value  # type: ignore[assignment]
            return amount
        if kind is str:
            try:
                return float(value)  # type: ignore[arg-type]
            except ValueError:
                continue
    return None


def _converted(amount: float, factor: float) -> float:
    converted = amount * factor
    if not math.isfinite(converted) or abs(converted) >= LARGEST:
        raise AmountOutOfRange
    return round(converted, DECIMALS)
