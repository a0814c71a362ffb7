import pytest

from orchestration.conservation.lake_side import UnreadableLine, arrival_ids, read_kind
from orchestration.conservation.law import ARRIVED, GOOD, REJECTED

HOUR = "2026-11-01-00"


def received(sequence, count, **record):
    return {"shard": "shard-0", "sequence": sequence, "record": {"count": count, **record}}


def read(lake, kind):
    return [pair for file in read_kind(lake, kind) for pair in file.sides]


def test_each_item_of_a_received_record_is_an_arrival(lake, land):
    land("received", HOUR, [received("49", 2), received("50", 1)])
    ids = ["shard-0:49:0", "shard-0:49:1", "shard-0:50:0"]
    assert read(lake, "received") == [(arrival, ARRIVED, 0) for arrival in ids]


def test_a_replayed_record_keeps_its_arrivals():
    line = b'{"shard":"s","sequence":"9","record":{"count":1,"arrival_ids":["s:1:0"]}}'
    assert list(arrival_ids(line)) == ["s:1:0"]


def test_outcomes_are_read_from_their_own_files_in_order(lake, land):
    for hour in ("2026-11-01-01", HOUR):
        land("events", hour, [{"arrival_id": f"{hour}:{n}", "attempt": n} for n in range(3)])
    land("rejected", HOUR, [{"arrival_id": "r", "reason": "malformed", "attempt": 1}])
    expected = [(f"{hour}:{n}", GOOD, n) for hour in (HOUR, "2026-11-01-01") for n in range(3)]
    assert read(lake, "events") == expected
    assert read(lake, "rejected") == [("r", REJECTED, 1)]


def test_more_files_than_readers_are_all_read(lake, land):
    for number in range(11):
        land("events", HOUR, [{"arrival_id": str(number), "attempt": 0}])
    assert {arrival for arrival, _, _ in read(lake, "events")} == {str(n) for n in range(11)}


def test_a_line_that_cannot_be_read_names_its_place(lake, land):
    key = land("events", HOUR, [{"arrival_id": "a", "attempt": 0}, {"no": "id"}])
    with pytest.raises(UnreadableLine, match=f"{key} line 2"):
        read(lake, "events")
