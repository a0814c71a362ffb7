"""A metric's figure, computed from its definition, is the figure of the mart that shows it too."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orchestration.metrics.queries import MetricQuery, Metrics, NoSuchQuery

Query = Callable[[str], list[dict[str, Any]]]

BY_DAY = "select event_day, {} as figure from marts.{} group by event_day order by event_day"
OF_SITE = (
    "events", "bot_events", "visitors", "page_views", "product_views", "sessions",
    "sessions_with_view", "sessions_with_add", "sessions_with_order", "conversion_rate", "orders",
    "buyers", "units", "revenue", "net_revenue", "average_order_value",
)  # fmt: skip
MARTS = {
    **{name: BY_DAY.format(f"sum({name})", "site_daily") for name in OF_SITE},
    "accepted_events": BY_DAY.format("sum(events)", "quality_daily"),
    "late_events": BY_DAY.format("sum(late_events)", "quality_daily"),
    "late_share": BY_DAY.format(
        "sum(late_events)::float / nullif(sum(events), 0)", "quality_daily"
    ),
    "open_rejected_arrivals": BY_DAY.format("sum(open_rejected_arrivals)", "quality_daily"),
    "duplicates": BY_DAY.format("sum(transport_duplicates + resent_duplicates)", "quality_daily"),
}


@pytest.fixture(scope="module")
def metrics(target: Path) -> Metrics:
    return Metrics(target / "semantic_manifest.json")


def figures(rows: list[dict[str, Any]]) -> dict[date, float]:
    """Figures by day; none and a day without a row are nothing."""
    by_day = {}
    for day, figure in (row.values() for row in rows):
        by_day[day if type(day) is date else day.date()] = round(float(figure or 0), 4)
    return {day: figure for day, figure in by_day.items() if figure}


def test_each_metric_has_a_figure_in_a_mart(metrics: Metrics) -> None:
    assert {metric.name for metric in metrics.list()} == MARTS.keys()


@pytest.mark.parametrize("name", MARTS)
def test_a_metric_and_its_mart_say_the_same(name: str, metrics: Metrics, query: Query) -> None:
    asked = query(metrics.sql(MetricQuery([name], by=["metric_time"])))
    shown = figures(query(MARTS[name]))

    assert figures(asked) == shown
    assert shown or name in ("late_events", "late_share")


def test_a_metric_over_several_days_counts_a_visitor_once(metrics: Metrics, query: Query) -> None:
    [asked] = query(metrics.sql(MetricQuery(["visitors"])))
    [known] = query(
        "select count(distinct visitor_id) as visitors from marts.fct_events "
        "where session_id is not null"
    )

    assert asked == known


def test_an_order_has_the_campaign_of_its_session(metrics: Metrics, query: Query) -> None:
    statement = metrics.sql(MetricQuery(["orders"], by=["session__campaign_source"]))
    assert {tuple(row.values()) for row in query(statement)} == {("mail", 1), (None, 4)}


def test_days_and_conditions_narrow_a_metric(metrics: Metrics, query: Query) -> None:
    one_day = MetricQuery(
        ["orders"],
        where=["{{ Dimension('order__status') }} = 'cancelled'"],
        first_day=date(2026, 3, 2),
        last_day=date(2026, 3, 2),
    )
    assert query(metrics.sql(one_day)) == [{"orders": 1}]


def test_what_is_not_defined_is_said_with_what_is(metrics: Metrics) -> None:
    with pytest.raises(NoSuchQuery, match="net_revenue"):
        metrics.sql(MetricQuery(["revenu"]))
