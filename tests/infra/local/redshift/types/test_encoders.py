"""Intervals as text and in binary: months stay months."""

import struct

import pytest

from infra.local.redshift.types.encoders import encode_columns, make_encoders
from infra.local.redshift.types.fields import INTERVAL, Field

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
