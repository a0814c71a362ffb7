"""Break a schema, send, mend, replay: each event is there once, and says how it ended."""

import orjson

from orchestration.replaying.preview import preview_replay
from orchestration.replaying.replay import close_as_discarded
from orchestration.replaying.selection import Selection
from tests.orchestration.replaying.deployed_collector import SHARD
from tests.orchestration.replaying.pipeline import batches, view
from tests.orchestration.replaying.steps import (
    EVERYTHING,
    SECOND,
    THIRD,
    balance_of,
    outcomes,
    pass_through,
    run,
)


def test_what_was_rejected_is_good_once_after_two_replays(broken):
    assert run(broken).claimed == 20
    pass_through(broken, SECOND)
    second = run(broken)
    assert (second.claimed, second.sent) == (0, 0)
    pass_through(broken, THIRD)
    balance = balance_of(broken)
    assert balance.balanced
    assert (balance.arrivals, balance.good, balance.recovered, balance.events) == (20, 20, 20, 20)
    assert (balance.open_rejected, balance.transport_duplicates) == (0, 0)
    assert outcomes(broken) == [("recovered", 1, 20)]


def test_a_replay_before_the_first_ones_outcome_is_loaded_sends_nothing(broken):
    run(broken)
    assert run(broken).sent == 0
    assert preview_replay(broken.warehouse, broken.lake, EVERYTHING).arrivals == 0


def test_what_travelled_together_travels_together_and_is_byte_exact(broken):
    sent = [orjson.loads(data) for data in broken.shard.records]
    run(broken)
    replayed = [orjson.loads(data) for data in broken.shard.records[len(sent) :]]
    replayed.sort(key=lambda record: record["arrival_ids"])
    assert [record["arrival_ids"] for record in replayed] == [
        [f"{SHARD}:{record}:{item}" for item in range(5)] for record in range(4)
    ]
    for before, after in zip(sent, replayed, strict=True):
        assert orjson.loads(after["body"]) == orjson.loads(before["body"])
        kept = ("source", "endpoint", "received_at", "ip", "user_agent", "request_id", "count")
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
        assert after["attempt"] == 1


def test_still_broken_it_is_rejected_again_and_can_be_tried_once_more(broken):
    broken.break_schema()
    run(broken)
    pass_through(broken, SECOND)
    assert outcomes(broken) == [("rejected", 1, 20)]
    assert balance_of(broken).open_rejected == 20
    broken.mend_schema()
    run(broken)
    pass_through(broken, THIRD)
    balance = balance_of(broken)
    assert balance.balanced
    assert (balance.good, balance.rejected, balance.events) == (20, 0, 20)
    assert outcomes(broken) == [("recovered", 2, 20), ("rejected", 1, 20)]


def test_events_that_keep_coming_change_nothing(broken):
    for batch in batches(range(100, 110)):
        broken.send(batch)
    run(broken)
    for batch in batches(range(110, 120)):
        broken.send(batch)
    pass_through(broken, SECOND)
    run(broken)
    pass_through(broken, THIRD)
    balance = balance_of(broken)
    assert balance.balanced
    assert (balance.arrivals, balance.events, balance.transport_duplicates) == (40, 40, 0)


def test_only_what_is_selected_is_replayed(broken):
    broken.send({"batch": [view(90, event="Never Planned")]}, source="crm")
    pass_through(broken, SECOND)
    selections = {
        Selection(reason="unknown_event"): 1,
        Selection(source="crm"): 1,
        Selection(event="Product Viewed"): 20,
        Selection(schema_ref="io.headwater/product_viewed"): 20,
        Selection(schema_ref="iglu:io.headwater/product_viewed/jsonschema/1-9-9"): 20,
        Selection(schema_ref="io.headwater/product"): 0,
        Selection(reason="malformed"): 0,
    }
    for selection, expected in selections.items():
        preview = preview_replay(broken.warehouse, broken.lake, selection)
        assert preview.arrivals == expected, selection
    assert run(broken, Selection(event="Product Viewed")).sent == 20


def test_a_preview_tells_what_would_be_sent_and_changes_nothing(broken):
    preview = preview_replay(broken.warehouse, broken.lake, EVERYTHING)
    (group,) = preview.groups
    assert (group.reason, group.source, group.event) == (
        "schema_violation", "web-shop", "Product Viewed",
    )  # fmt: skip
    assert group.schema_ref == "iglu:io.headwater/product_viewed/jsonschema/1-9-9"
    assert group.arrivals == 20
    assert preview.estimated_bytes > 20 * 300
    assert outcomes(broken) == []


def test_what_is_discarded_is_replayed_no_more_and_the_ledger_says_so(broken):
    selection = Selection(event="Product Viewed")
    assert close_as_discarded(broken.warehouse, selection, "run", "a load test") == 20
    assert run(broken).claimed == 0
    balance = balance_of(broken)
    assert balance.balanced
    assert (balance.rejected, balance.open_rejected, balance.discarded) == (20, 0, 20)
    assert broken.rows("select distinct note from ops.replay_outcomes") == [("a load test",)]


def test_an_original_that_is_gone_stays_open_and_is_told(broken):
    for file in broken.lake.files("rejected"):
        broken.lake.client.delete_object(Bucket=broken.lake.personal_bucket, Key=file.key)
    report = run(broken)
    assert (report.sent, report.missing) == (0, 20)
    assert report.missing_sample[0].startswith(SHARD)
    assert preview_replay(broken.warehouse, broken.lake, EVERYTHING).arrivals == 20


def test_a_tombstone_is_never_replayed(broken):
    with broken.warehouse.connect() as session:
        session.execute("update raw.rejected_events set reason = 'consent_dropped'")
    assert run(broken).claimed == 0
