"""How deep an item may nest, whatever it comes with and in."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.call import DEEPEST, check_depth, is_shallow
from ingest_lambdas.collector.rejection import Rejection

Make = Callable[..., Any]
NESTED = st.recursive(
    st.integers() | st.text('{}[]\\"', max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("{["), inner, max_size=3),
    max_leaves=60,
)


def nest(levels: int) -> Any:
    """Objects and lists in each other, that many."""
    value: Any = "within"
    for level in range(levels):
        value = [value] if level % 2 else {"in": value}
    return value


@given(NESTED, st.integers(0, 2 * DEEPEST))
def test_what_is_called_shallow_never_nests_too_deeply(value: Any, levels: int) -> None:
    whole = {"value": value, "nested": nest(levels)}
    if is_shallow(json.dumps(whole).encode()):
        check_depth(whole)


@pytest.mark.parametrize("levels", [DEEPEST - 1, DEEPEST])
def test_an_item_nests_as_deep_as_it_may(levels: int) -> None:
    assert is_shallow(json.dumps(nest(levels)).encode())
    check_depth(nest(levels))
    with pytest.raises(Rejection):
        check_depth(nest(DEEPEST + 1))
    assert not is_shallow(json.dumps(nest(DEEPEST + 1)).encode())


@pytest.mark.parametrize("neighbours", [0, 5])
def test_too_deep_an_item_is_set_aside_alone(
    bench: Make, kinesis_event: Make, raw_record: Make, track: Make, neighbours: int
) -> None:
    made = bench()
    deep = track(properties={"product_id": "p", "own": nest(40)})
    fine = track(properties={"product_id": "p", "own": nest(20)})
    made.collect(kinesis_event(raw_record({"batch": [deep, *[fine] * neighbours]})))
    [line] = made.rejected.lines()
    assert (line["reason"], line["violations"][0]["keyword"]) == ("malformed", "depth")
    assert len(made.validated.lines()) == neighbours


def test_entities_nest_no_deeper(bench: Make, kinesis_event: Make, snowplow_record: Make) -> None:
    made = bench()
    contexts = "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0"
    packed = json.dumps({"schema": contexts, "data": [{"schema": contexts, "data": nest(40)}]})
    event = {"e": "pv", "aid": "shop", "duid": "d", "url": "https://s.example/", "co": packed}
    made.collect(kinesis_event(snowplow_record(event)))
    [line] = made.rejected.lines()
    assert line["violations"][0]["keyword"] == "depth"
