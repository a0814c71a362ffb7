"""The enabled enrichments, composed once, and run over an event one after the other."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

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
Scope = Literal["context", "address", "event"]
_SCOPES: dict[str, Scope] = {
    "page_url": "context",
    "campaign": "context",
    "referer": "context",
    "user_agent": "context",
    "bots": "context",
    "geo_ip": "address",
    "ip_anonymisation": "address",
}


class Enrichment(NamedTuple):
    """One of them by its name in enrichments.toml.

    `scope` says what it finds hangs on: nothing but the context, the page and the user agent, or
    nothing but the address, or the event as a whole. It is run once for all events that have that
    in common; those of the context go first, those of the event last.
    """

    name: str
    step: Step
    scope: Scope = "event"


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
    by_address: dict[str, Scope] = {"bots": "event"} if declared.bots.ip_ranges else {}
    scopes = _SCOPES | by_address
    return tuple(Enrichment(name, makers[name](), scopes.get(name, "event")) for name in enabled)


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
