"""Real MaxMind databases, as far as their makers give them to test with."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.collector.enrich.geo_ip import GeoIp, compose
from ingest_lambdas.collector.enrich.subject import Subject

CITY, COUNTRY, ASN = (f"GeoLite2-{name}-Test.mmdb" for name in ("City", "Country", "ASN"))
ISP, ANONYMOUS = (f"GeoIP2-{name}-Test.mmdb" for name in ("ISP", "Anonymous-IP"))
LONDON = {
    "geo_country": "GB",
    "geo_region": "ENG",
    "geo_region_name": "England",
    "geo_city": "London",
    "geo_timezone": "Europe/London",
}


@pytest.fixture
def maxmind(reference_folder: Callable[[str], Path]) -> Path:
    return reference_folder("maxmind_test")


def find(maxmind: Path, ip: str | None, *databases: str, **settings: Any) -> dict[str, Any]:
    event = Subject({}, {}, None, None, None, ip, date(2026, 10, 30))
    return dict(compose(GeoIp(databases=databases, **settings), maxmind)(event))


def test_a_city(maxmind: Path) -> None:
    assert find(maxmind, "81.2.69.142", CITY) == LONDON
    assert find(maxmind, "::ffff:81.2.69.142", CITY) == LONDON


def test_coordinates_only_when_asked_for_and_rounded(maxmind: Path) -> None:
    found = find(maxmind, "81.2.69.142", CITY, coordinate_decimals=1)
    assert (found["geo_latitude"], found["geo_longitude"]) == (51.5, -0.1)


def test_names_in_another_language(maxmind: Path) -> None:
    assert find(maxmind, "81.2.69.142", CITY, language="fr")["geo_city"] == "Londres"
    assert find(maxmind, "216.160.83.56", CITY, language="fr")["geo_city"] == "Milton"


def test_a_postal_code_is_never_kept(maxmind: Path) -> None:
    found = find(maxmind, "216.160.83.56", CITY, coordinate_decimals=2)
    assert "98354" not in found.values()


def test_several_databases_add_to_each_other_the_first_winning(maxmind: Path) -> None:
    telstra = {"geo_asn": 1221, "geo_isp": "Telstra Pty Ltd"}
    assert find(maxmind, "1.128.0.1", ASN) == telstra
    assert find(maxmind, "1.128.0.1", ISP, ASN)["geo_isp"] == "Telstra Internet"
    assert find(maxmind, "1.128.0.1", ASN, ISP) == telstra
    both = find(maxmind, "81.2.69.142", COUNTRY, ANONYMOUS)
    assert both == {"geo_country": "GB", "is_anonymous_ip": True}


def test_the_packaged_countries_fill_what_a_database_lacks(maxmind: Path) -> None:
    assert find(maxmind, "81.2.69.142", CITY, "packaged") == LONDON
    assert find(maxmind, "193.99.144.85", CITY, "packaged") == {"geo_country": "DE"}


@pytest.mark.parametrize("ip", [None, "10.0.0.1", "203.0.113.7", "::1", "no address"])
def test_an_address_of_nowhere(maxmind: Path, ip: str | None) -> None:
    assert find(maxmind, ip, CITY, ISP, "packaged") == {}
