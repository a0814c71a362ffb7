"""Where a line of the quarantine only refers to the archive, the original comes from there."""

import json

import orjson
import pytest

from orchestration.conservation.ledger import measure_conservation
from orchestration.replaying.outgoing import LARGEST_RECORD
from orchestration.replaying.replay import replay
from orchestration.replaying.selection import Selection
from tests.orchestration.replaying.deployed_collector import SHARD
from tests.orchestration.replaying.pipeline import RECEIVED_AT, view

FIRST, SECOND = "2026-11-01-10", "2026-11-01-12"
HUGE = json.dumps(view(1, properties={"text": '"' * 300_000})).encode()


@pytest.fixture
def replayed(pipeline):
    """Replays what was sent, and gives what was put on the stream for it."""

    def run():
        pipeline.flow(FIRST)
        pipeline.load(FIRST)
        before = len(pipeline.shard.records)
        report = replay(
            pipeline.warehouse, pipeline.lake, pipeline.stream, Selection(), "run", rate=1e9
        )
        records = [orjson.loads(data) for data in pipeline.shard.records[before:]]
        pipeline.flow(SECOND)
        pipeline.load(FIRST, SECOND)
        pipeline.model()
        assert measure_conservation(pipeline.lake, pipeline.warehouse).balanced
        return report, records

    return run


def send_oversize(pipeline, body, count):
    reference = pipeline.lake.put_oversize(f"{RECEIVED_AT[:10]}/sent", body)
    pipeline.send(None, count=count, body_ref=reference)
    return reference


def test_one_huge_item_travels_by_its_reference(pipeline, replayed):
    reference = send_oversize(pipeline, b'{"batch":[' + HUGE + b"]}", 1)
    _, (record,) = replayed()
    assert record["body_ref"] == reference
    assert (record["arrival_ids"], record["attempt"]) == ([f"{SHARD}:0:0"], 1)


def test_a_huge_item_of_a_batch_is_cut_out_and_stored_anew(pipeline, replayed):
    good = json.dumps(view(2)).encode()
    reference = send_oversize(pipeline, b'{"batch":[' + good + b" , " + HUGE + b"]}", 2)
    _, (record,) = replayed()
    assert record["body_ref"] != reference
    assert pipeline.lake.oversize_body(record["body_ref"]) == b'{"batch":[' + HUGE + b"]}"
    assert record["arrival_ids"] == [f"{SHARD}:0:1"]
    assert len(orjson.dumps(record)) < LARGEST_RECORD


def test_a_record_whose_body_cannot_be_read_is_sent_whole(pipeline, replayed):
    pipeline.send("no json at all", count=3)
    report, (record,) = replayed()
    assert record["arrival_ids"] == [f"{SHARD}:0:{index}" for index in range(3)]
    assert (record["body"], report.sent) == ("no json at all", 3)


def test_what_is_no_record_at_all_stays_where_it_is_and_is_told(pipeline, replayed):
    pipeline.shard.records.append(b"\x00 garbage")
    report, records = replayed()
    assert (report.missing_sample, records) == ([f"{SHARD}:0:0"], [])


def test_originals_of_a_replay_are_found_in_the_hour_of_their_first_arrival(pipeline, replayed):
    pipeline.send("no json at all")
    replayed()
    again = replay(pipeline.warehouse, pipeline.lake, pipeline.stream, Selection(), "run")
    assert (again.sent, again.missing) == (1, 0)
    record = orjson.loads(pipeline.shard.records[-1])
    assert (record["arrival_ids"], record["attempt"]) == ([f"{SHARD}:0:0"], 2)
