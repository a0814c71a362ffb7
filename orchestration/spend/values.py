"""One line of a report → a row of raw.ad_spend. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from ingest_lambdas.contract.ad_spend import AD_SPEND
from ingest_lambdas.exchange.conversion import Convert, is_code
from orchestration.spend.mapping import SpendMapping

LENGTHS = {column.name: column.length for column in AD_SPEND.columns if column.length}
NOT_SET = "(not set)"
# What an ad network's clicks are called in the models where no utm_medium names them.
DEFAULT_MEDIUM = "cpc"
LARGEST_COUNT = 10**15
LARGEST_COST = Decimal(10**13)
_CENTS = Decimal("0.0001")
_NUMBERS = {
    ".": re.compile(r"\d+(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?"),
    ",": re.compile(r"\d+(,\d+)?|\d{1,3}(\.\d{3})+(,\d+)?"),
}


class ValueUnusable(ValueError):
    """A value is not what its field asks for: names the field."""


@dataclass(frozen=True, slots=True)
class Spend:
    """What one ad cost on one day; the fields are the table's columns."""

    spend_date: date
    source: str
    medium: str
    campaign: str
    ad_group: str | None
    ad: str | None
    impressions: int
    clicks: int
    cost: Decimal
    currency: str
    cost_base: Decimal
    base_currency: str
    rate_date: str

    @property
    def key(self) -> tuple[str | None, ...]:
        """What no two rows of a report may have in common."""
        group = (self.ad_group, self.ad)
        return (self.spend_date.isoformat(), self.source, self.medium, self.campaign, *group)


def read_spend(
    values: Mapping[str, str], mapping: SpendMapping, convert: Convert, base: str
) -> Spend:
    """The row. Raises ValueUnusable."""
    given = {**values, **mapping.values}
    day = _day(given.get("date", ""), mapping.date_format)
    cost = _cost(given.get("cost", ""), mapping.decimal)
    currency = given.get("currency", "").upper()
    if not is_code(currency):
        raise ValueUnusable(f"currency: {currency!r} is no ISO 4217 code such as EUR")
    rate = convert(currency, day)
    if rate is None:
        raise ValueUnusable(f"currency: no rate of {currency} is known for {day}")
    return Spend(
        spend_date=day,
        source=_text("source", given).lower(),
        medium=_text("medium", given, DEFAULT_MEDIUM).lower(),
        campaign=_text("campaign", given, NOT_SET),
        ad_group=_text("ad_group", given, "") or None,
        ad=_text("ad", given, "") or None,
        impressions=_count("impressions", given, mapping.decimal),
        clicks=_count("clicks", given, mapping.decimal),
        cost=cost,
        currency=currency,
        cost_base=(cost * Decimal(str(rate.factor))).quantize(_CENTS, ROUND_HALF_UP),
        base_currency=base,
        rate_date=rate.rate_date,
    )


def _text(name: str, given: Mapping[str, str], default: str | None = None) -> str:
    text = given.get(name, "").strip() or default
    if text is None:
        raise ValueUnusable(f"{name}: it is empty")
    if len(text.encode()) > LENGTHS[name]:
        raise ValueUnusable(f"{name}: it is longer than {LENGTHS[name]} bytes")
    if any(character < " " for character in text):
        raise ValueUnusable(f"{name}: it holds a control character")
    return text


def _day(text: str, form: str) -> date:
    try:
        return datetime.strptime(text, form).date()
    except ValueError as error:
        raise ValueUnusable(f"date: {text!r} is no day written as {form}") from error


def _number(name: str, text: str, decimal: str) -> Decimal:
    if not _NUMBERS[decimal].fullmatch(text) or not text.isascii():
        raise ValueUnusable(f"{name}: {text!r} is no number, 0 or more, with decimal {decimal!r}")
    thousands = "," if decimal == "." else "."
    return Decimal(text.replace(thousands, "").replace(decimal, "."))


def _cost(text: str, decimal: str) -> Decimal:
    cost = _number("cost", text, decimal)
    if cost >= LARGEST_COST:
        raise ValueUnusable(f"cost: {text} is too large")
    return cost.quantize(_CENTS, ROUND_HALF_UP)


def _count(name: str, given: Mapping[str, str], decimal: str) -> int:
    text = given.get(name, "") or "0"
    number = _number(name, text, decimal)
    if number != int(number) or number >= LARGEST_COUNT:
        raise ValueUnusable(f"{name}: {text!r} is no whole number")
    return int(number)
