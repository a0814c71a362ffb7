import pytest

from ingest_lambdas.contract.lake_layout import compacted_key
from orchestration.clients import lake as lake_module
from orchestration.clients.lake import LineTooLong
from orchestration.clients.lake_file import LakeFile, Original
from orchestration.clients.lake_manifest import UnreadableManifest, manifest_key, write_manifest

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


def publish(lake, hour, *originals):
    """A compacted file with its manifest; its key."""
    found = [Original(key, 1, "tag", 1) for key in originals]
    file = LakeFile(compacted_key("events", hour, "p"), "events", hour, 9, "tag", tuple(found))
    lake.client.put_object(Bucket=lake.bucket, Key=file.key, Body=b"")
    lake.client.put_object(Bucket=lake.bucket, Key=manifest_key(file), Body=write_manifest(file))
    return file.key


def test_published_files_stand_for_what_they_replace_within_the_bounds_asked_for(lake, landed):
    others = list(landed.values())
    piece = publish(lake, HOURS[1], landed[HOURS[1]])
    expected = [others[0], piece, others[2]]
    assert keys(lake.files("events")) == expected
    assert keys(lake.files("events", HOURS[0], HOURS[1])) == expected[:2]
    assert keys(lake.files("events", HOURS[1], HOURS[1])) == [piece]
    assert keys(lake.files("events", HOURS[2])) == expected[2:]
    assert keys(lake.landings("events")) == others


def test_a_compacted_file_without_a_manifest_is_not_read(lake, landed):
    key = compacted_key("events", HOURS[0], "written")
    lake.client.put_object(Bucket=lake.bucket, Key=key, Body=b"")
    assert keys(lake.files("events")) == list(landed.values())


def test_a_manifest_that_cannot_be_read_is_named(lake, landed):
    key = compacted_key("events", HOURS[0], "p").replace(".gz", ".json")
    lake.client.put_object(Bucket=lake.bucket, Key=key, Body=b'{"key": 1}')
    with pytest.raises(UnreadableManifest, match=key):
        keys(lake.files("events"))


def test_a_line_without_end_is_refused(lake, land, monkeypatch):
    land("events", HOURS[0], [{"arrival_id": "x" * 100}])
    monkeypatch.setattr(lake_module, "LONGEST_LINE_BYTES", 50)
    with pytest.raises(LineTooLong):
        list(lake.lines(next(lake.files("events"))))
