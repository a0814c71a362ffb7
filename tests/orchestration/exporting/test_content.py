from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.exporting.content import content_hash, measures, measures_of

numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9))
rows = st.dictionaries(
    st.text(min_size=1), st.one_of(st.none(), st.booleans(), st.text(), st.integers(), numbers)
)


def test_a_row_becomes_what_dynamodb_takes():
    row = {
        "day": date(2026, 11, 1),
        "at": datetime(2026, 11, 1, 2, 3),
        "views": 3,
        "rate": 0.1,
        "revenue": Decimal("9.90"),
        "missing": None,
        "flag": True,
    }
    assert measures(row) == {
        "day": "2026-11-01",
        "at": "2026-11-01T02:03:00",
        "views": Decimal(3),
        "rate": Decimal("0.1"),
        "revenue": Decimal("9.90"),
        "flag": True,
    }


def test_a_value_without_a_dynamodb_type_is_refused():
    with pytest.raises(TypeError, match="list"):
        measures({"tags": ["a"]})


@given(rows)
def test_the_hash_survives_the_round_trip_through_the_hot_tier(row):
    content = {k: v for k, v in measures(row).items() if k not in ("pk", "sk", "version", "as_of")}
    stored = {
        name: value.normalize() if isinstance(value, Decimal) else value
        for name, value in reversed(content.items())
    }
    item = {**stored, "pk": "p", "sk": "s", "version": Decimal(3), "as_of": "now"}
    assert content_hash(measures_of(item)) == content_hash(content)


def test_numbers_and_their_text_differ():
    assert content_hash({"a": Decimal(1)}) != content_hash({"a": "1"})
