"""Identity: semantics §1 and §2. The literal values must never change: stored keys are such."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.contract.identity import (
    arrival_id,
    claimed_count,
    event_key,
    fingerprint,
    partition_of,
)


def test_the_key_of_a_known_event_stays_what_it_is() -> None:
    content = fingerprint({"type": "track", "data": {"price": 9.5}})
    assert content == "87689705aa53e05decb9760d56c22ab1a76542fa05b1c0db89f32ab18c953e02"
    assert event_key("m-1", content) == "46f05a1e-63fd-545c-9079-78ce516ef1a4"
    assert partition_of("visitor-1") == 39


def test_the_order_of_keys_does_not_matter() -> None:
    assert fingerprint({"a": 1, "b": {"c": 2, "d": 3}}) == fingerprint(
        {"b": {"d": 3, "c": 2}, "a": 1}
    )


def test_same_id_other_content_is_another_event() -> None:
    assert event_key("m-1", fingerprint({"a": 1})) != event_key("m-1", fingerprint({"a": 2}))
    assert event_key("m-1", fingerprint({"a": 1})) != event_key("m-2", fingerprint({"a": 1}))


def test_an_arrival_is_named_by_its_place() -> None:
    assert arrival_id("shardId-000000000001", "495", 7) == "shardId-000000000001:495:7"


@pytest.mark.parametrize(
    ("record", "count"),
    [
        ({"count": 3}, 3),
        ({"count": 2500}, 2500),
        ({"count": 2501}, 1),
        ({"count": 0}, 1),
        ({"count": True}, 1),
        ({"count": "3"}, 1),
        ({}, 1),
        (None, 1),
        ([], 1),
    ],
)
def test_only_a_credible_count_is_believed(record: Any, count: int) -> None:
    assert claimed_count(record) == count


@given(st.text())
def test_every_visitor_has_one_of_64_partitions(visitor: str) -> None:
    assert 0 <= partition_of(visitor) < 64
    assert partition_of(visitor) == partition_of(visitor)
