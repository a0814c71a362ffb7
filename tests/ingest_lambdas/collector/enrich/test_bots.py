"""Who is a robot: by name, by exception, by address."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.enrich.bots import Bots, compose
from ingest_lambdas.collector.enrich.subject import Subject

MakesSubject = Callable[..., Subject]
PERSON = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
RANGES = ("192.0.2.0/25", "192.0.2.128/26", "2001:db8::/32")


def is_bot(settings: Bots, subject: Subject) -> bool:
    return bool(compose(settings)(subject).get("is_bot"))


@pytest.mark.parametrize(
    ("settings", "user_agent", "expected"),
    [
        (Bots(), GOOGLEBOT, True),
        (Bots(), PERSON, False),
        (Bots(), "analytics-python/2.4.0", False),
        (Bots(public_list=False), GOOGLEBOT, False),
        (Bots(include=("ACME-monitor",)), "acme-Monitor/3", True),
        (Bots(exclude=("googlebot",)), GOOGLEBOT, False),
        (Bots(include=("googlebot",), exclude=("googlebot",)), GOOGLEBOT, False),
    ],
)
def test_by_name(subject: MakesSubject, settings: Bots, user_agent: str, expected: bool) -> None:
    assert is_bot(settings, subject(user_agent=user_agent)) is expected


def test_what_the_user_agents_parser_calls_a_robot_is_one(subject: MakesSubject) -> None:
    told = subject(user_agent="something-new/1.0", columns={"device_type": "bot"})
    assert is_bot(Bots(), told)
    assert not is_bot(Bots(exclude=("something-new",)), told)


@given(st.ip_addresses())
def test_by_address(subject: MakesSubject, address: object) -> None:
    expected = any(ip_address(str(address)) in ip_network(each) for each in RANGES)
    settings = Bots(ip_ranges=RANGES)
    assert is_bot(settings, subject(user_agent=PERSON, ip=str(address))) is expected


@pytest.mark.parametrize("address", ["192.0.2.0", "192.0.2.191", " 192.0.2.7 ", "2001:db8::1"])
def test_the_ends_of_a_range_belong_to_it(subject: MakesSubject, address: str) -> None:
    assert is_bot(Bots(ip_ranges=RANGES), subject(ip=address))


@given(st.text())
def test_no_text_breaks_it(subject: MakesSubject, text: str) -> None:
    compose(Bots(ip_ranges=RANGES, include=("x",)))(subject(user_agent=text, ip=text))
