"""What a report's lines become, and what is said of those that cannot be read."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.exchange.conversion import Exchange, converter
from orchestration.spend.mapping import SpendMapping, read_mapping
from orchestration.spend.report import SHOWN_FAULTS, ReportUnusable, read_report
from orchestration.spend.values import Spend

HEADER = "date,source,campaign,cost,currency,impressions,clicks"
RATES = "date,currency,rate\n2026-03-01,USD,1.25\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("rates")
    (made / "rates.csv").write_text(RATES)
    return made


def read(folder: Path, text: str, mapping: SpendMapping | None = None) -> list[Spend]:
    exchange = Exchange(rates="rates.csv")
    convert = converter(exchange, folder)
    return read_report(StringIO(text), mapping or SpendMapping(), convert, exchange.base)


def faults_of(folder: Path, text: str, mapping: SpendMapping | None = None) -> list[str]:
    with pytest.raises(ReportUnusable) as caught:
        read(folder, text, mapping)
    return caught.value.faults


def test_a_line_becomes_a_typed_row_in_both_currencies(folder: Path) -> None:
    [row] = read(folder, f"{HEADER}\n2026-03-02, Google ,Spring,10.5,usd,1000,7\n")

    assert row == Spend(
        spend_date=date(2026, 3, 2),
        source="google",
        medium="cpc",
        campaign="Spring",
        ad_group=None,
        ad=None,
        impressions=1000,
        clicks=7,
        cost=Decimal("10.5000"),
        currency="USD",
        cost_base=Decimal("8.4000"),
        base_currency="EUR",
        rate_date="2026-03-01",
    )


def test_a_network_s_own_columns_days_and_numbers(folder: Path) -> None:
    mapping = read_mapping(
        """
        [columns]
        date = "Tag"
        source = { value = "meta" }
        medium = { value = "paid-social" }
        campaign = "Kampagne"
        ad_group = "Gruppe"
        cost = "Ausgaben (EUR)"
        currency = { value = "EUR" }

        [format]
        date = "%d.%m.%Y"
        decimal = ","
        """
    )
    text = "Tag;Kampagne;Gruppe;Ausgaben (EUR);Impressions\n01.03.2026;;G1;1.234,56;2.000\n"

    [row] = read(folder, text, mapping)

    assert (row.spend_date, row.source, row.medium) == (date(2026, 3, 1), "meta", "paid-social")
    assert (row.campaign, row.ad_group) == ("(not set)", "G1")
    assert (row.cost, row.impressions, row.clicks) == (Decimal("1234.56"), 2000, 0)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("01.03.2026,google,a,1,EUR,0,0", "date: '01.03.2026' is no day written as %Y-%m-%d"),
        ("2026-03-01,,a,1,EUR,0,0", "source: it is empty"),
        (f"2026-03-01,{'é' * 128},a,1,EUR,0,0", "source: it is longer than 255 bytes"),
        ("2026-03-01,google,a,-1,EUR,0,0", "cost: '-1' is no number, 0 or more, with decimal '.'"),
        ("2026-03-01,google,a,\"1,5\",EUR,0,0",
         "cost: '1,5' is no number, 0 or more, with decimal '.'"),
        ("2026-03-01,google,a,nan,EUR,0,0",
         "cost: 'nan' is no number, 0 or more, with decimal '.'"),
        ("2026-03-01,google,a,10000000000000,EUR,0,0", "cost: 10000000000000 is too large"),
        ("2026-03-01,google,a,1,Euro,0,0", "currency: 'EURO' is no ISO 4217 code such as EUR"),
        ("2026-03-01,google,a,1,CHF,0,0", "currency: no rate of CHF is known for 2026-03-01"),
        ("2026-03-01,google,a,1,EUR,0.5,0", "impressions: '0.5' is no whole number"),
        ("2026-03-01,google,a,1,EUR,0,x", "clicks: 'x' is no number, 0 or more, with decimal '.'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(folder: Path, line: str, fault: str) -> None:
    good = "2026-03-01,google,b,1,EUR,0,0"

    assert faults_of(folder, f"{HEADER}\n{good}\n\n{line}\n") == [f"line 4: {fault}"]


def test_every_fault_is_counted_and_the_first_ones_are_shown(folder: Path) -> None:
    lines = "\n".join(f"{number},google,a,1,EUR,0,0" for number in range(SHOWN_FAULTS + 5))

    with pytest.raises(ReportUnusable) as caught:
        read(folder, f"{HEADER}\n{lines}\n")

    assert len(caught.value.faults) == SHOWN_FAULTS + 5
    assert str(caught.value).endswith("… and 5 more")


def test_what_is_told_twice_is_refused(folder: Path) -> None:
    row = "2026-03-01,google,a,1,EUR,0,0"
    same = "2026-03-01,GOOGLE,a,2,EUR,0,0"

    assert faults_of(folder, f"{HEADER}\n{row}\n{same}\n") == [
        "line 3: the same day, source, campaign, group and ad as line 2"
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: there is no column campaign, cost, currency, date, source; found none"),
        ("date,source,campaign,cost\n", "line 1: there is no column currency; found date, source, "
         "campaign, cost"),
        (f"{HEADER}\n", "the file has no rows"),
        (f'{HEADER}\n2026-03-01,"goo', "line 2: unexpected end of data"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_report(folder: Path, text: str, fault: str) -> None:
    assert faults_of(folder, text) == [fault]


def test_a_declared_column_must_be_there(folder: Path) -> None:
    mapping = read_mapping('columns = { clicks = "Link clicks" }')

    [fault] = faults_of(folder, f"{HEADER}\n", mapping)

    assert fault.startswith("line 1: there is no column Link clicks;")


@given(cents=st.integers(0, 10**12), decimal=st.sampled_from([".", ","]))
def test_numbers_are_read_as_they_are_written(cents: int, decimal: str) -> None:
    written = f"{Decimal(cents) / 100:,.2f}"
    if decimal == ",":
        written = written.translate(str.maketrans(".,", ",."))
    mapping = SpendMapping(decimal=decimal)
    text = f"{HEADER.replace(',', ';')}\n2026-03-01;google;a;{written};EUR;0;0\n"

    [row] = read(Path(), text, mapping)

    assert row.cost == row.cost_base == Decimal(cents) / 100


def test_the_examples_of_the_docs_are_read() -> None:
    examples = Path(__file__).parents[3] / "docs" / "examples"
    convert = converter(Exchange(), Path())
    mapping = read_mapping((examples / "google-ads.toml").read_text())
    google = (
        "Day,Campaign,Ad group,Impr.,Clicks,Cost,Currency code\n"
        '2026-03-02,Serum,Serums,"1,200",64,31.20,EUR\n'
    )

    with (examples / "ad-spend.csv").open(newline="", encoding="utf-8-sig") as file:
        assert len(read_report(file, SpendMapping(), convert, "EUR")) == 4
    [row] = read_report(StringIO(google), mapping, convert, "EUR")
    assert (row.source, row.ad_group, row.impressions) == ("google", "Serums", 1200)
