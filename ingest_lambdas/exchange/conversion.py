"""A currency and a day → what one unit is worth in the base currency."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from ingest_lambdas.exchange.rates import ECB, Rates, ecb_rates, read_rates

_CODE_LENGTH = 3


@dataclass(frozen=True)
class Exchange:
    """`rates` is "ecb", the European Central Bank's that are packaged, or a CSV file.

    A rate older than `oldest_days` is none.
    """

    base: str = "EUR"
    rates: str = ECB
    oldest_days: int = 366


class Conversion(NamedTuple):
    """What one unit is in the base currency, by the rate of which day."""

    factor: float
    rate_date: str


Convert = Callable[[str, date], Conversion | None]


def converter(exchange: Exchange, folder: Path) -> Convert:
    """Gives None where no rate is known. Rates are read when first needed, a file in `folder`.

    The function raises RatesUnreadable, OSError.
    """

    @cache
    def table() -> Rates:
        if exchange.rates == ECB:
            return ecb_rates()
        return read_rates(folder / exchange.rates, exchange.base)

    @lru_cache(maxsize=4096)
    def convert(currency: str, day: date) -> Conversion | None:
        code = currency.strip().upper()
        if code == exchange.base:
            return Conversion(1.0, day.isoformat())
        oldest = day - timedelta(days=min(exchange.oldest_days, day.toordinal() - 1))
        found = [table().at(each, oldest, day) for each in (code, exchange.base)]
        if found[0] is None or found[1] is None:
            return None
        (given, given_on), (base, base_on) = found[0], found[1]
        return Conversion(base / given, min(given_on, base_on))

    return convert


def is_code(text: str) -> bool:
    """Whether it is written as an ISO 4217 code is."""
    return len(text) == _CODE_LENGTH and text.isascii() and text.isalpha() and text.isupper()
