import pytest

from orchestration.clients import lake as lake_module
from orchestration.clients.lake import LineTooLong

HOURS = ["2026-11-01-00", "2026-11-01-01", "2026-11-01-02"]


@pytest.fixture
def landed(land):
    return {hour: land("events", hour, [{"arrival_id": hour}]) for hour in HOURS}


def keys(files):
    return [file.key for file in files]


def test_all_one_some_and_later_hours_are_listed(lake, landed):
    assert keys(lake.files("events")) == list(landed.values())
    assert keys(lake.files("events", HOURS[1], HOURS[1])) == [landed[HOURS[1]]]
    assert keys(lake.files("events", HOURS[0], HOURS[1])) == [landed[h] for h in HOURS[:2]]
    assert keys(lake.files("events", HOURS[1])) == [landed[h] for h in HOURS[1:]]


def test_compacted_and_erased_copies_are_no_landings(lake, landed):
    lake.client.put_object(Bucket=lake.bucket, Key="events/compacted/x.gz", Body=b"")
    assert keys(lake.files("events")) == list(landed.values())


def test_a_line_without_end_is_refused(lake, land, monkeypatch):
    land("events", HOURS[0], [{"arrival_id": "x" * 100}])
    monkeypatch.setattr(lake_module, "LONGEST_LINE_BYTES", 50)
    with pytest.raises(LineTooLong):
        list(lake.lines(next(lake.files("events"))))
