"""Only what COPY takes goes out."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.fit import ALWAYS_FIT, DERIVED, check_storable, fit_columns
from ingest_lambdas.collector.rejection import Rejection
from ingest_lambdas.contract.columns import EVENTS

LENGTHS = {c.name: c.length for c in EVENTS.columns if c.length}


def test_lengths_are_bytes_as_redshift_counts_them() -> None:
    fit_columns({"protocol": "segment", "event_name": "é" * 127})
    with pytest.raises(Rejection) as error:
        fit_columns({"protocol": "segment", "event_name": "é" * 128})
    assert error.value.reason == "size_violation"
    assert error.value.violations[0]["pointer"] == "/event"
    assert error.value.violations[0]["found"] == "256 bytes"


def test_what_does_not_fit_is_pointed_at_as_its_protocol_calls_it() -> None:
    for protocol, pointer in (("segment", "/context/page/url"), ("snowplow", "/url")):
        with pytest.raises(Rejection) as error:
            fit_columns({"protocol": protocol, "page_url": "x" * 9_000})
        assert error.value.violations[0]["pointer"] == pointer


@pytest.mark.parametrize("name", sorted(DERIVED))
def test_a_derived_attribute_that_does_not_fit_is_left_out(name: str) -> None:
    for value in ("x" * (LENGTHS[name] + 1), "a\0b"):
        assert fit_columns({name: value, "attempt": 0}) == {"attempt": 0}


@pytest.mark.parametrize("name", sorted(LENGTHS.keys() - DERIVED - ALWAYS_FIT))
def test_what_the_client_said_is_never_cut(name: str) -> None:
    for value, reason in (
        ("x" * (LENGTHS[name] + 1), "size_violation"),
        ("\0", "schema_violation"),
    ):
        with pytest.raises(Rejection) as error:
            fit_columns({name: value})
        assert error.value.reason == reason


@pytest.mark.parametrize(
    ("row", "pointer"),
    [
        ({"properties": {"a": [{"b": "x\0"}]}}, "/properties/a/0/b"),
        ({"traits": {"a\0": 1}}, "/traits"),
        ({"properties": {"a": "fine"}, "context": {"b": "\0"}}, "/context/b"),
    ],
)
def test_nul_is_found_wherever_it_hides(row: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Rejection) as error:
        check_storable(json.dumps(row).encode())
    assert error.value.violations[0]["pointer"] == pointer


def test_a_text_about_nul_is_no_nul() -> None:
    row = {"properties": {"a": "\\u0000"}}
    check_storable(json.dumps(row).encode())


@given(st.dictionaries(st.sampled_from(sorted(DERIVED)), st.text(min_size=30)))
def test_whatever_is_left_fits(row: dict[str, Any]) -> None:
    for name, value in fit_columns(row).items():
        assert row[name] == value
        assert len(value.encode()) <= LENGTHS[name]
        assert "\0" not in value
