"""Intervals as text and in binary, where months stay months; digits of floats and moments."""

import datetime
import struct

import pytest

from infra.local.redshift.types.encoders import encode_columns, make_encoders
from infra.local.redshift.types.fields import DOUBLE, INTERVAL, REAL, TIMESTAMP, Field, WireType

HOUR = 3_600_000_000
CASES = [
    ((0, 0), "00:00:00"),
    ((1, 0), "1 mon"),
    ((14, 3 * 24 * HOUR), "1 year 2 mons 3 days"),
    ((-1, -25 * HOUR), "-1 mons -1 days -01:00:00"),
    ((0, 90_500_000), "00:01:30.500000"),
]


@pytest.mark.parametrize(("value", "text"), CASES)
def test_an_interval_as_text(value: tuple[int, int], text: str) -> None:
    encoders = make_encoders([Field("i", INTERVAL)], [0])
    assert encode_columns(encoders, [(value,)]) == [[text.encode()]]


def test_an_interval_in_binary_has_its_months_apart() -> None:
    encoders = make_encoders([Field("i", INTERVAL)], [1])
    assert encode_columns(encoders, [((14, HOUR),), (None,)]) == [
        [struct.pack("!qi", HOUR, 14), None]
    ]


@pytest.mark.parametrize(
    ("kind", "value", "extra", "text"),
    [
        (DOUBLE, 0.1 + 0.2, 0, b"0.3"),
        (DOUBLE, 0.1 + 0.2, 2, b"0.30000000000000004"),
        (DOUBLE, 0.1 + 0.2, -14, b"0.3"),
        (DOUBLE, 1e20, 0, b"1e+20"),
        (DOUBLE, 100.0, 0, b"100"),
        (DOUBLE, float("-inf"), 0, b"-Infinity"),
        (DOUBLE, float("nan"), 0, b"NaN"),
        (REAL, 1.100000023841858, 0, b"1.1"),
        (REAL, 1.100000023841858, 2, b"1.1"),
        (REAL, 123456792.0, 0, b"1.23457e+08"),
    ],
)
def test_floats_are_written_with_as_many_digits_as_asked_for(
    kind: WireType, value: float, extra: int, text: bytes
) -> None:
    assert encode_columns(make_encoders([Field("f", kind)], [0], extra), [(value,)]) == [[text]]


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [(0, b"2026-01-02 03:04:50"), (120_000, b"2026-01-02 03:04:50.12")],
)
def test_a_moment_has_no_zeros_behind_its_fraction(microseconds: int, text: bytes) -> None:
    moment = datetime.datetime(2026, 1, 2, 3, 4, 50, microseconds)
    assert encode_columns(make_encoders([Field("t", TIMESTAMP)], [0]), [(moment,)]) == [[text]]
