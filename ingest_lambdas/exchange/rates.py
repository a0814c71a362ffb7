"""Exchange rates by day: the European Central Bank's history as it publishes it, or a CSV file.

A rate is how many units of a currency are worth one of the table's reference currency.
"""

import csv
from bisect import bisect_right
from collections import defaultdict
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol
from zipfile import ZipFile

ECB, ECB_REFERENCE = "ecb", "EUR"
HEADER = ["date", "currency", "rate"]
_PACKAGE, _HISTORY = "currency_converter", "eurofxref-hist.zip"
Rate = tuple[float, str]


class Rates(Protocol):
    """A table of rates."""

    def at(self, currency: str, oldest: date, day: date) -> Rate | None:
        """(rate, its day) of the day or the nearest before it, down to `oldest`; None for none."""
        ...


class RatesUnreadable(ValueError):
    """A file of rates is not what it should be: says which line."""


class RateHistory:
    """Rates by currency, each with its days in order; the reference currency needs none."""

    def __init__(self, by_currency: dict[str, dict[str, float]], reference: str) -> None:
        self._days = {currency: sorted(rates) for currency, rates in by_currency.items()}
        self._rates = by_currency
        self._reference = reference

    def at(self, currency: str, oldest: date, day: date) -> Rate | None:
        """See Rates."""
        if currency == self._reference:
            return 1.0, day.isoformat()
        days = self._days.get(currency, [])
        place = bisect_right(days, day.isoformat())
        if not place or days[place - 1] < oldest.isoformat():
            return None
        return self._rates[currency][days[place - 1]], days[place - 1]


class EcbHistory:
    """The bank's own file: a line a day, newest first, a column a currency.

    Lines stay texts until their day is asked for: reading 27 years of 40 currencies would take
    longer than the whole container needs to start.
    """

    def __init__(self, text: str) -> None:
        header, *lines = text.splitlines()
        self._places = {code.strip(): n for n, code in enumerate(header.split(","))}
        self._lines = lines[::-1]
        self._days = [line[:10] for line in self._lines]

    def at(self, currency: str, oldest: date, day: date) -> Rate | None:
        """See Rates."""
        if currency == ECB_REFERENCE:
            return 1.0, day.isoformat()
        column = self._places.get(currency)
        number = bisect_right(self._days, day.isoformat()) - 1
        while column and number >= 0 and self._days[number] >= oldest.isoformat():
            found = self._lines[number].split(",")[column]
            if found and found != "N/A":
                return float(found), self._days[number]
            number -= 1
        return None


def ecb_rates() -> EcbHistory:
    """The history that a package ships, renewed with each of its releases."""
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise RatesUnreadable(f"the package {_PACKAGE} is not installed")
    with ZipFile(Path(found.submodule_search_locations[0]) / _HISTORY) as packed:
        return EcbHistory(packed.read(packed.namelist()[0]).decode())


def read_rates(file: Path, reference: str) -> RateHistory:
    """Rates of a CSV file with the columns date, currency, rate. Raises RatesUnreadable."""
    by_currency: dict[str, dict[str, float]] = defaultdict(dict)
    with file.open(newline="", encoding="utf-8-sig") as opened:
        rows = csv.reader(opened)
        if [name.strip().lower() for name in next(rows, [])] != HEADER:
            raise RatesUnreadable(f"{file.name}: its first line is {','.join(HEADER)}")
        for number, row in enumerate(rows, start=2):
            try:
                day, currency, rate = row
                by_currency[currency.strip().upper()][_day(day)] = _positive(rate)
            except ValueError as error:
                raise RatesUnreadable(f"{file.name} line {number}: {error}") from error
    return RateHistory(dict(by_currency), reference)


def _day(text: str) -> str:
    return date.fromisoformat(text.strip()).isoformat()


def _positive(text: str) -> float:
    rate = float(text)
    if not 0 < rate < float("inf"):
        raise ValueError(f"{text} is no rate")
    return rate
