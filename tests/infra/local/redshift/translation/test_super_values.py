"""Nested SUPER values made flat and made comparable, by their JSON."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.redshift.translation.computed.failure import ComputationError
from infra.local.redshift.translation.computed.super_values import (
    comparable_json,
    exact_json,
    flatten_json,
)

scalars = st.none() | st.booleans() | st.integers() | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)
nested = st.recursive(st.lists(st.integers()), lambda inner: st.lists(inner), max_leaves=20)


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ('{"a":5}', '{"a":5.0}', True),
        ('["x"]', '["x  "]', True),
        ("[1e2]", "[100]", True),
        ("[2.50]", "[2.5]", True),
        ("[2.5]", "[2]", False),
        ("[5]", '["5"]', False),
        ("[2.5]", '["2.5"]', False),
    ],
)
def test_equal_values_have_one_text(left: str, right: str, equal: bool) -> None:
    assert (comparable_json(left) == comparable_json(right)) is equal


@settings(deadline=None)
@given(values)
def test_a_comparable_text_stays_as_it_is(value: Any) -> None:
    once = comparable_json(json.dumps(value))
    assert json.loads(comparable_json(once)) == json.loads(once)


@settings(deadline=None)
@given(nested)
def test_flat_arrays_keep_all_scalars_in_their_order(value: Any) -> None:
    text = json.dumps(value)
    flat = json.loads(flatten_json(text))
    assert all(isinstance(item, int) for item in flat)
    assert flat == json.loads("[" + ",".join(text.replace("[", " ").replace("]", " ")
                                             .replace(",", " ").split()) + "]")  # fmt: skip


@pytest.mark.parametrize("text", ["[18446744073709551615]", "0.30000000000000004", "1e30", "{bad"])
def test_a_text_whose_numbers_are_held_is_left_alone(text: str) -> None:
    assert exact_json(text) == text


@pytest.mark.parametrize("number", ["18446744073709551617", "0.12345678901234567891", "-1e400"])
def test_a_number_that_would_change_is_refused(number: str) -> None:
    with pytest.raises(ComputationError, match=r"\[0A000\]"):
        exact_json('{"a":[' + number + "]}")
