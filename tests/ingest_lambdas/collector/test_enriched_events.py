"""Every enrichment on, from records to lines."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.collector import enrichments
from ingest_lambdas.collector.enrich.pipeline import Enrichment
from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS

Make = Callable[..., Any]
SETTINGS = """
[referer]
internal_domains = ["pay.example"]
[campaign.click_ids]
sznclid = "Seznam"
[bots]
include = ["acme-monitor"]
ip_ranges = ["198.51.100.0/24"]
[currency]
rates = "rates.csv"
base = "EUR"
[personal_fields]
personal = ["gift_note"]
[personal_fields.sources.web-shop]
not_personal = ["properties.recipient"]
[consent.purposes]
Advertising = "strip"
Analytics = "drop"
"""
URL = "https://www.shop.example/p?utm_source=paper&sznclid=s-1#top"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0 Safari/537.36"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    (tmp_path / "rates.csv").write_text("date,currency,rate\n2026-11-20,USD,1.25\n")
    file = tmp_path / "enrichments.toml"
    file.write_text(SETTINGS)
    return file


@pytest.fixture
def order(track: Make) -> Make:
    def make(name: str = "m-1", preferences: dict[str, bool] | None = None, **context: Any) -> Any:
        consent = {"consent": {"categoryPreferences": preferences}} if preferences else {}
        page = {"url": URL, "referrer": "https://www.google.de/search?q=lipstick"}
        return track(
            event="Order Completed",
            messageId=name,
            properties={
                "order_id": "o-1", "revenue": 25, "currency": "USD", "products": [],
                "gift_note": "with love", "recipient": "Ada",
            },
            context={"page": page, "ip": "193.99.144.85", **consent, **context},
        )  # fmt: skip

    return make


def collected(made: Any, event: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """Good lines by their event's id, and the rejected ones."""
    assert made.collect(event) == []
    return {line["event_id"]: line for line in made.validated.lines()}, made.rejected.lines()


def test_everything_on(
    bench: Make, settings: Path, kinesis_event: Make, raw_record: Make, order: Make
) -> None:
    [line] = collected(bench(settings), kinesis_event(raw_record({"batch": [order()]})))[0].values()
    expected = {
        "page_scheme": "https",
        "page_host": "www.shop.example",
        "page_port": 443,
        "page_query": "utm_source=paper&sznclid=s-1",
        "page_fragment": "top",
        "campaign_source": "paper",
        "click_id_name": "sznclid",
        "click_id_network": "Seznam",
        "referer_host": "www.google.de",
        "referer_medium": "search",
        "referer_source": "Google",
        "referer_term": "lipstick",
        "browser": "Chrome",
        "is_bot": False,
        "geo_country": "DE",
        "ip": "193.99.144.0",
        "revenue_base": 20.0,
        "base_currency": "EUR",
        "rate_date": "2026-11-20",
        "exchange_rate": 0.8,
    }
    assert {name: line.get(name) for name in expected} == expected
    assert line.keys() <= {column.name for column in EVENTS.columns}
    assert "enrichment_failures" not in line and "consent_refused" not in line
    assert line["properties"]["recipient"] == "Ada"
    assert len(line["properties"]["gift_note"]) == 64
    assert "193.99.144.85" not in json.dumps(line)


def test_no_consent_leaves_a_tombstone_and_nothing_else(
    bench: Make, settings: Path, kinesis_event: Make, raw_record: Make, order: Make
) -> None:
    refused = {"Analytics": False}
    off_plan = {**order("m-2", refused), "event": "Off Plan"}
    body = {"batch": [order("m-1"), order("m-0", refused), off_plan, order("m-3")]}
    good, rejected = collected(bench(settings), kinesis_event(raw_record(body)))
    assert good.keys() == {"m-1", "m-3"}
    for index, tombstone in enumerate(rejected, start=1):
        assert tombstone == {
            "arrival_id": f"shardId-000000000001:100:{index}",
            "source": "web-shop",
            "protocol": "segment",
            "reason": "consent_dropped",
            "violations": [],
            "received_at": "2026-11-23T22:44:00.123Z",
            "attempt": 0,
            "consent_refused": "Analytics",
        }
        assert tombstone.keys() <= {column.name for column in REJECTED_EVENTS.columns}
    assert len(rejected) == 2


def test_a_stripped_event_is_the_same_event_without_its_person(
    bench: Make, settings: Path, kinesis_event: Make, raw_record: Make, order: Make
) -> None:
    item = order("m-1", {"Advertising": False}, userAgent=CHROME)
    event = kinesis_event(raw_record({"batch": [{**item, "userId": "customer-1"}]}))
    stripped = collected(bench(settings), event)[0]["m-1"]
    settings.write_text(SETTINGS.partition("[consent.purposes]")[0])
    whole = collected(bench(settings), event)[0]["m-1"]
    assert stripped["event_key"] == whole["event_key"]
    assert stripped["consent_refused"] == "Advertising"
    gone = {"anonymous_id", "user_id", "ip", "user_agent", "geo_country", "click_id", "browser"}
    assert not gone & stripped.keys()
    assert stripped["visitor_id"] not in (whole["visitor_id"], whole["user_id"])
    assert stripped["page_url"] == "https://www.shop.example/p?utm_source=paper#top"
    assert "gift_note" not in stripped["properties"]
    assert stripped["properties"]["order_id"] == "o-1"
    kept = json.dumps(stripped)
    assert whole["anonymous_id"] not in kept and whole["user_id"] not in kept


def test_settings_change_no_identity(
    bench: Make, settings: Path, kinesis_event: Make, raw_record: Make, order: Make
) -> None:
    event = kinesis_event(raw_record({"batch": [order()]}))
    before = collected(bench(settings), event)[0]["m-1"]
    tables = ("page_url", "campaign", "referer", "user_agent", "bots", "geo_ip", "currency")
    settings.write_text("\n".join(f"[{name}]\nenabled = false" for name in tables))
    after = collected(bench(settings), event)[0]["m-1"]
    off = {"page_host", "campaign_source", "referer_medium", "browser", "geo_country", "rate_date"}
    assert off <= before.keys() and not off & after.keys()
    # Fields that are personal are hidden before the content is hashed: those settings do count.
    settings.write_text(
        '[personal_fields]\npersonal = ["gift_note"]\nnot_personal = ["properties.recipient"]\n'
    )
    assert collected(bench(settings), event)[0]["m-1"]["event_key"] == before["event_key"]


def test_an_enrichment_that_fails_loses_neither_the_event_nor_its_neighbours(
    bench: Make,
    kinesis_event: Make,
    raw_record: Make,
    order: Make,
    settings: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def step(subject: Any) -> dict[str, Any]:
        if subject.properties["order_id"] == "o-2":
            raise ZeroDivisionError
        return {"geo_city": "Rome"}

    made = bench(settings)
    terms = made.collector._judge._terms
    composed = terms._enrichments()
    steps = (Enrichment("breaking", step), *composed.steps)
    terms._enrichments = lambda: enrichments.Enrichments(
        composed.decide_consent, composed.strip, composed.personal_fields, steps
    )
    broken = order("m-2")
    broken["properties"] |= {"order_id": "o-2", "currency": "QQQ"}
    event = kinesis_event(raw_record({"batch": [order("m-1"), broken, order("m-3")]}))
    good, rejected = collected(made, event)
    assert (good.keys(), rejected) == ({"m-1", "m-2", "m-3"}, [])
    assert good["m-2"]["enrichment_failures"] == [
        {"enrichment": "breaking", "error": "ZeroDivisionError"},
        {"enrichment": "currency", "error": "NoRate"},
    ]
    assert good["m-2"]["referer_medium"] == "search"
    assert [good[name]["geo_city"] for name in ("m-1", "m-3")] == ["Rome", "Rome"]
    assert "enrichment_failures" not in good["m-3"]
    metrics = next(line for line in capsys.readouterr().out.splitlines() if "_aws" in line)
    assert json.loads(metrics)["enrichment_failures"] == 2


def test_a_robot_by_its_address_and_a_changed_file(
    bench: Make, settings: Path, kinesis_event: Make, raw_record: Make, order: Make
) -> None:
    made = bench(settings)
    event = kinesis_event(raw_record({"batch": [order(ip="198.51.100.7", userAgent=CHROME)]}))
    [line] = collected(made, event)[0].values()
    assert (line["is_bot"], line["device_type"]) == (True, "bot")
    settings.write_text("[bots]\nip_ranges = []\n")
    os.utime(settings, ns=(1, 1))
    assert made.collect(event) == []
    assert [line["is_bot"] for line in made.validated.lines()] == [True, False]


def test_what_a_schema_complains_of_is_not_quoted_where_it_is_personal(
    bench: Make, settings: Path, kinesis_event: Make, raw_record: Make, order: Make
) -> None:
    settings.write_text('[personal_fields]\npersonal = ["revenue"]\n')
    item = order()
    item["properties"] |= {"revenue": "a secret", "total": "no secret"}
    _, [line] = collected(bench(settings), kinesis_event(raw_record({"batch": [item]})))
    found = {v["pointer"]: v["found"] for v in line["violations"]}
    assert found == {"/properties/revenue": "a personal value", "/properties/total": '"no secret"'}
