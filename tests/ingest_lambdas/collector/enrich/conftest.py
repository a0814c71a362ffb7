"""An event as enrichments see it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ingest_lambdas.collector.enrich.subject import Subject


def _subject(**fields: Any) -> Subject:
    nothing = {
        "context": {},
        "properties": {},
        "page_url": None,
        "page_referrer": None,
        "user_agent": None,
        "ip": None,
        "event_day": date(2026, 10, 30),
    }
    return Subject(**{**nothing, **fields})


@pytest.fixture(scope="session")
def subject() -> Callable[..., Subject]:
    return _subject
