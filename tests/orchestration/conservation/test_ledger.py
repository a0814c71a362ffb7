"""The whole law over a lake and a warehouse: balanced after a load, and told when it is not."""

import pytest

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS
from orchestration.conservation.ledger import measure_conservation
from orchestration.conservation.warehouse_side import hours_off_the_ledger
from orchestration.loading.loader import Target, load_hours
from orchestration.loading.tables import prepare_tables

HOUR = "2026-11-01-10"
ROLE = "arn:aws:iam::000000000000:role/copy"
FACTS = (
    "create table marts.fct_events as select event_key, min(arrival_id) as arrival_id "
    "from raw.events group by event_key"
)


@pytest.fixture
def session(warehouse):
    with warehouse.connect() as session:
        prepare_tables(session)
        session.execute("create schema marts")
        yield session


@pytest.fixture
def installation(warehouse, lake, land, event, rejection, session):
    """Four arrivals: three good, of which one was resent and one delivered twice, one rejected."""
    good = [event(0), event(1), event(2, event_key=event(1)["event_key"])]
    archived = [
        {"shard": "shardId-000000000000", "sequence": str(n), "record": {"count": 1}}
        for n in range(3)
    ]
    refused = {"shard": "shardId-000000000001", "sequence": "0", "record": {"count": 1}}
    land("received", HOUR, [*archived, refused])
    land("events", HOUR, [*good, event(0)])
    land("rejected", HOUR, [rejection(0)])
    load_hours(warehouse, lake, Target(EVENTS, "events", ROLE), [HOUR])
    load_hours(warehouse, lake, Target(REJECTED_EVENTS, "rejected", ROLE), [HOUR])
    session.execute(FACTS)
    return lambda: measure_conservation(lake, warehouse)


def test_each_side_is_counted_from_its_own_source(installation):
    balance = installation()
    assert balance.balanced
    assert (balance.arrivals, balance.good, balance.rejected) == (4, 3, 1)
    assert (balance.lake_rows, balance.warehouse_rows, balance.rejected_rows) == (4, 4, 1)
    duplicates = (balance.transport_duplicates, balance.resent_duplicates)
    assert (balance.events, *duplicates) == (2, 1, 1)


def test_a_tombstone_is_an_outcome_of_its_own(installation, warehouse, lake, land, rejection):
    refused = {"shard": "shardId-000000000001", "sequence": "1", "record": {"count": 1}}
    land("received", HOUR, [refused])
    tombstone = rejection(1, reason="consent_dropped", violations=[], consent_refused="Ads")
    land("rejected", HOUR, [tombstone])
    assert installation().differences["rejected_not_in_rejected_events"].count == 1
    load_hours(warehouse, lake, Target(REJECTED_EVENTS, "rejected", ROLE), [HOUR])
    balance = installation()
    assert balance.balanced
    assert (balance.rejected, balance.consent_dropped, balance.rejected_rows) == (1, 1, 2)


def test_a_row_lost_in_the_warehouse_is_named_and_its_hour_told(installation, session, event):
    session.execute("delete from raw.events where arrival_id like %s", ("%:2:0",))
    balance = installation()
    lost = balance.differences["good_not_in_events"]
    assert lost.sample == (event(2)["arrival_id"],)
    assert [hour.load_hour for hour in balance.hours if not hour.balanced] == [HOUR]
    assert hours_off_the_ledger(session) == [f"events {HOUR}"]


def test_an_event_that_the_models_lose_is_named(installation, session, event):
    key = event(0)["event_key"]
    session.execute("delete from marts.fct_events where event_key = %s", (key,))
    assert installation().differences["event_keys_not_in_fct_events"].sample == (key,)


def test_an_arrival_that_was_never_decided_is_named(installation, land):
    land("received", HOUR, [{"shard": "s", "sequence": "9", "record": {"count": 1}}])
    found = installation().differences["arrived_without_outcome"]
    assert (found.count, found.sample) == (1, ("s:9:0",))


def test_more_ids_than_one_answer_holds_are_compared(warehouse, lake, land, event, session):
    lines = [event(n) for n in range(5000)]
    land("events", HOUR, lines)
    land(
        "received",
        HOUR,
        [
            {"shard": "shardId-000000000000", "sequence": str(n), "record": {"count": 1}}
            for n in range(5000)
        ],
    )
    load_hours(warehouse, lake, Target(EVENTS, "events", ROLE), [HOUR])
    session.execute(FACTS)
    balance = measure_conservation(lake, warehouse)
    assert balance.balanced
    assert balance.good == 5000
