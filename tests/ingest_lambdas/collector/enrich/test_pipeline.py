"""Enrichments one after the other: what fails marks the event and stops nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest_lambdas.collector.enrich.declarations import Declared
from ingest_lambdas.collector.enrich.pipeline import Enrichment, compose, enrich
from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import Subject


def fail(subject: Subject) -> dict[str, Any]:
    raise ZeroDivisionError("of ada@example.com")


def test_what_fails_marks_the_event_and_the_others_go_on(subject: Callable[..., Subject]) -> None:
    told: list[tuple[str, str]] = []
    event = subject(columns={"given": 1})
    steps = (
        Enrichment("one", lambda each: {"a": 1}),
        Enrichment("two", fail),
        Enrichment("three", lambda each: {"b": each.columns["a"] + 1}),
    )
    failures = enrich(event, steps, lambda name, error: told.append((name, str(error))))
    assert event.columns == {"given": 1, "a": 1, "b": 2}
    assert failures == [{"enrichment": "two", "error": "ZeroDivisionError"}]
    assert told == [("two", "of ada@example.com")]


def test_only_what_is_enabled_is_composed() -> None:
    off = Settings(enabled=False)
    every = [each.name for each in compose(Declared(), Path())]
    without = [each.name for each in compose(Declared(page_url=off, user_agent=off), Path())]
    assert sorted({*every} - {*without}) == ["page_url", "user_agent"]
    assert "ip_anonymisation" in without
