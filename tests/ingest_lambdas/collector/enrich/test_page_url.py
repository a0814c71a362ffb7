"""A page's URL in parts."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.enrich.page_url import NO_URL, compose, split_page_url
from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import Subject


def test_a_urls_parts() -> None:
    parts = split_page_url("https://user@Shop.example:8443/a/b?x=1&x=2&y=%C3%A9#frag")
    assert parts[:-1] == ("https", "shop.example", 8443, "/a/b", "x=1&x=2&y=%C3%A9", "frag")
    assert dict(parts.parameters) == {"x": "1", "y": "é"}


@pytest.mark.parametrize(
    ("url", "port"),
    [("https://s.example/", 443), ("http://s.example/", 80), ("app://s.example/", None)],
)
def test_a_port_that_goes_without_saying(url: str, port: int | None) -> None:
    assert split_page_url(url).port == port


@pytest.mark.parametrize(
    "url", ["http://[", "https://s.example/?" + "a=b&" * 200, "https://s.example:99999/"]
)
def test_a_url_that_cannot_be_read(url: str) -> None:
    assert split_page_url(url) == NO_URL


@given(st.lists(st.sampled_from(["a", "=", "&", "b=1", "a=2", "%41", "+", ";"])).map("".join))
def test_parameters_are_those_of_the_standard_library(query: str) -> None:
    expected = dict(reversed(parse_qsl(query)))
    assert dict(split_page_url(f"https://s.example/?{query}").parameters) == expected


@given(st.text(alphabet="aB.:@[]0", max_size=12))
def test_a_host_is_that_of_the_standard_library(netloc: str) -> None:
    try:
        parts = urlsplit(f"https://{netloc}/")
        expected = (parts.hostname or None, parts.hostname and (parts.port or 443))
    except ValueError:
        expected = (None, None)
    found = split_page_url(f"https://{netloc}/")
    assert (found.host, found.port) == (expected[0], expected[1] or None)


@given(st.text())
def test_no_url_breaks_it(subject: Callable[..., Subject], url: str) -> None:
    found = compose(Settings())(subject(page_url=url))
    assert "" not in found.values()
    assert found.get("page_port", 0) in range(65_536)
