"""Delivery: packed, in order per visitor, and honest about what did not go."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.deliver import LARGEST_PACK, Delivery, pack
from ingest_lambdas.contract.identity import partition_of
from ingest_lambdas.runtime.deadline import Deadline
from ingest_lambdas.runtime.firehose_writer import FirehoseWriter
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter


def delivery_to(validated: Any, rejected: Any) -> Delivery:
    return Delivery(
        KinesisWriter(validated, "validated", lambda seconds: None),
        FirehoseWriter(rejected, "rejected", lambda seconds: None),
    )


@given(st.lists(st.integers(1, LARGEST_PACK * 2), max_size=12))
def test_packs_hold_all_lines_in_order_within_the_limit(sizes: list[int]) -> None:
    lines = [(bytes([n]) * size, n) for n, size in enumerate(sizes)]
    records = list(pack(lines))
    assert b"".join(r.data for r in records) == b"".join(data for data, _ in lines)
    alone = {data for data, _ in lines}
    assert all(len(r.data) <= LARGEST_PACK or r.data in alone for r in records)
    assert [r.origin for r in records] == sorted({r.data[0] for r in records})


def test_a_visitors_later_events_wait_for_the_earlier_ones(
    fake_streams: Callable[..., Any],
) -> None:
    fails_first_call = fake_streams(fails=lambda call, position: call == 0)
    lines = [("visitor", (f"{n:010d}".encode() * 20_000, n)) for n in range(4)]
    left = delivery_to(fails_first_call, fake_streams()).deliver(lines, [], Deadline(60))
    assert left is None
    order = [int(data[:10]) for _, data in fails_first_call.stored]
    assert order == [0, 1, 2, 3]
    assert max(len(call) for call in fails_first_call.calls) == 1
    assert {key for key, _ in fails_first_call.stored} == {str(partition_of("visitor"))}


def test_what_waits_behind_a_failure_is_not_sent_and_counts_as_failed(
    fake_streams: Callable[..., Any],
) -> None:
    fails_after_first = fake_streams(fails=lambda call, position: call > 0)
    lines = [("visitor", (f"{n:010d}".encode() * 20_000, n)) for n in range(4)]
    left = delivery_to(fails_after_first, fake_streams()).deliver(lines, [], Deadline(0))
    assert left == 1
    assert [int(data[:10]) for _, data in fails_after_first.stored] == [0]


def test_the_lowest_of_both_destinations_is_reported(fake_streams: Callable[..., Any]) -> None:
    broken = [fake_streams(fails=lambda call, position: True) for _ in range(2)]
    good = [("visitor", (b"{}\n", 7))]
    left = delivery_to(*broken).deliver(good, [(b"{}\n", 5)], Deadline(0))
    assert left == 5
