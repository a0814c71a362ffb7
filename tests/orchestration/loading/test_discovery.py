"""Looking for new files: a page at a time, whatever the ledger holds beside them."""

import pytest

from ingest_lambdas.contract.columns import EVENTS
from orchestration.loading import discovery
from orchestration.loading.discovery import held_among, unloaded_files
from orchestration.loading.loader import Target, load_hours
from orchestration.loading.tables import prepare_tables

HOURS = ("2026-11-01-10", "2026-11-01-11")
TARGET = Target(EVENTS, "events", "arn:aws:iam::000000000000:role/copy")


@pytest.fixture
def landed(warehouse, lake, land, event):
    """Nine files over two hours; every third was never loaded."""
    keys = sorted(land("events", HOURS[n % 2], [event(n)]) for n in range(9))
    with warehouse.connect() as session:
        prepare_tables(session)
        load_hours(warehouse, lake, TARGET, HOURS)
        for key in keys[::3]:
            session.execute("delete from ops.load_ledger where object_key = %s", (key,))
    return keys


@pytest.mark.parametrize("page", [1, 2, 3, 4, 100])
def test_pages_of_any_size_find_the_same(warehouse, lake, landed, monkeypatch, page):
    monkeypatch.setattr(discovery, "PAGE", page)
    with warehouse.connect() as session:
        asked = []

        def held(files):
            asked.append(len(files))
            return held_among(session, files)

        found = [file.key for file in unloaded_files(held, lake, "events", *HOURS)]
    assert found == landed[::3]
    assert max(asked) <= page
