"""A page's URL → its parts."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import NOTHING, Columns, Step, Subject, known

MOST_PARAMETERS = 100
_NOT_ALONE = frozenset("@:[]%")
_PORTS = {"http": 80, "https": 443}


class PageUrl(NamedTuple):
    """Parts of a URL; the first value of each query parameter counts."""

    scheme: str | None = None
    host: str | None = None
    port: int | None = None
    path: str | None = None
    query: str | None = None
    fragment: str | None = None
    parameters: Mapping[str, str] = MappingProxyType({})


NO_URL = PageUrl()


@lru_cache(maxsize=8192)
def split_page_url(url: str) -> PageUrl:
    """The parts of an absolute URL; NO_URL where it cannot be read as one."""
    try:
        parts = urlsplit(url)
        host, port = _authority(parts)
        parameters = _parameters(parts.query) if parts.query else {}
    except ValueError:
        return NO_URL
    return PageUrl(
        scheme=parts.scheme or None,
        host=host,
        port=(port or _PORTS.get(parts.scheme)) if host else None,
        path=parts.path or None,
        query=parts.query or None,
        fragment=parts.fragment or None,
        parameters=MappingProxyType(parameters),
    )


def compose(settings: Settings) -> Step:
    """The enrichment that fills `page_scheme`, `page_host` … `page_fragment`."""

    def find(subject: Subject) -> Columns:
        return _columns(subject.page_url) if subject.page_url else NOTHING

    return find


def _authority(parts: SplitResult) -> tuple[str | None, int | None]:
    """Host and port. Most URLs have the host alone, which needs no parsing."""
    netloc = parts.netloc
    if _NOT_ALONE.isdisjoint(netloc):
        return netloc.lower() or None, None
    return parts.hostname or None, parts.port


def _parameters(query: str) -> dict[str, str]:
    """Name → first value that is not empty. Raises ValueError where there are too many.

    What holds nothing escaped, as most queries do not, is cut up at a quarter of the cost.
    """
    if "%" in query or "+" in query:
        pairs = parse_qsl(query, max_num_fields=MOST_PARAMETERS)
        return dict(reversed(pairs))
    if query.count("&") >= MOST_PARAMETERS:
        raise ValueError("too many parameters")
    cut = [pair.partition("=") for pair in query.split("&")]
    return {name: value for name, _, value in reversed(cut) if value}


@lru_cache(maxsize=8192)
def _columns(url: str) -> Columns:
    parts = split_page_url(url)
    return known(
        {f"page_{name}": value for name, value in parts._asdict().items() if name != "parameters"}
    )
