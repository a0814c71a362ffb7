"""Which campaign led to the page: from the SDK's context, else from the page URL's parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from ingest_lambdas.collector.enrich.page_url import split_page_url
from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import NOTHING, Columns, Step, Subject, known

CLICK_IDS: Mapping[str, str] = {
    "gclid": "Google",
    "gbraid": "Google",
    "wbraid": "Google",
    "dclid": "Google",
    "fbclid": "Meta",
    "msclkid": "Microsoft",
    "ttclid": "TikTok",
    "twclid": "X",
    "li_fat_id": "LinkedIn",
    "epik": "Pinterest",
    "ScCid": "Snapchat",
    "rdt_cid": "Reddit",
    "irclickid": "impact.com",
    "yclid": "Yandex",
}


@dataclass(frozen=True)
class Campaigns(Settings):
    """Which parameters of a page's URL tell of it; the first one that is there counts.

    `click_ids` maps parameters to ad networks, over the known ones; an empty network takes a
    known one out.
    """

    source: tuple[str, ...] = ("utm_source",)
    medium: tuple[str, ...] = ("utm_medium",)
    name: tuple[str, ...] = ("utm_campaign",)
    term: tuple[str, ...] = ("utm_term",)
    content: tuple[str, ...] = ("utm_content",)
    click_ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def networks(self) -> dict[str, str]:
        """Click ids' parameters with their ad networks."""
        both = {**CLICK_IDS, **self.click_ids}
        return {parameter: network for parameter, network in both.items() if network}


class Campaign(NamedTuple):
    """The five UTM values and the ad network's click id."""

    campaign_source: str | None = None
    campaign_medium: str | None = None
    campaign_name: str | None = None
    campaign_term: str | None = None
    campaign_content: str | None = None
    click_id_name: str | None = None
    click_id: str | None = None
    click_id_network: str | None = None


def compose(settings: Campaigns) -> Step:
    """The enrichment that fills `campaign_source` … `click_id_network`."""
    networks = settings.networks
    telling = frozenset(
        (*settings.source, *settings.medium, *settings.name, *settings.term, *settings.content)
    ).union(networks)

    def told_by(stated: Any, parameters: Mapping[str, str]) -> Columns:
        return known(find_campaign(stated, parameters, settings, networks)._asdict())

    @lru_cache(maxsize=8192)
    def of_url(url: str) -> Columns:
        parameters = split_page_url(url).parameters
        return NOTHING if telling.isdisjoint(parameters) else told_by(None, parameters)

    def find(subject: Subject) -> Columns:
        stated = subject.context.get("campaign")
        url = subject.page_url
        if not stated:
            return of_url(url) if url else NOTHING
        return told_by(stated, split_page_url(url).parameters if url else {})

    return find


def find_campaign(
    stated: Any, parameters: Mapping[str, str], settings: Campaigns, networks: Mapping[str, str]
) -> Campaign:
    """The campaign; a value in the context wins over the same one in the URL."""
    given = stated if isinstance(stated, dict) else {}

    def value(name: str, names: tuple[str, ...]) -> str | None:
        told = given.get(name)
        told = told if isinstance(told, str) else None
        return told or next((parameters[n] for n in names if parameters.get(n)), None)

    clicked = next((name for name in networks if parameters.get(name)), None)
    return Campaign(
        value("source", settings.source),
        value("medium", settings.medium),
        value("name", settings.name),
        value("term", settings.term),
        value("content", settings.content),
        clicked,
        parameters[clicked] if clicked else None,
        networks[clicked] if clicked else None,
    )
