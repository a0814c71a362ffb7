import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.aws.http.errors import ServiceError
from infra.local.aws.kinesis.shards import HASH_SPACE, Shard, hash_key, hash_ranges, shard_of


def shards(count: int) -> list[Shard]:
    return [Shard(i, i + 1, low, high, 7) for i, (low, high) in enumerate(hash_ranges(count))]


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(0, HASH_SPACE - 1))
def test_every_place_belongs_to_the_one_shard_whose_range_holds_it(count: int, place: int) -> None:
    shard = shard_of(shards(count), place)
    assert shard.start_hash <= place <= shard.end_hash


@settings(deadline=None)
@given(st.integers(1, 200))
def test_ranges_cover_the_hash_space_without_gap(count: int) -> None:
    ranges = hash_ranges(count)
    assert ranges[0][0] == 0
    assert ranges[-1][1] == HASH_SPACE - 1
    assert all(a[1] + 1 == b[0] for a, b in zip(ranges, ranges[1:], strict=False))
    known = shards(count)
    for place in {edge for found in ranges for edge in found}:
        shard = shard_of(known, place)
        assert shard.start_hash <= place <= shard.end_hash


@settings(deadline=None)
@given(st.text())
def test_partition_keys_are_placed_by_their_md5(key: str) -> None:
    assert hash_key(key) == int(hashlib.md5(key.encode()).hexdigest(), 16)


@settings(deadline=None)
@given(st.integers(1, 1 << 40), st.integers(1, 1 << 40))
def test_sequence_numbers_sort_as_text_and_as_numbers(one: int, other: int) -> None:
    shard = shards(3)[1]
    first, second = shard.sequence_number(one), shard.sequence_number(other)
    assert len(first) == 56
    assert (first < second) == (one < other) == (int(first) < int(second))
    assert shard.position(first) == one


@pytest.mark.parametrize("wrong", ["", "1", "x" * 56, shards(3)[0].sequence_number(1)])
def test_a_sequence_number_of_another_shard_is_refused(wrong: str) -> None:
    with pytest.raises(ServiceError, match="InvalidArgumentException"):
        shards(3)[1].position(wrong)
