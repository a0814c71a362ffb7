"""The enabled enrichments, composed once, and run over an event one after the other."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ingest_lambdas.collector.enrich import (
    bots,
    campaign,
    currency,
    geo_ip,
    ip_anonymisation,
    page_url,
    referer,
    user_agent,
)
from ingest_lambdas.collector.enrich.declarations import Declared
from ingest_lambdas.collector.enrich.subject import Step, Subject

LONGEST_ERROR = 64


class Enrichment(NamedTuple):
    """One of them by its name in enrichments.toml."""

    name: str
    step: Step


Report = Callable[[str, Exception], None]


def compose(declared: Declared, folder: Path) -> tuple[Enrichment, ...]:
    """The enabled enrichments in the order in which they build on each other.

    Bots are known after the user agent; the address is looked up whole.
    """
    makers: dict[str, Callable[[], Step]] = {
        "page_url": lambda: page_url.compose(declared.page_url),
        "campaign": lambda: campaign.compose(declared.campaign),
        "referer": lambda: referer.compose(declared.referer),
        "user_agent": lambda: user_agent.compose(declared.user_agent),
        "bots": lambda: bots.compose(declared.bots),
        "geo_ip": lambda: geo_ip.compose(declared.geo_ip, folder),
        "ip_anonymisation": lambda: ip_anonymisation.compose(declared.ip_anonymisation),
        "currency": lambda: currency.compose(declared.currency, folder),
    }
    enabled = (name for name in makers if getattr(declared, name).enabled)
    return tuple(Enrichment(name, makers[name]()) for name in enabled)


def enrich(subject: Subject, enrichments: tuple[Enrichment, ...], report: Report) -> None:
    """Fills the subject's columns. What fails marks the event, and the rest goes on."""
    failures = []
    for name, step in enrichments:
        try:
            if found := step(subject):
                subject.columns.update(found)
        except Exception as error:
            report(name, error)
            failures.append({"enrichment": name, "error": type(error).__name__[:LONGEST_ERROR]})
    if failures:
        subject.columns["enrichment_failures"] = failures
