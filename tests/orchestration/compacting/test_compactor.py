"""Compaction over the local Redshift and S3: whoever reads counts each line once, at any moment."""

import gzip
from datetime import timedelta

import pytest

from ingest_lambdas.contract.columns import EVENTS
from ingest_lambdas.contract.lake_layout import compacted_prefix
from orchestration.compacting import compactor, records
from orchestration.compacting.compactor import PieceGone, compact
from orchestration.conservation.lake_side import read_kind
from orchestration.loading.discovery import unloaded_hours
from orchestration.loading.loader import Target, load_hours
from orchestration.loading.reloading import reload_hours
from orchestration.loading.tables import prepare_tables
from tests.orchestration.loading.faults import AFTER, BEFORE, Fault, Killed, broken

TARGET = Target(EVENTS, "events", "arn:aws:iam::000000000000:role/copy")
HOUR, NEXT_HOUR = HOURS = ("2026-11-01-10", "2026-11-01-11")
AT_ONCE, NEVER = timedelta(seconds=-60), timedelta(days=1)
LEDGER = "select object_key, row_count, byte_count, etag from ops.load_ledger order by 1"
ROWS = "select arrival_id, load_hour, properties.product_id::varchar from raw.events order by 1, 2"


@pytest.fixture
def session(warehouse):
    with warehouse.connect() as session:
        prepare_tables(session)
        yield session


@pytest.fixture
def landed(land, event, warehouse, lake, session):
    """Three loaded files of one hour, one of the next."""
    keys = [land("events", HOUR, [event(n), event(n + 10)]) for n in range(3)]
    keys.append(land("events", NEXT_HOUR, [event(20)]))
    load_hours(warehouse, lake, TARGET, HOURS)
    return keys


@pytest.fixture
def run(warehouse, lake, session):
    return lambda grace=NEVER, last=NEXT_HOUR: compact(warehouse, lake, last, grace)


def lines(lake):
    return sorted(arrival for file in read_kind(lake, "events") for arrival, _, _ in file.sides)


def landed_keys(lake):
    return [file.key for file in lake.landings("events")]


def test_many_files_become_one_that_readers_take_in_their_place(run, landed, lake):
    before = lines(lake)
    report = run()
    assert (report.files, report.pieces, report.deleted, report.refused) == (3, 1, 0, [])
    piece, untouched = lake.files("events")
    assert sorted(o.key for o in piece.originals) == sorted(landed[:3])
    assert piece.key.startswith(compacted_prefix("events", HOUR))
    assert untouched.key == landed[3]
    assert lines(lake) == before
    assert [file.key for file in lake.files("events", HOUR, HOUR)] == [piece.key]
    assert [file.key for file in lake.files("events", NEXT_HOUR)] == [untouched.key]


def test_originals_stay_for_a_day_and_then_go(run, landed, lake):
    run()
    run()
    assert sorted(landed_keys(lake)) == sorted(landed)
    before = lines(lake)
    assert run(AT_ONCE).deleted == 3
    assert landed_keys(lake) == landed[3:]
    assert lines(lake) == before
    assert run(AT_ONCE).deleted == 0


def test_a_compacted_hour_is_neither_discovered_nor_compacted_again(run, landed, lake, session):
    run(AT_ONCE)
    assert unloaded_hours(session, lake, full=True) == []
    again = run(AT_ONCE)
    assert (again.files, again.pieces, again.deleted) == (0, 0, 0)


@pytest.mark.parametrize("grace", [NEVER, AT_ONCE])
def test_a_reload_reads_the_compacted_file_and_restores_the_same_ledger(
    run, landed, lake, session, warehouse, grace
):
    rows, ledger = session.rows(ROWS), session.rows(LEDGER)
    run(grace)
    session.execute("delete from raw.events")
    report = reload_hours(warehouse, lake, TARGET, HOURS)
    assert (report.files, report.rows) == (4, 7)
    assert (session.rows(ROWS), session.rows(LEDGER)) == (rows, ledger)


def test_a_lost_warehouse_is_filled_again_from_the_lake_alone(
    run, landed, lake, session, warehouse
):
    rows, ledger = session.rows(ROWS), session.rows(LEDGER)
    run(AT_ONCE)
    session.execute("drop schema ops cascade")
    session.execute("delete from raw.events")
    prepare_tables(session)
    reload_hours(warehouse, lake, TARGET, HOURS)
    assert (session.rows(ROWS), session.rows(LEDGER)) == (rows, ledger)


def test_what_is_not_loaded_is_left_and_what_lands_later_is_loaded(
    run, landed, land, event, lake, session, warehouse
):
    late = land("events", HOUR, [event(30)])
    assert run().files == 3
    assert late in [file.key for file in lake.files("events")]
    assert unloaded_hours(session, lake, full=True) == [HOUR]
    assert load_hours(warehouse, lake, TARGET, HOURS).rows == 1
    assert session.value("select count(*) from raw.events") == 8


def test_hours_after_the_last_are_left(run, landed, land, event, warehouse, lake):
    land("events", NEXT_HOUR, [event(21)])
    load_hours(warehouse, lake, TARGET, HOURS)
    assert run(last=HOUR).files == 3
    assert run().files == 2


def test_a_file_that_is_not_what_was_loaded_is_refused_and_told_of(run, landed, lake, session):
    session.execute("update ops.load_ledger set row_count = 9 where object_key = %s", landed[:1])
    report = run()
    assert (report.pieces, len(report.refused)) == (0, 1)
    assert f"{landed[0]} holds 2 lines, and 9 were loaded" in report.refused[0]
    assert len(lines(lake)) == 7


def test_a_file_that_was_overwritten_after_it_was_loaded_is_left(run, landed, lake):
    lake.client.put_object(Bucket=lake.bucket, Key=landed[0], Body=gzip.compress(b"{}\n"))
    report = run()
    assert (report.files, report.pieces) == (2, 1)


def test_originals_are_kept_where_the_compacted_file_is_gone(run, landed, lake):
    run()
    piece = next(lake.files("events"))
    lake.client.delete_object(Bucket=lake.bucket, Key=piece.key)
    with pytest.raises(PieceGone, match=piece.key):
        run(AT_ONCE)
    assert sorted(landed_keys(lake)) == sorted(landed)


def test_of_two_runs_that_both_believe_to_be_alone_one_takes_the_files(
    run, landed, lake, warehouse, session, monkeypatch
):
    """Both have written; the one that records second is told so, and publishes nothing."""
    write = compactor.write_piece

    def write_after_another_run(lake, files, counts):
        monkeypatch.setattr(compactor, "write_piece", write)
        monkeypatch.setattr(compactor, "lease", _no_lease)
        assert compact(warehouse, lake, NEXT_HOUR).files == 3
        return write(lake, files[:2], counts)

    monkeypatch.setattr(compactor, "write_piece", write_after_another_run)
    assert run().pieces == 0
    assert len(lines(lake)) == 7
    assert session.value("select count(*) from ops.compacted_files") == 1


def test_a_run_killed_at_any_statement_is_made_good_by_the_next(
    warehouse, lake, landed, session, monkeypatch, run
):
    """Every reader is right after the kill as well, whatever the run had come to."""
    expected = lines(lake)
    bodies = {f.key: lake.body(f) for f in lake.landings("events")}
    faults = 0
    for when in (BEFORE, AFTER):
        for at in range(1000):
            fault = Fault(at, when, Killed())
            try:
                with broken(monkeypatch, fault):
                    run(AT_ONCE)
            except Killed:
                faults += 1
            assert lines(lake) == expected, (at, when, fault.seen[-1])
            run(AT_ONCE)
            assert lines(lake) == expected, (at, when, fault.seen[-1])
            assert landed_keys(lake) == landed[3:]
            assert records.unpublished(session) == []
            _uncompacted(session, lake, bodies)
            if not fault.happened:
                break
    assert faults > 30


def _uncompacted(session, lake, bodies):
    """The lake and the tables as before any compaction."""
    for table in ("compacted_files", "replaced_files"):
        session.execute(f"delete from ops.{table}")
    for item in lake.client.list_objects_v2(Bucket=lake.bucket, Prefix="compacted/")["Contents"]:
        lake.client.delete_object(Bucket=lake.bucket, Key=item["Key"])
    for key, body in bodies.items():
        lake.client.put_object(Bucket=lake.bucket, Key=key, Body=body)


class _no_lease:
    def __init__(self, *_):
        pass

    def __enter__(self):
        pass

    def __exit__(self, *_):
        pass
