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
    """One of them by its name in enrichments.toml.

    `of_context` says that what it finds hangs on nothing but the context, the page and the user
    agent: it is run once for all events that have these in common, and before the others.
    """

    name: str
    step: Step
    of_context: bool = False


Report = Callable[[str, Exception], None]
Failures = list[dict[str, str]]


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
    shared = {"page_url", "campaign", "referer", "user_agent"}
    if not declared.bots.ip_ranges:
        shared.add("bots")
    return tuple(Enrichment(name, makers[name](), name in shared) for name in enabled)


def enrich(subject: Subject, enrichments: tuple[Enrichment, ...], report: Report) -> Failures:
    """Fills the subject's columns; what failed, which the event is marked with, stops no other."""
    failures: Failures = []
    for name, step, _ in enrichments:
        try:
            if found := step(subject):
                subject.columns.update(found)
        except Exception as error:
            report(name, error)
            failures.append({"enrichment": name, "error": type(error).__name__[:LONGEST_ERROR]})
    return failures
