"""The queries of the business rules, run as they are on the built models."""

from collections.abc import Callable
from typing import Any

import pytest

from expectations.business_rules import BUSINESS_RULES

Query = Callable[[str], list[dict[str, Any]]]
RULES = {
    one.name: (suite.relation, one.arguments["unexpected_rows_query"])
    for suite in BUSINESS_RULES
    for one in suite.expectations
    if "unexpected_rows_query" in one.arguments
}


@pytest.mark.parametrize("name", RULES)
def test_the_models_keep_every_rule(query: Query, name: str) -> None:
    relation, rule = RULES[name]

    assert query(rule.replace("{batch}", relation)) == []


@pytest.mark.parametrize(
    ("name", "broken", "days"),
    [
        (
            "site_revenue_is_that_of_the_orders",
            "select event_day, revenue + 1 as revenue from marts.site_daily where orders > 0",
            ["2026-03-02", "2026-03-05"],
        ),
        (
            "site_sessions_are_all_sessions",
            "select * from marts.site_daily where event_day <> '2026-03-01'",
            ["2026-03-01"],
        ),
        (
            "funnel_narrows",
            "select event_day, 1 as sessions, 1 as sessions_with_view, 2 as sessions_with_add, "
            "0 as sessions_with_checkout, 0 as sessions_with_order from marts.site_daily "
            "where event_day = '2026-03-02'",
            ["2026-03-02"],
        ),
    ],
)
def test_figures_that_do_not_agree_are_found(
    query: Query, name: str, broken: str, days: list[str]
) -> None:
    _, rule = RULES[name]

    found = query(rule.replace("{batch}", f"({broken}) as broken"))

    assert [str(row["event_day"]) for row in found] == days
