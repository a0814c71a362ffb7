"""Loads that die at every statement, before and after its effect, and are run again: exact."""

from dataclasses import replace

import pytest

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS, text
from orchestration import retry
from orchestration.loading import grouping, loader
from orchestration.loading.loader import Target, load_hours
from orchestration.loading.reloading import reload_hours
from orchestration.loading.tables import missing_statements, prepare_tables
from tests.orchestration.loading.faults import AFTER, BEFORE, Fault, Killed, broken

TARGET = Target(EVENTS, "events", "arn:aws:iam::000000000000:role/copy")
HOURS = ("2026-11-01-10", "2026-11-01-11")
ROWS = "select arrival_id, visitor_id, load_hour from raw.events order by 1, 3"
LEDGER = "select object_key, load_hour, row_count from ops.load_ledger order by 1"
TOUCHED = "select distinct visitor_id, event_day from ops.touched_visitor_days order by 1, 2"
UNRELATED = (
    "select load_id from raw.events where load_id not in (select load_id from ops.load_ledger)"
)
REPEATED = (
    "select load_id, visitor_id, event_day from ops.touched_visitor_days "
    "group by 1, 2, 3 having count(*) > 1"
)


@pytest.fixture
def session(warehouse):
    with warehouse.connect() as session:
        prepare_tables(session)
        yield session


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(retry, "FIRST_WAIT_SECONDS", 0.0)


@pytest.fixture
def landed(land, event):
    """One file: an event, and another with its replay, so that every statement of a load runs."""
    land("events", HOURS[0], [event(0), event(1), event(0, attempt=1)])


@pytest.fixture
def landed_twice(landed, land, event, monkeypatch):
    """Files for two transactions."""
    land("events", HOURS[1], [event(1), event(20)])
    one_hour = grouping.Bounds(files=2, bytes=1024**3, hours=1)
    monkeypatch.setattr(loader, "group_files", lambda files: grouping.group_files(files, one_hour))


def emptied(session):
    for table in ("raw.events", "ops.load_ledger", "ops.touched_visitor_days"):
        session.execute(f"delete from {table}")


def state(session):
    assert session.rows(UNRELATED) == session.rows(REPEATED) == []
    return [session.rows(query) for query in (ROWS, LEDGER, TOUCHED)]


def every_fault(error):
    """Faults at every statement, until one lies behind the last."""
    for when in (BEFORE, AFTER):
        at = 0
        while True:
            fault = Fault(at, when, error)
            yield fault
            if not fault.happened:
                break
            at += 1


def check_kills(warehouse, lake, session, monkeypatch):
    """How many faults there were: each was made good by the next load."""

    def load():
        return load_hours(warehouse, lake, TARGET, HOURS)

    load()
    expected = state(session)
    faults = 0
    for fault in every_fault(Killed()):
        emptied(session)
        try:
            with broken(monkeypatch, fault):
                load()
        except Killed:
            faults += 1
        load()
        assert state(session) == expected, (fault.at, fault.when, fault.seen[-1])
    return faults


def test_a_loader_killed_at_any_statement_is_made_good_by_the_next(
    warehouse, lake, landed, session, monkeypatch
):
    assert check_kills(warehouse, lake, session, monkeypatch) > 30


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_a_loader_killed_between_its_transactions_goes_on_with_the_next(
    warehouse, lake, landed_twice, session, monkeypatch
):
    assert check_kills(warehouse, lake, session, monkeypatch) > 60


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_a_connection_lost_at_any_statement_is_made_good_by_the_load_itself(
    warehouse, lake, landed_twice, session, monkeypatch
):
    load_hours(warehouse, lake, TARGET, HOURS)
    expected = state(session)
    for fault in every_fault(ConnectionResetError("gone")):
        emptied(session)
        with broken(monkeypatch, fault):
            report = load_hours(warehouse, lake, TARGET, HOURS)
        assert (report.files, report.rows) == (2, 5)
        assert state(session) == expected, (fault.at, fault.when, fault.seen[-1])


def test_a_reload_killed_at_any_statement_leaves_the_hour_as_it_was_or_as_it_shall_be(
    warehouse, lake, landed, session, monkeypatch
):
    load_hours(warehouse, lake, TARGET, HOURS)
    expected = state(session)
    for fault in every_fault(Killed()):
        try:
            with broken(monkeypatch, fault):
                reload_hours(warehouse, lake, TARGET, HOURS[:1])
        except Killed:
            pass
        assert state(session) == expected, (fault.at, fault.when, fault.seen[-1])


def test_a_widening_killed_at_any_statement_is_made_good_by_the_next(
    warehouse, session, monkeypatch
):
    longer = tuple(
        replace(column, length=300) if column.name == "event_id" else column
        for column in EVENTS.columns
    )
    for fault in every_fault(Killed()):
        name = f"coupon_{fault.when}_{fault.at}"
        grown = (replace(EVENTS, columns=(*longer, text(name, 64, ""))), REJECTED_EVENTS)
        try:
            with broken(monkeypatch, fault), warehouse.connect() as killed:
                prepare_tables(killed, grown)
        except Killed:
            pass
        prepare_tables(session, grown)
        assert missing_statements(session, grown) == []
