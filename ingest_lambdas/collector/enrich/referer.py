"""A page's referrer → what kind of place led to it, which one, and what was searched for there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import orjson

from ingest_lambdas.collector.enrich.page_url import split_page_url
from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import NOTHING, Columns, Step, Subject, known
from ingest_lambdas.contract.columns import MEDIUMS

KNOWN = Path(__file__).with_name("referers.json")
INTERNAL, UNKNOWN = "internal", "unknown"
ANY_SUFFIX = ".*"
# What stands before a country's code in a registrable domain, as in google.co.uk.
_SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"})


class Place(NamedTuple):
    """A site that links to others; `terms` are its parameters that hold what was searched for."""

    medium: str
    source: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Referers(Settings):
    """`internal_domains` are one's own, their subdomains included.

    `hosts` maps further hosts, or name.* for any ending, to a medium and a source's name:
    "social Our Club".
    """

    internal_domains: tuple[str, ...] = ()
    hosts: Mapping[str, str] = field(default_factory=dict)

    def faults(self) -> Iterator[str]:
        """Each host needs a medium and a name."""
        for host, told in self.hosts.items():
            medium, _, source = told.partition(" ")
            if medium not in MEDIUMS or not source:
                mediums = ", ".join(MEDIUMS)
                yield f"hosts: {host} needs one of {mediums}, a blank and the source's name"


def compose(settings: Referers) -> Step:
    """The enrichment that fills `referer_host`, `referer_medium`, `referer_source`, `referer_term`.

    The lists are read when a referrer first comes.
    """
    places = cache(lambda: {**known_places(), **_declared(settings.hosts)})

    @lru_cache(maxsize=8192)
    def of_host(host: str) -> Place | None:
        return find_place(host, places())

    @lru_cache(maxsize=8192)
    def of_referrer(referrer: str, page_host: str | None) -> Columns:
        parts = split_page_url(referrer)
        if parts.host is None:
            return NOTHING
        if _is_internal(parts.host, page_host, settings.internal_domains):
            return {"referer_host": parts.host, "referer_medium": INTERNAL}
        place = of_host(parts.host) or Place(UNKNOWN, "")
        found = {
            "referer_host": parts.host,
            "referer_medium": place.medium,
            "referer_source": place.source or None,
            "referer_term": next(filter(None, map(parts.parameters.get, place.terms)), None),
        }
        return known(found)

    def find(subject: Subject) -> Columns:
        if not subject.page_referrer:
            return NOTHING
        page = split_page_url(subject.page_url).host if subject.page_url else None
        return of_referrer(subject.page_referrer, page)

    return find


def find_place(host: str, places: Mapping[str, Place]) -> Place | None:
    """The place of a host, else of the nearest domain above it."""
    labels = host.split(".")
    for start in range(len(labels)):
        rest = labels[start:]
        found = places.get(".".join(rest)) or places.get(_without_ending(rest))
        if found:
            return found
    return None


def known_places() -> dict[str, Place]:
    """The list that ships with the code: host → place."""
    return {
        host: Place(medium, source, tuple(told.get("terms", ())))
        for medium, sources in orjson.loads(KNOWN.read_bytes()).items()
        for source, told in sources.items()
        for host in told["hosts"]
    }


def _declared(hosts: Mapping[str, str]) -> dict[str, Place]:
    told = {host: text.partition(" ") for host, text in hosts.items()}
    return {host: Place(medium, source) for host, (medium, _, source) in told.items()}


def _without_ending(labels: list[str]) -> str:
    """google.* for google.com and for google.co.uk; empty where nothing is left."""
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
    name = labels[: -2 if country else -1]
    return ".".join(name) + ANY_SUFFIX if name else ""


def _is_internal(host: str, page_host: str | None, domains: tuple[str, ...]) -> bool:
    if page_host and host.removeprefix("www.") == page_host.removeprefix("www."):
        return True
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
