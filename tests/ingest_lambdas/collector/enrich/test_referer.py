"""What kind of place led to a page."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.enrich.referer import Referers, compose, known_places
from ingest_lambdas.collector.enrich.subject import Subject
from ingest_lambdas.contract.columns import MEDIUMS

MakesSubject = Callable[..., Subject]
PAGE = "https://www.shop.example/basket"


def find(subject: Subject, settings: Referers | None = None) -> tuple[str | None, ...]:
    found = compose(settings or Referers())(subject)
    return tuple(found.get(f"referer_{part}") for part in ("medium", "source", "term"))


@pytest.mark.parametrize(
    ("referrer", "expected"),
    [
        ("https://www.google.com/", ("search", "Google", None)),
        ("https://www.google.co.uk/search?q=red+lipstick", ("search", "Google", "red lipstick")),
        ("https://images.google.de/?q=a", ("search", "Google Images", "a")),
        ("https://mail.google.com/mail/u/0", ("email", "Gmail", None)),
        ("android-app://com.google.android.gm/", ("email", "Gmail", None)),
        ("https://de.search.yahoo.com/search?p=nail", ("search", "Yahoo!", "nail")),
        ("https://mail.yahoo.co.jp/", ("email", "Yahoo! Mail", None)),
        ("https://l.facebook.com/l.php?u=x", ("social", "Facebook", None)),
        ("https://t.co/abc", ("social", "X", None)),
        ("https://googleads.g.doubleclick.net/pagead", ("paid", "Google Ads", None)),
        ("https://duckduckgo.com/?q=%20", ("search", "DuckDuckGo", " ")),
        ("https://a-blog.example/post", ("unknown", None, None)),
        ("https://google.evil.example/", ("unknown", None, None)),
        ("https://notfacebook.com/", ("unknown", None, None)),
        ("https://shop.example/", ("internal", None, None)),
        ("https://www.shop.example/x", ("internal", None, None)),
        ("https://other.shop.example/x", ("unknown", None, None)),
        ("http://[", (None, None, None)),
        ("about:blank", (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_known_places(
    subject: MakesSubject, referrer: str | None, expected: tuple[str | None, ...]
) -> None:
    assert find(subject(page_url=PAGE, page_referrer=referrer)) == expected


def test_own_domains_and_further_hosts(subject: MakesSubject) -> None:
    settings = Referers(
        internal_domains=("shop-checkout.example",),
        hosts={"club.example": "social Our Club", "google.*": "unknown The Big One"},
    )
    expected = {
        "https://pay.shop-checkout.example/": ("internal", None, None),
        "https://m.club.example/": ("social", "Our Club", None),
        "https://google.fr/": ("unknown", "The Big One", None),
    }
    for referrer, told in expected.items():
        assert find(subject(page_url=PAGE, page_referrer=referrer), settings) == told


def test_the_list_holds_known_mediums_and_hosts_in_lower_case() -> None:
    places = known_places()
    assert {place.medium for place in places.values()} <= set(MEDIUMS)
    assert all(host == host.lower() and "/" not in host for host in places)


@given(st.none() | st.text(), st.text())
def test_no_text_breaks_it(subject: MakesSubject, url: str | None, referrer: str) -> None:
    medium, _, _ = find(subject(page_url=url, page_referrer=referrer))
    assert medium in (None, *MEDIUMS)
