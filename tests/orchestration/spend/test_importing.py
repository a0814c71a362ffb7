"""A report in the warehouse: once, corrected exactly where it says, and never half."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.loading.tables import prepare_tables
from orchestration.spend import importing
from orchestration.spend.importing import SpendReport, import_spend
from orchestration.spend.values import Spend

ROLE = "arn:aws:iam::000000000000:role/copy"
Import = Callable[..., SpendReport]
Held = Callable[[], list[tuple[str, str, str, Decimal]]]


def spend(day: int, source: str, campaign: str, cost: str, ad: str | None = None) -> Spend:
    amount = Decimal(cost)
    moment = date(2026, 3, day)
    return Spend(moment, source, "cpc", campaign, None, ad, 100, 3, amount, "EUR", amount, "EUR",
                 moment.isoformat())  # fmt: skip


@pytest.fixture
def imported(warehouse: Warehouse, lake: Lake) -> Import:
    with warehouse.connect() as session:
        prepare_tables(session)

    def run(*rows: Spend, **options: object) -> SpendReport:
        return import_spend(warehouse, lake, ROLE, "report.csv", rows, **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def held(warehouse: Warehouse) -> Held:
    def ask() -> list[tuple[str, str, str, Decimal]]:
        query = "select spend_date, source, campaign, cost from raw.ad_spend order by 1, 2, 3, 4"
        with warehouse.connect() as session:
            return [
                (str(day)[-2:], *rest)  # type: ignore[misc]
                for day, *rest in session.rows(query)
            ]

    return ask


def imports(warehouse: Warehouse) -> int:
    with warehouse.connect() as session:
        return int(session.value("select count(*) from ops.ad_spend_imports"))


def test_the_same_report_again_adds_nothing(
    imported: Import, held: Held, warehouse: Warehouse
) -> None:
    rows = (spend(1, "google", "a", "1.5"), spend(1, "google", "a", "2", ad="x"))

    assert imported(*rows) == SpendReport(rows=2, replaced=0, unchanged=0)
    before = held()
    assert imported(*reversed(rows)) == SpendReport(rows=0, replaced=0, unchanged=2)
    assert held() == before == [
        ("01", "google", "a", Decimal("1.5")),
        ("01", "google", "a", Decimal("2")),
    ]  # fmt: skip
    assert imports(warehouse) == 1


def test_a_corrected_report_replaces_the_days_and_networks_that_it_names(
    imported: Import, held: Held
) -> None:
    kept = (spend(1, "meta", "a", "9"), spend(2, "google", "a", "8"))
    imported(spend(1, "google", "a", "1"), spend(1, "google", "gone", "2"), *kept)

    assert imported(spend(1, "google", "a", "3")) == SpendReport(1, replaced=2, unchanged=0)
    assert held() == [
        ("01", "google", "a", Decimal("3")),
        ("01", "meta", "a", Decimal("9")),
        ("02", "google", "a", Decimal("8")),
    ]


def test_an_import_that_fails_on_the_way_leaves_all_as_it_was(
    imported: Import, held: Held, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(spend(1, "google", "a", "1"))

    with monkeypatch.context() as patch:
        patch.setattr(
            importing, "RECORD_IMPORT", "insert into ops.nothing values (%s, %s, %s, %s, %s, %s)"
        )
        with pytest.raises(Exception, match="nothing"):
            imported(spend(1, "google", "a", "2"))

    assert held() == [("01", "google", "a", Decimal("1"))]
    assert imports(warehouse) == 1


def test_a_retry_after_a_commit_that_was_not_heard_of_reports_what_it_did(
    imported: Import, held: Held
) -> None:
    row = spend(1, "google", "a", "1")

    done = [imported(row, new_id=lambda: "the-same") for _ in range(2)]

    assert done == [SpendReport(1, 0, 0)] * 2
    assert len(held()) == 1


def test_two_imports_at_once_do_not_both_stay(imported: Import, held: Held) -> None:
    first = [spend(1, "google", f"a{number}", "1") for number in range(20)]
    second = [replace(row, cost=Decimal(2)) for row in first]

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda rows: imported(*rows), (first, second)))

    costs = {cost for *_, cost in held()}
    assert len(held()) == 20
    assert len(costs) == 1
    assert sorted(report.replaced for report in done) == [0, 20]
