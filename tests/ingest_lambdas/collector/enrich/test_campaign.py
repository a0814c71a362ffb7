"""Campaigns and click ids."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.enrich.campaign import CLICK_IDS, Campaigns, compose
from ingest_lambdas.collector.enrich.subject import Subject

MakesSubject = Callable[..., Subject]


def found(settings: Campaigns, subject: Subject) -> dict[str, Any]:
    return {name: value for name, value in compose(settings)(subject).items() if value}


def test_a_campaign_of_the_context_wins_over_the_urls(subject: MakesSubject) -> None:
    url = "https://s.example/?utm_source=url&utm_medium=cpc&utm_campaign=c&utm_term=t&utm_content="
    told = subject(page_url=url, context={"campaign": {"source": "context", "term": 5}})
    assert found(Campaigns(), told) == {
        "campaign_source": "context",
        "campaign_medium": "cpc",
        "campaign_name": "c",
        "campaign_term": "t",
    }


@pytest.mark.parametrize(("name", "network"), CLICK_IDS.items())
def test_click_ids(subject: MakesSubject, name: str, network: str) -> None:
    assert found(Campaigns(), subject(page_url=f"https://s.example/?a=b&{name}=x-1")) == {
        "click_id_name": name,
        "click_id": "x-1",
        "click_id_network": network,
    }


def test_parameters_are_configured(subject: MakesSubject) -> None:
    settings = Campaigns(
        source=("utm_source", "mtm_source"), click_ids={"sznclid": "Seznam", "gclid": ""}
    )
    url = "https://s.example/?mtm_source=paper&gclid=1&sznclid=2"
    assert found(settings, subject(page_url=url)) == {
        "campaign_source": "paper",
        "click_id_name": "sznclid",
        "click_id": "2",
        "click_id_network": "Seznam",
    }


@given(st.none() | st.text(), st.none() | st.text() | st.dictionaries(st.text(), st.text()))
def test_nothing_breaks_it(subject: MakesSubject, url: str | None, campaign: Any) -> None:
    told = subject(page_url=url, context={"campaign": campaign})
    values = compose(Campaigns())(told).values()
    assert all(value is None or isinstance(value, str) for value in values)
