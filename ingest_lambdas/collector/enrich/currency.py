"""An event's amounts of money → the same in one base currency, at the rate of its day."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ingest_lambdas.collector.enrich.rates import ECB, Rates, ecb_rates, read_rates
from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import (
    NOTHING,
    Columns,
    EnrichmentFailed,
    Step,
    Subject,
)

DECIMALS = 4
LARGEST = 10**13
_CODE_LENGTH = 3


@dataclass(frozen=True)
class Currency(Settings):
    """`rates` is "ecb", the European Central Bank's that are packaged, or a CSV file.

    `revenue` and `price` are properties that hold amounts; the first that is there counts.
    `assumed` is the currency of events that name none; empty, those are left alone. A rate older
    than `oldest_days` is none.
    """

    base: str = "EUR"
    rates: str = ECB
    assumed: str = ""
    revenue: tuple[str, ...] = ("revenue", "total", "value")
    price: tuple[str, ...] = ("price",)
    oldest_days: int = 366

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
            if not _is_code(code):
                yield f"{name} is an ISO 4217 code such as EUR"
        if self.oldest_days < 0:
            yield "oldest_days is 0 or more"


class NoRate(EnrichmentFailed):
    """No rate of the currency is known for the day, nor for one shortly before."""


class AmountOutOfRange(EnrichmentFailed):
    """The amount is no number that the warehouse's column can hold."""


class Conversion(NamedTuple):
    """What one unit is in the base currency, by the rate of which day."""

    factor: float
    rate_date: str


def compose(settings: Currency, folder: Path) -> Step:
    """The enrichment that fills `revenue_base`, `price_base`, `base_currency` and the rate's.

    Rates are read when an amount first comes; a file of them stands in `folder`.
    """
    convert = _converter(settings, folder)

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


def _converter(settings: Currency, folder: Path) -> Callable[[str, date], Conversion | None]:
    @cache
    def table() -> Rates:
        return (
            ecb_rates()
            if settings.rates == ECB
            else read_rates(folder / settings.rates, settings.base)
        )

    @lru_cache(maxsize=4096)
    def convert(currency: str, day: date) -> Conversion | None:
        code = currency.strip().upper()
        if code == settings.base:
            return Conversion(1.0, day.isoformat())
        oldest = day - timedelta(days=min(settings.oldest_days, day.toordinal() - 1))
        found = [table().at(each, oldest, day) for each in (code, settings.base)]
        if found[0] is None or found[1] is None:
            return None
        (given, given_on), (base, base_on) = found[0], found[1]
        return Conversion(base / given, min(given_on, base_on))

    return convert


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


def _is_code(text: str) -> bool:
    return len(text) == _CODE_LENGTH and text.isascii() and text.isalpha() and text.isupper()
