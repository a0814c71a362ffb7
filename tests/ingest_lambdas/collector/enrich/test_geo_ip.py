"""Where an address is, by the packaged list of countries and by any maker's records."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.enrich.geo_ip import GeoIp, compose, read_record
from ingest_lambdas.collector.enrich.subject import Subject
from ingest_lambdas.contract.columns import EVENTS

MakesSubject = Callable[..., Subject]
COLUMNS = {column.name for column in EVENTS.columns}


def find(subject: Subject) -> dict[str, Any]:
    return dict(compose(GeoIp(), Path())(subject))


@pytest.mark.parametrize(
    ("ip", "country"),
    [
        ("193.99.144.85", "DE"),
        ("::ffff:193.99.144.85", "DE"),
        ("2001:4860:4860::8888", "US"),
        ("10.0.0.1", None),
        ("no address", None),
        (None, None),
    ],
)
def test_the_packaged_countries(subject: MakesSubject, ip: str | None, country: str | None) -> None:
    assert find(subject(ip=ip)).get("geo_country") == country


def test_other_makers_names() -> None:
    flat = {"country_code": "FR", "asn": "AS3215", "as_name": "Orange", "region": "Bretagne"}
    assert read_record(flat, GeoIp()) == {
        "geo_country": "FR",
        "geo_asn": 3215,
        "geo_isp": "Orange",
        "geo_region_name": "Bretagne",
    }


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
keys = st.sampled_from(
    ["country", "city", "location", "subdivisions", "asn", "isp", "is_anonymous", "region"]
)


@given(st.dictionaries(keys | st.text(), values))
def test_any_record_gives_columns_of_the_right_types(record: dict[str, Any]) -> None:
    found = read_record(record, GeoIp(coordinate_decimals=1))
    assert found.keys() <= COLUMNS
    assert all(type(value) in (str, int, float, bool) for value in found.values())


@given(st.text() | st.ip_addresses().map(str))
def test_no_text_breaks_it(subject: MakesSubject, text: str) -> None:
    assert find(subject(ip=text)).keys() <= COLUMNS
