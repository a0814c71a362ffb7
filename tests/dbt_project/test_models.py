"""What dbt builds from a hand-made day of a shop. The data set is in conftest.py."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

Query = Callable[[str], list[dict[str, Any]]]
FIRST, SECOND = date(2026, 3, 1), date(2026, 3, 2)


def test_every_delivery_is_an_event_or_a_counted_duplicate(query: Query) -> None:
    [found] = query(
        "select count(*) as events, sum(transport_duplicates) as transport, "
        "sum(resent_duplicates) as resent from marts.fct_events"
    )

    assert found == {"events": 30, "transport": 1, "resent": 1}


def test_of_a_resent_event_the_first_received_is_kept(query: Query) -> None:
    [kept] = query("select arrival_id from marts.fct_events where event_key = 'key-008'")

    assert kept == {"arrival_id": "shardId-000000000000:8:0"}


def test_the_same_id_with_other_content_is_kept_and_flagged(query: Query) -> None:
    found = query("select event_key from marts.fct_events where is_event_id_conflict order by 1")

    assert [row["event_key"] for row in found] == ["key-012", "key-013"]


def test_sessions_end_by_silence_and_not_at_midnight(query: Query) -> None:
    found = query(
        "select visitor_id, started_at, events, landing_page, exit_page, campaign_source, orders, "
        "revenue, funnel_step from marts.fct_sessions where visitor_id in ('ann', 'bob', 'cat') "
        "order by visitor_id, started_at"
    )

    assert [tuple(row.values()) for row in found] == [
        ("ann", datetime(2026, 3, 1, 23, 50), 5, "/start", "/p/1", "mail", 1, Decimal("50"), 4),
        ("ann", datetime(2026, 3, 2, 10, 0), 1, "/account", "/account", None, 0, Decimal("0"), 0),
        ("bob", datetime(2026, 3, 2, 9, 0), 2, None, None, None, 0, Decimal("0"), 1),
        ("cat", datetime(2026, 3, 2, 12, 0), 3, "/a", "/b", None, 1, Decimal("30"), 4),
    ]


def test_a_crawler_a_profile_update_and_a_refund_have_no_session(query: Query) -> None:
    found = query(
        "select event_key from marts.fct_events "
        "where session_id is null and event_key like 'key-%' order by 1"
    )

    assert [row["event_key"] for row in found] == [
        "key-007", "key-011", "key-014", "key-015", "key-016",
    ]  # fmt: skip


def test_orders_are_in_their_latest_state(query: Query) -> None:
    found = query(
        "select order_id, status, visitor_id, user_id, event_day, currency, revenue, "
        "refunded_revenue, net_revenue, units, line_revenue from marts.fct_orders "
        "where order_id in ('o1', 'o2') order by 1"
    )

    assert [tuple(row.values()) for row in found] == [
        ("o1", "refunded", "ann", "u-ann", SECOND, "EUR", 50, 20, 30, 3, 50),
        ("o2", "cancelled", "cat", None, SECOND, None, 30, 0, 0, 3, 30),
    ]


def test_products_by_day(query: Query) -> None:
    found = query(
        "select product_id, event_day, impressions, views, adds, checkouts, orders, units, revenue "
        "from exports.export_product_daily where product_id in ('p1', 'p2') "
        "order by product_id, event_day"
    )

    assert [tuple(row.values()) for row in found] == [
        ("p1", FIRST, 0, 1, 0, 0, 0, 0, 0),
        ("p1", SECOND, 1, 0, 1, 1, 1, 2, 40),
        ("p2", SECOND, 1, 1, 0, 1, 2, 4, 40),
    ]


def test_the_site_by_day(query: Query) -> None:
    found = query(
        "select event_day, events, bot_events, visitors, sessions, sessions_with_view, "
        "sessions_with_order, orders, revenue, net_revenue, conversion_rate "
        "from exports.export_site_daily where event_day < '2026-03-05' order by event_day"
    )

    assert [tuple(row.values()) for row in found] == [
        (FIRST, 2, 0, 1, 1, 1, 1, 0, 0, 0, 1),
        (SECOND, 13, 2, 3, 3, 2, 1, 2, 80, 30, Decimal("0.3333")),
        (date(2026, 3, 3), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ]


def test_rejections_count_arrivals_not_deliveries(query: Query) -> None:
    found = query(
        "select reason, arrivals, open_arrivals, recovered_arrivals, sample_pointer "
        "from marts.fct_rejections_daily order by reason"
    )

    assert [tuple(row.values()) for row in found] == [
        ("malformed", 2, 2, 0, "/type"),
        ("schema_violation", 1, 0, 1, "/type"),
        ("unknown_event", 1, 1, 0, "/type"),
    ]


def test_each_violation_of_a_rejected_arrival_has_a_row(query: Query) -> None:
    found = query(
        "select arrival_id, violation_number, keyword, expected, found_value "
        "from marts.fct_rejection_violations where reason = 'schema_violation'"
    )

    assert [tuple(row.values()) for row in found] == [
        ("shardId-000000000000:15:0", 1, "enum", "a", "b")
    ]


def test_every_column_that_a_model_has_is_described_and_no_other(target: Path) -> None:
    catalog = json.loads((target / "catalog.json").read_text())["nodes"]
    manifest = json.loads((target / "manifest.json").read_text())["nodes"]
    models = {key: node for key, node in manifest.items() if node["resource_type"] == "model"}

    assert models.keys() == catalog.keys()
    for key, node in models.items():
        described = {name for name, column in node["columns"].items() if column["description"]}
        assert described == set(catalog[key]["columns"]), key


def test_schemas_are_exactly_those_promised(target: Path) -> None:
    manifest = json.loads((target / "manifest.json").read_text())["nodes"]
    schemas = {node["schema"] for node in manifest.values() if node["resource_type"] == "model"}

    assert schemas == {"staging", "intermediate", "marts", "exports"}


def test_every_description_ends_in_its_grain(target: Path) -> None:
    manifest = json.loads((target / "manifest.json").read_text())["nodes"]
    for key, node in manifest.items():
        if node["resource_type"] == "model":
            last = node["description"].strip().split(". ")[-1]
            assert last.startswith("One row per "), key
