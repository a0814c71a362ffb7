"""Browser, operating system and device out of a user agent."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import Subject
from ingest_lambdas.collector.enrich.user_agent import compose, parse_user_agent
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


def test_an_app_states_what_its_user_agent_does_not_tell(subject: Callable[..., Subject]) -> None:
    stated = {"os": {"name": "Android", "version": "16"}, "device": {"model": "Pixel 11"}}
    find = compose(Settings())
    found = find(subject(user_agent="okhttp/4.12.0", context=stated))
    assert (found["os"], found["os_version"], found["device"]) == ("Android", "16", "Pixel 11")
    told = find(subject(user_agent=IPHONE, context=stated))
    assert (told["os"], told["os_version"]) == ("iOS", "17.5")
