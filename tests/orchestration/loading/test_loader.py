"""Loading over the local Redshift: each landed line is there once, whatever goes wrong."""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS, text
from orchestration.clients.warehouse import Session
from orchestration.loading import copying, discovery, grouping, loader
from orchestration.loading.copying import CountMismatch
from orchestration.loading.discovery import loaded_hours, unloaded_hours
from orchestration.loading.grouping import group_files
from orchestration.loading.loader import Target, load_hours
from orchestration.loading.tables import prepare_tables

ROLE = "arn:aws:iam::000000000000:role/copy"
TARGET = Target(EVENTS, "events", ROLE)
HOUR, NEXT_HOUR = "2026-11-01-10", "2026-11-01-11"
HOURS = (HOUR, NEXT_HOUR)
MANY = 2000


@pytest.fixture
def session(warehouse):
    with warehouse.connect() as session:
        prepare_tables(session)
        yield session


@pytest.fixture
def load(warehouse, lake, session):
    return lambda hours=HOURS, target=TARGET: load_hours(warehouse, lake, target, hours)


def arrivals(session, table="raw.events"):
    return sorted(key for (key,) in session.rows(f"select arrival_id from {table}"))


def test_every_line_is_loaded_with_its_stamps_and_a_ledger_row_a_file(load, land, event, session):
    first = land("events", HOUR, [event(1), event(2)])
    second = land("events", NEXT_HOUR, [event(3)])
    report = load()
    assert (report.files, report.rows, len(report.load_ids)) == (2, 3, 1)
    query = "select load_hour, load_id, count(*) from raw.events group by 1, 2 order by 1"
    assert session.rows(query) == [(HOUR, *report.load_ids, 2), (NEXT_HOUR, *report.load_ids, 1)]
    ledger = session.rows("select object_key, kind, row_count, load_hour from ops.load_ledger")
    assert sorted(ledger) == sorted([(first, "events", 2, HOUR), (second, "events", 1, NEXT_HOUR)])


def test_values_arrive_as_the_contract_types_them(load, land, event, session):
    land("events", HOUR, [event(1)])
    load()
    row = session.named_rows(
        "select event_at, event_day, is_bot, properties.product_id::varchar as product, user_id "
        "from raw.events"
    )[0]
    assert row["event_at"].isoformat() == "2026-11-01T10:00:00.123000"
    assert row["event_day"].isoformat() == "2026-11-01"
    assert (row["is_bot"], row["product"], row["user_id"]) == (False, "lip", None)


def test_what_enrichments_add_arrives_as_the_contract_types_it(load, land, event, session):
    failures = [{"enrichment": "currency", "error": "NoRate"}]
    added = {
        "page_port": 443, "geo_country": "GB", "geo_latitude": -0.1, "geo_asn": 4_294_967_295,
        "is_anonymous_ip": True, "revenue_base": 9_999_999_999_999.9999, "price_base": -0.0001,
        "base_currency": "EUR", "rate_date": "2026-10-30", "enrichment_failures": failures,
    }  # fmt: skip
    land("events", HOUR, [event(1, **added), event(2, revenue_base=-0.0, price_base=0.5)])
    load()
    texts = "revenue_base::varchar, price_base::varchar"
    query = f"select {texts} from raw.events order by arrival_id"
    first, second = session.rows(query)
    assert tuple(first) == ("10000000000000.0000", "-0.0001")
    assert tuple(second) == ("0.0000", "0.5000")
    row = session.named_rows(
        "select page_port, geo_latitude, geo_asn, is_anonymous_ip, rate_date, "
        "enrichment_failures[0].error::varchar as error from raw.events where page_port = 443"
    )[0]
    assert row["rate_date"].isoformat() == "2026-10-30"
    assert (row["geo_latitude"], row["geo_asn"], row["is_anonymous_ip"]) == (-0.1, 2**32 - 1, True)
    assert row["error"] == "NoRate"


def test_materialising_again_changes_nothing(load, land, event, session):
    land("events", HOUR, [event(1)])
    load()
    before = session.rows("select * from ops.load_ledger")
    assert (load().files, load().rows) == (0, 0)
    assert arrivals(session) == [event(1)["arrival_id"]]
    assert session.rows("select * from ops.load_ledger") == before


def test_a_file_that_lands_late_in_a_loaded_hour_is_loaded(load, land, event, session, lake):
    land("events", HOUR, [event(1)])
    land("events", NEXT_HOUR, [event(2)])
    load()
    land("events", HOUR, [event(3)])
    assert unloaded_hours(session, lake, full=False) == [HOUR]
    load()
    assert len(arrivals(session)) == 3
    assert unloaded_hours(session, lake, full=True) == []


def test_only_the_full_listing_finds_what_landed_long_ago(land, load, event, session, lake):
    land("events", NEXT_HOUR, [event(1)])
    load()
    land("events", "2026-10-01-00", [event(2)])
    assert unloaded_hours(session, lake, full=False) == []
    assert unloaded_hours(session, lake, full=True) == ["2026-10-01-00"]


def test_touched_visitor_days_are_recorded_once_a_load(load, land, event, session):
    land("events", HOUR, [event(n, event_day=f"2026-11-0{1 + n % 2}") for n in range(6)])
    load()
    touched = session.rows("select visitor_id, event_day from ops.touched_visitor_days")
    assert len(touched) == len(set(touched)) == 6


def test_rejections_load_without_their_payload(load, land, rejection, session):
    land("rejected", HOUR, [rejection(1), rejection(2)])
    report = load(target=Target(REJECTED_EVENTS, "rejected", ROLE))
    assert report.rows == 2
    columns = session.named_rows("select * from raw.rejected_events limit 1")[0]
    assert columns.keys() == {column.name for column in REJECTED_EVENTS.all_columns}


def test_a_bad_line_fails_the_load_whole_and_leaves_nothing(load, land, event, session):
    land("events", HOUR, [event(1), event(2, visitor_id=None)])
    with pytest.raises(Exception, match="visitor_id|stl_load_errors|[Ll]oad"):
        load()
    assert arrivals(session) == []
    assert session.rows("select * from ops.load_ledger") == []


@pytest.mark.parametrize("point", ["_record_files", "insert_from_stage"])
def test_a_crash_between_copy_and_commit_leaves_nothing(
    load, land, event, session, monkeypatch, point
):
    land("events", HOUR, [event(1)])
    with monkeypatch.context() as patch:
        patch.setattr(copying, point, _crash)
        with pytest.raises(KeyboardInterrupt):
            load()
    assert arrivals(session) == []
    assert session.rows("select * from ops.load_ledger") == []
    assert load().rows == 1


def test_counts_that_do_not_agree_roll_the_load_back(load, land, event, session, monkeypatch):
    land("events", HOUR, [event(1)])
    monkeypatch.setattr(copying, "COPIED_FILES", "select 'elsewhere', 1")
    with pytest.raises(CountMismatch, match="2026-11-01-10"):
        load()
    assert arrivals(session) == []


def test_load_detail_that_comes_late_is_waited_for(load, land, event, session, monkeypatch):
    land("events", HOUR, [event(1)])
    rows, late, waits = Session.rows, iter([[], []]), []

    def slowly(self, sql, parameters=()):
        told = rows(self, sql, parameters)
        return next(late, told) if sql == copying.COPIED_FILES else told

    monkeypatch.setattr(Session, "rows", slowly)
    monkeypatch.setattr(copying.time, "sleep", waits.append)
    assert load().rows == 1
    assert len(waits) == 2


def test_a_commit_whose_answer_was_lost_is_not_repeated(load, land, event, session, monkeypatch):
    land("events", HOUR, [event(1), event(2)])
    lost = iter([True])

    @contextmanager
    def losing(self):
        with transaction(self):
            yield
        if next(lost, False):
            raise ConnectionResetError("the answer to COMMIT was lost")

    transaction = Session.transaction
    monkeypatch.setattr(Session, "transaction", losing)
    report = load()
    assert (report.files, report.rows) == (1, 2)
    assert len(arrivals(session)) == 2


def test_many_small_files_are_loaded_in_transactions_of_bounded_size(
    warehouse, lake, land, event, session, monkeypatch
):
    bounds = grouping.Bounds(files=512, bytes=1024**3, hours=24)
    monkeypatch.setattr(loader, "group_files", lambda files: group_files(files, bounds))
    monkeypatch.setattr(discovery, "PAGE", 700)
    for number in range(MANY):
        land("events", HOURS[number % 2], [event(number)])
    told = []
    report = load_hours(warehouse, lake, TARGET, HOURS, told=told.append)
    assert (report.files, report.rows, len(report.load_ids)) == (MANY, MANY, 4)
    assert [done.files for done in told] == [512, 512, 512, MANY - 3 * 512]
    assert session.value("select count(distinct arrival_id) from raw.events") == MANY
    assert unloaded_hours(session, lake, full=True) == []


def test_a_table_widens_to_a_contract_that_has_grown(warehouse, lake, land, event, session):
    land("events", HOUR, [event(1)])
    load_hours(warehouse, lake, TARGET, HOURS)
    longer = tuple(
        replace(column, length=300) if column.name == "event_id" else column
        for column in EVENTS.columns
    )
    grown = replace(EVENTS, columns=(*longer, text("coupon", 64, "")))
    assert len(prepare_tables(session, (grown, REJECTED_EVENTS))) == 2
    assert prepare_tables(session, (grown, REJECTED_EVENTS)) == []
    land("events", NEXT_HOUR, [event(2, coupon="WINTER", event_id="x" * 290)])
    load_hours(warehouse, lake, replace(TARGET, table=grown), HOURS)
    found = session.rows("select coupon from raw.events order by arrival_id")
    assert found == [(None,), ("WINTER",)]
    assert loaded_hours(session, *HOURS) == [HOUR, NEXT_HOUR]


def _crash(*_):
    raise KeyboardInterrupt
