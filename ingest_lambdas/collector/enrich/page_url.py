"""A page's URL → its parts."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

MOST_PARAMETERS = 100


class PageUrl(NamedTuple):
    """Parts of a URL; the first value of each query parameter counts."""

    host: str | None
    path: str | None
    parameters: Mapping[str, str]


NO_URL = PageUrl(None, None, MappingProxyType({}))


@lru_cache(maxsize=4096)
def split_page_url(url: str) -> PageUrl:
    """The parts of an absolute URL; NO_URL where it cannot be read as one."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        parameters = parse_qsl(parts.query, max_num_fields=MOST_PARAMETERS) if parts.query else []
    except ValueError:
        return NO_URL
    return PageUrl(host or None, parts.path or None, MappingProxyType(dict(reversed(parameters))))
