"""Addresses, cut to their network."""

from collections.abc import Callable
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.enrich.ip_anonymisation import (
    IpAnonymisation,
    anonymise_ip,
    compose,
)
from ingest_lambdas.collector.enrich.subject import Subject


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0"),
        (" 203.0.113.77 ", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("203.0.113.777", None),
        ("", None),
    ],
)
def test_addresses_are_cut_to_their_network(address: str, kept: str | None) -> None:
    assert anonymise_ip(address) == kept


@pytest.mark.parametrize(
    ("octets", "segments", "kept"),
    [(2, 7, ("203.0.0.0", "2001::")), (4, 8, ("0.0.0.0", "::")), (1, 1, ("203.0.113.0",) * 1)],
)
def test_how_much_goes_is_configured(octets: int, segments: int, kept: tuple[str, ...]) -> None:
    settings = IpAnonymisation(ipv4_octets=octets, ipv6_segments=segments)
    addresses = ("203.0.113.77", "2001:db8:1:2:3:4:5:6")[: len(kept)]
    assert tuple(anonymise_ip(each, settings) for each in addresses) == kept


@given(st.ip_addresses() | st.text())
def test_no_whole_address_is_kept(subject: Callable[..., Subject], given: object) -> None:
    kept = compose(IpAnonymisation())(subject(ip=str(given))).get("ip")
    if kept is not None:
        assert int(ip_address(kept)) & 0xFF == 0
