"""The report of what the shop's ads cost, which `headwater spend import` takes as it is."""

from datetime import UTC, datetime
from pathlib import Path

from infra.local.traffic.ad_report import AdCosts, report_file, write_report
from infra.local.traffic.generate import generate
from ingest_lambdas.exchange.conversion import Exchange, converter
from orchestration.spend.mapping import SpendMapping
from orchestration.spend.report import read_report
from orchestration.spend.values import Spend

ANCHOR = datetime(2026, 11, 20, 12, tzinfo=UTC)


def costs_of(ordinal: int) -> AdCosts:
    costs = AdCosts()
    for call in generate(1, ordinal, 2_000, ANCHOR):
        costs.count(call)
    return costs


def reported(home: Path) -> list[Spend]:
    exchange = Exchange()
    with report_file(home).open(newline="", encoding="utf-8-sig") as file:
        return read_report(file, SpendMapping(), converter(exchange, Path()), exchange.base)


def totals(rows: list[Spend]) -> tuple[int, int, float]:
    measured = [(row.impressions, row.clicks, float(row.cost)) for row in rows]
    impressions, clicks, cost = (sum(column) for column in zip(*measured, strict=True))
    return int(impressions), int(clicks), round(cost, 4)


def test_the_report_adds_up_all_runs_and_a_repeated_one_once(tmp_path: Path) -> None:
    first, second = costs_of(1), costs_of(2)

    write_report(tmp_path, "run-00001", first)
    alone = totals(reported(tmp_path))
    write_report(tmp_path, "run-00002", second)
    both = totals(reported(tmp_path))
    write_report(tmp_path, "run-00002", second)

    assert totals(reported(tmp_path)) == both
    assert all(more > less > 0 for more, less in zip(both, alone, strict=True))


def test_it_has_what_visits_of_its_campaigns_are_called(tmp_path: Path) -> None:
    write_report(tmp_path, "run-00001", costs_of(1))

    assert {(row.source, row.medium) for row in reported(tmp_path)} == {
        ("google", "cpc"),
        ("meta", "paid-social"),
        ("tiktok", "paid-social"),
    }
