"""Nested SUPER values made flat and made comparable, by their JSON."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.redshift.translation.computed.super_values import comparable_json, flatten_json

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
