"""What is read out of a call, and what not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.enrich.bots import is_bot
from ingest_lambdas.collector.enrich.campaign import CLICK_IDS, find_campaign
from ingest_lambdas.collector.enrich.ip_anonymisation import anonymise_ip
from ingest_lambdas.collector.enrich.page_url import NO_URL, split_page_url
from ingest_lambdas.collector.enrich.user_agent import parse_user_agent
from ingest_lambdas.contract.columns import EVENTS

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"  # noqa: E501
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"  # noqa: E501
IPAD = "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1"  # noqa: E501
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"  # noqa: E501
TABLET = "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"  # noqa: E501
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
DEVICE_TYPES = next(c.accepted for c in EVENTS.columns if c.name == "device_type")


@pytest.mark.parametrize(
    ("user_agent", "browser", "system", "device_type"),
    [
        (WINDOWS, "Chrome", "Windows", "desktop"),
        (IPHONE, "Mobile Safari", "iOS", "mobile"),
        (IPAD, "Mobile Safari", "iOS", "tablet"),
        (ANDROID, "Chrome Mobile", "Android", "mobile"),
        (TABLET, "Chrome", "Android", "tablet"),
        (GOOGLEBOT, "Googlebot", None, "bot"),
        ("analytics-python/2.4.0", None, None, "other"),
    ],
)
def test_user_agents(
    user_agent: str, browser: str | None, system: str | None, device_type: str
) -> None:
    client = parse_user_agent(user_agent)
    assert (client.browser, client.os, client.device_type) == (browser, system, device_type)


def test_versions_have_their_dots() -> None:
    client = parse_user_agent(IPHONE)
    assert (client.browser_version, client.os_version) == ("17.5", "17.5")


@given(st.text())
def test_any_text_has_a_device_type(user_agent: str) -> None:
    assert parse_user_agent(user_agent).device_type in DEVICE_TYPES


def test_crawlers_are_known() -> None:
    assert is_bot(GOOGLEBOT)
    assert not is_bot(WINDOWS)
    assert not is_bot("analytics-python/2.4.0")


def test_a_campaign_of_the_context_wins_over_the_urls() -> None:
    url = "https://s.example/?utm_source=url&utm_medium=cpc&utm_campaign=c&utm_term=t&utm_content="
    campaign = find_campaign({"source": "context"}, split_page_url(url).parameters)
    assert campaign[:5] == ("context", "cpc", "c", "t", None)


@pytest.mark.parametrize("name", CLICK_IDS)
def test_click_ids(name: str) -> None:
    campaign = find_campaign(None, split_page_url(f"https://s.example/?a=b&{name}=x-1").parameters)
    assert (campaign.click_id_name, campaign.click_id) == (name, "x-1")


def test_no_campaign_is_none() -> None:
    assert set(find_campaign("odd", {})) == {None}


def test_a_urls_parts() -> None:
    parts = split_page_url("https://user@Shop.example:8443/a/b?x=1&x=2&y=%C3%A9#frag")
    assert (parts.host, parts.path) == ("shop.example", "/a/b")
    assert dict(parts.parameters) == {"x": "1", "y": "é"}


@pytest.mark.parametrize("url", ["http://[", "https://s.example/?" + "a=b&" * 200])
def test_a_url_that_cannot_be_read(url: str) -> None:
    assert split_page_url(url) == NO_URL


@given(st.text())
def test_no_url_breaks_it(url: str) -> None:
    assert split_page_url(url).host != ""


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0"),
        (" 203.0.113.77 ", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("203.0.113.777", None),
        ("", None),
        (None, None),
        (12345, None),
    ],
)
def test_addresses_are_cut_to_their_network(address: object, kept: str | None) -> None:
    assert anonymise_ip(address) == kept
