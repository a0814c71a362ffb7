"""Loaders at once, over the local Redshift: each landed line is there once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS, text
from orchestration.loading import grouping, loader
from orchestration.loading.discovery import unloaded_files
from orchestration.loading.grouping import group_files
from orchestration.loading.loader import Target, commit_each, load_hours, load_once
from orchestration.loading.tables import prepare_tables

TARGET = Target(EVENTS, "events", "arn:aws:iam::000000000000:role/copy")
HOUR, NEXT_HOUR = HOURS = ("2026-11-01-10", "2026-11-01-11")


@pytest.fixture
def session(warehouse):
    with warehouse.connect() as session:
        prepare_tables(session)
        yield session


def arrivals(session):
    return sorted(key for (key,) in session.rows("select arrival_id from raw.events"))


def _load_at_once(warehouse, lake):
    """Two loaders that both list the lake before either inserts."""
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(load_hours, warehouse, lake, TARGET, HOURS) for _ in range(2)]
        return [future.result() for future in running]


def test_concurrent_loaders_load_once(warehouse, lake, land, event, session):
    for number in range(4):
        land("events", HOUR, [event(number)])
    reports = _load_at_once(warehouse, lake)
    assert sorted(report.rows for report in reports) == [0, 4]
    assert len(arrivals(session)) == 4


def test_loaders_whose_hours_overlap_load_each_file_once(warehouse, lake, land, event, session):
    """Each starts elsewhere and commits in groups of its own; they meet in the middle."""
    hours = [f"2026-11-01-{hour:02}" for hour in range(4)]
    for number in range(12):
        land("events", hours[number % 4], [event(number)])
    spans = [(hours[:3], 1), (hours[1:], 2), (hours, 5), (hours[2:], 3)]

    def load(span):
        chosen, size = span
        bounds = grouping.Bounds(files=size, bytes=1024**3, hours=24)
        found = unloaded_files(lambda files: set(), lake, "events", chosen[0], chosen[-1])
        works = (partial(load_once, lake, group) for group in group_files(found, bounds))
        return commit_each(warehouse, TARGET, works, lambda: str(uuid4()), lambda report: None)

    with ThreadPoolExecutor(len(spans)) as pool:
        reports = list(pool.map(load, spans))
    assert sum(report.rows for report in reports) == 12
    assert arrivals(session) == sorted(event(number)["arrival_id"] for number in range(12))
    assert session.value("select count(*) from ops.load_ledger") == 12


def test_without_the_lock_the_same_loaders_load_twice(
    warehouse, lake, land, event, session, monkeypatch
):
    """The reason for the lock, and the proof that the warehouse here isolates as Redshift does."""
    land("events", HOUR, [event(1)])
    both_have_read = threading.Barrier(2, timeout=30)
    unlocked = loader.held_among

    def read_then_wait(*arguments):
        found = unlocked(*arguments)
        both_have_read.wait()
        return found

    monkeypatch.setattr(loader, "LOCK_LEDGER", "select 1")
    monkeypatch.setattr(loader, "held_among", read_then_wait)
    _load_at_once(warehouse, lake)
    assert len(arrivals(session)) == 2


def test_loaders_that_widen_at_once_both_find_it_done(warehouse, session):
    columns = [text(f"coupon_{number}", 64, "") for number in range(8)]
    grown = replace(EVENTS, columns=(*EVENTS.columns, *columns))
    ready = threading.Barrier(3, timeout=60)

    def prepare(_):
        with warehouse.connect() as own:
            ready.wait()
            return prepare_tables(own, (grown, REJECTED_EVENTS))

    with ThreadPoolExecutor(3) as pool:
        run = [statement for done in pool.map(prepare, range(3)) for statement in done]
    assert {statement.split()[5] for statement in run} == {column.name for column in columns}
    assert prepare_tables(session, (grown, REJECTED_EVENTS)) == []
