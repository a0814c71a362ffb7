"""Every event of every SDK is counted exactly once, whatever the tracker answers at first."""

import json
from typing import Any

import pytest

from tests.outside.sdks.sdk_runs import (
    CART_RUNS,
    EVENTS,
    LOSSY,
    NAMED_AND_ANONYMOUS,
    RUNS,
    Run,
)

# All runs are one fixture: whichever test comes first waits for all of them.
pytestmark = pytest.mark.timeout(1200)


@pytest.mark.parametrize("run", RUNS, ids=str)
def test_every_event_arrives_exactly_once(
    run: Run, outcomes: dict[Run, Any], warehouse: Any
) -> None:
    error, line = outcomes[run].error, outcomes[run].line
    assert not error
    assert len(line.delivered) == EVENTS
    assert all(line.failed[event_id] >= line.times for event_id in line.delivered)
    assert {product: warehouse.products[product] for product in run.products} == dict.fromkeys(
        run.products, 1
    )


@pytest.mark.parametrize("run", LOSSY, ids=str)
def test_what_leaves_with_its_page_arrives_at_most_once(
    run: Run, outcomes: dict[Run, Any], warehouse: Any
) -> None:
    assert not outcomes[run].error
    assert len(outcomes[run].line.failed) == EVENTS
    assert all(warehouse.products[product] <= 1 for product in run.products)


@pytest.mark.parametrize("runs", [CART_RUNS], ids=["segment-and-snowplow"])
def test_two_protocols_carts_are_the_same_rows(
    runs: tuple[Run, ...], outcomes: dict[Run, Any], warehouse: Any
) -> None:
    assert [outcomes[run].error for run in runs] == ["", ""]
    for product in runs[0].products:
        told = warehouse.ask(
            "select event_name, json_serialize(properties), protocol from marts.fct_events"
            f" where product_id = '{product}' order by protocol"
        )
        assert [protocol for _, _, protocol in told] == ["segment", "snowplow"]
        by_segment, by_snowplow = ((name, json.loads(data)) for name, data, _ in told)
        assert by_segment == by_snowplow
        adds = warehouse.ask(
            f"select sum(adds) from marts.product_daily where product_id = '{product}'"
        )
        assert [int(found) for (found,) in adds] == [2]


@pytest.mark.parametrize("runs", [NAMED_AND_ANONYMOUS], ids=["snowplow"])
def test_who_asks_to_stay_anonymous_is_not_named(
    runs: tuple[Run, ...], outcomes: dict[Run, Any], warehouse: Any
) -> None:
    assert [outcomes[run].error for run in runs] == ["", ""]
    named = [_named_events(run, warehouse) for run in runs]
    assert named == [(EVENTS, 0), (0, 0)]


def _named_events(run: Run, warehouse: Any) -> tuple[int, ...]:
    """How many of a run's events name a device, and how many a user."""
    products = ", ".join(f"'{product}'" for product in run.products)
    statement = (
        "select count(anonymous_id), count(user_id) from marts.fct_events"
        f" where product_id in ({products})"
    )
    return tuple(int(count) for count in warehouse.ask(statement)[0])
