"""A load hour loaded anew over the local Redshift: exactly what the lake has, or as it was."""

import pytest

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS
from orchestration.loading.loader import Target, load_hours
from orchestration.loading.reloading import FilesGone, reload_hours
from orchestration.loading.tables import prepare_tables

ROLE = "arn:aws:iam::000000000000:role/copy"
TARGET = Target(EVENTS, "events", ROLE)
HOUR, NEXT_HOUR = HOURS = ("2026-11-01-10", "2026-11-01-11")
ROWS = "select arrival_id, load_hour from raw.events order by 1"
TOUCHED = "select visitor_id, event_day::varchar from ops.touched_visitor_days where load_id {}"
ROWLESS = TOUCHED.format("not in (select load_id from raw.events)")


@pytest.fixture
def session(warehouse):
    with warehouse.connect() as session:
        prepare_tables(session)
        yield session


@pytest.fixture
def reload(warehouse, lake, session):
    return lambda hours=(HOUR,), target=TARGET: reload_hours(warehouse, lake, target, hours)


@pytest.fixture
def loaded(land, event, warehouse, lake, session):
    keys = [land("events", hour, [event(n), event(n + 10)]) for n, hour in enumerate(HOURS)]
    load_hours(warehouse, lake, TARGET, HOURS)
    return keys


def test_an_hour_is_replaced_and_its_neighbours_are_not(reload, loaded, session):
    before = session.rows(ROWS)
    session.execute("delete from raw.events where arrival_id like '%%:0:0'")
    session.execute("update raw.events set source = 'spoilt'")
    report = reload()
    assert (report.files, report.rows, len(report.load_ids)) == (1, 2, 1)
    assert session.rows(ROWS) == before
    sources = session.rows("select distinct load_hour, source from raw.events order by 1")
    assert sources == [(HOUR, "web-shop"), (NEXT_HOUR, "spoilt")]
    loads = session.rows("select load_hour, load_id from ops.load_ledger order by 1")
    assert (loads[0], len({load for _, load in loads})) == ((HOUR, *report.load_ids), 2)


def test_days_of_rows_after_and_apart_from_them_of_those_before_are_touched(
    reload, loaded, session
):
    """Days that lost rows are told of by a load that has none, whatever came back there."""
    session.execute("delete from ops.touched_visitor_days")
    session.execute("update raw.events set visitor_id = 'vanished' where arrival_id like '%%:0:0'")
    (load_id,) = reload().load_ids
    day = "2026-11-01"
    after = session.rows(TOUCHED.format("= %s"), (load_id,))
    assert sorted(after) == [("visitor-0", day), ("visitor-1", day)]
    assert sorted(session.rows(ROWLESS)) == [("vanished", day), ("visitor-1", day)]


def test_the_days_of_attempts_that_stand_again_are_touched(
    reload, loaded, session, land, event, warehouse, lake
):
    """The replay in the reloaded hour may be gone: what it superseded, elsewhere, counts again."""
    late = "2026-11-01-12"
    land("events", late, [event(1, attempt=1, visitor_id="replayed")])
    load_hours(warehouse, lake, TARGET, (late,))
    session.execute("delete from ops.touched_visitor_days")
    reload((late,))
    assert {visitor for visitor, _ in session.rows(ROWLESS)} == {"replayed", "visitor-1"}


def test_what_landed_since_comes_in_with_it(reload, loaded, session, land, event):
    land("events", HOUR, [event(5)])
    assert reload().rows == 3


def test_an_hour_whose_files_are_gone_stays_as_it_is(reload, loaded, session, lake):
    before = session.rows(ROWS), session.rows("select * from ops.load_ledger order by 1")
    lake.client.delete_object(Bucket=lake.bucket, Key=loaded[0])
    with pytest.raises(FilesGone, match=f"1 files.*{loaded[0]}"):
        reload()
    assert (session.rows(ROWS), session.rows("select * from ops.load_ledger order by 1")) == before


def test_rejections_are_reloaded_likewise(reload, land, rejection, session):
    target = Target(REJECTED_EVENTS, "rejected", ROLE)
    land("rejected", HOUR, [rejection(1)])
    assert reload(target=target).rows == 1
    assert reload(target=target).rows == 1
    assert session.value("select count(*) from raw.rejected_events") == 1
