"""Values as DynamoDB spells them."""

from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.serving.hot_tier import plain

NUMBERS = st.integers(-(10**15), 10**15) | st.integers(-(10**9), 10**9).map(lambda n: n / 4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5) | NUMBERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


def as_decimals(value: Any) -> Any:
    """The value as boto3 takes it."""
    if isinstance(value, float) or type(value) is int:
        return Decimal(str(value))
    if isinstance(value, dict):
        return {key: as_decimals(child) for key, child in value.items()}
    return [as_decimals(child) for child in value] if isinstance(value, list) else value


@given(VALUES)
def test_what_boto3_writes_is_read(value: Any) -> None:
    assert plain(TypeSerializer().serialize(as_decimals(value))) == value


@pytest.mark.parametrize("value", [b"bytes", {"a", "set"}])
def test_what_no_aggregate_holds_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="none that the hot tier holds"):
        plain(TypeSerializer().serialize(value))
