"""Amounts in the base currency, at the rate of their day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.enrich.currency import (
    LARGEST,
    AmountOutOfRange,
    Currency,
    NoRate,
    compose,
)
from ingest_lambdas.collector.enrich.subject import Subject
from ingest_lambdas.exchange.rates import RatesUnreadable, ecb_rates, read_rates

MakesSubject = Callable[..., Subject]
FOLDER = Path()
RATES = """date,currency,rate
2026-03-01,USD,1.25
2026-03-05,usd,1.5
2026-03-01,JPY,200
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("rates")
    (made / "rates.csv").write_text(RATES)
    return made


def find(
    subject: MakesSubject, day: str, properties: dict[str, Any], folder: Path, **settings: Any
) -> dict[str, Any]:
    event = subject(event_day=date.fromisoformat(day), properties=properties)
    found = compose(Currency(**settings), folder)(event)
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize(
    ("day", "factor", "rate_date"),
    [
        ("2026-03-01", 1 / 1.25, "2026-03-01"),
        ("2026-03-04", 1 / 1.25, "2026-03-01"),
        ("2026-03-05", 1 / 1.5, "2026-03-05"),
        ("2026-12-31", 1 / 1.5, "2026-03-05"),
    ],
)
def test_the_nearest_earlier_rate(
    subject: MakesSubject, folder: Path, day: str, factor: float, rate_date: str
) -> None:
    properties = {"revenue": 30, "price": "10.00", "currency": "usd"}
    assert find(subject, day, properties, folder, rates="rates.csv") == {
        "revenue_base": round(30 * factor, 4),
        "price_base": round(10 * factor, 4),
        "base_currency": "EUR",
        "rate_date": rate_date,
        "exchange_rate": factor,
    }


def test_from_one_foreign_currency_to_another(subject: MakesSubject, folder: Path) -> None:
    found = find(
        subject, "2026-03-06", {"total": 4000, "currency": "JPY"}, folder,
        rates="rates.csv", base="EUR",
    )  # fmt: skip
    assert (found["revenue_base"], found["rate_date"]) == (20.0, "2026-03-01")
    dollars = compose(Currency(base="USD"), folder)
    event = subject(properties={"value": 100, "currency": "GBP"}, event_day=date(2026, 10, 30))
    assert dollars(event)["revenue_base"] == round(100 * 1.1172 / 0.8338, 4)


@pytest.mark.parametrize(
    ("day", "currency"),
    [("2026-02-28", "USD"), ("2028-03-05", "USD"), ("2026-03-05", "QQQ"), ("2026-03-05", "é")],
)
def test_without_a_rate_it_says_so(
    subject: MakesSubject, folder: Path, day: str, currency: str
) -> None:
    with pytest.raises(NoRate):
        find(subject, day, {"revenue": 1, "currency": currency}, folder, rates="rates.csv")


@pytest.mark.parametrize(
    "properties",
    [{}, {"currency": "USD"}, {"revenue": 5}, {"revenue": True, "currency": "USD"},
     {"revenue": "five", "currency": "USD"}, {"revenue": 5, "currency": 7}],
)  # fmt: skip
def test_nothing_to_convert(
    subject: MakesSubject, folder: Path, properties: dict[str, Any]
) -> None:
    assert find(subject, "2026-03-05", properties, folder, rates="rates.csv") == {}


def test_a_currency_to_assume(subject: MakesSubject, folder: Path) -> None:
    found = find(subject, "2026-03-05", {"revenue": 3}, folder, rates="rates.csv", assumed="USD")
    assert found["revenue_base"] == 2.0


@pytest.mark.parametrize("amount", [1e300, float("inf"), "nan", -LARGEST])
def test_an_amount_that_no_column_holds(subject: MakesSubject, amount: Any) -> None:
    with pytest.raises(AmountOutOfRange):
        find(subject, "2026-03-05", {"revenue": amount, "currency": "EUR"}, FOLDER)


amounts = st.integers() | st.floats() | st.text() | st.none() | st.booleans()


@given(amounts, amounts, st.none() | st.text() | st.sampled_from(["USD", "EUR"]), st.dates())
def test_nothing_else_is_raised(
    subject: MakesSubject, revenue: Any, price: Any, currency: Any, day: date
) -> None:
    properties = {"revenue": revenue, "price": price, "currency": currency}
    try:
        found = compose(Currency(), FOLDER)(subject(properties=properties, event_day=day))
    except (NoRate, AmountOutOfRange, OverflowError):
        return
    assert all(abs(found.get(name) or 0) < LARGEST for name in ("revenue_base", "price_base"))


def test_the_packaged_history() -> None:
    history = ecb_rates()
    friday, sunday = date(2014, 3, 28), date(2014, 3, 30)
    assert history.at("USD", friday, friday) == (1.3759, "2014-03-28")
    assert history.at("USD", friday, sunday) == (1.3759, "2014-03-28")
    assert history.at("USD", sunday, sunday) is None
    assert history.at("EUR", sunday, sunday) == (1.0, "2014-03-30")
    assert history.at("Date", friday, sunday) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "first line"),
        ("day,code,rate\n", "first line"),
        ("date,currency,rate\n2026-13-01,USD,1\n", "line 2"),
        ("date,currency,rate\n2026-03-01,USD,1\n2026-03-01,USD\n", "line 3"),
        ("date,currency,rate\n2026-03-01,USD,0\n", "line 2: 0 is no rate"),
    ],
)
def test_a_wrong_file_says_where(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(text)
    with pytest.raises(RatesUnreadable, match=fault):
        read_rates(file, "EUR")
