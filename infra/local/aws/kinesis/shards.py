"""Shards: which part of the hash space each holds, and how its sequence numbers are spelt."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from infra.local.aws.http.errors import ServiceError

HASH_SPACE = 1 << 128
_DIGITS_OF_POSITION = 38


@dataclass(frozen=True, slots=True)
class Shard:
    """One shard; `log` is where its records are stored, `born` the stream's creation in seconds."""

    index: int
    log: int
    start_hash: int
    end_hash: int
    born: int

    @property
    def id(self) -> str:
        """`shardId-000000000000`."""
        return f"shardId-{self.index:012d}"

    @property
    def _prefix(self) -> str:
        return f"49{self.born:011d}{self.index:05d}"

    def sequence_number(self, position: int) -> str:
        """56 digits like AWS's, so that numeric and text order agree; never reused by a shard."""
        return f"{self._prefix}{position:0{_DIGITS_OF_POSITION}d}"

    def position(self, sequence_number: str) -> int:
        """The position that a sequence number stands for; refused when it is not this shard's."""
        prefix, digits = self._prefix, sequence_number[len(self._prefix) :]
        known = sequence_number.startswith(prefix) and len(digits) == _DIGITS_OF_POSITION
        if not known or not (digits.isascii() and digits.isdigit()):
            raise ServiceError(
                "InvalidArgumentException",
                f"Sequence number {sequence_number[:80]!r} does not belong to shard {self.id}.",
            )
        return int(digits)


def hash_ranges(count: int) -> list[tuple[int, int]]:
    """The hash space in `count` nearly equal ranges, both ends included."""
    bounds = [HASH_SPACE * i // count for i in range(count + 1)]
    return [(start, following - 1) for start, following in zip(bounds, bounds[1:], strict=False)]


def hash_key(partition_key: str) -> int:
    """A partition key's place in the hash space: its MD5, as Kinesis documents."""
    return int.from_bytes(hashlib.md5(partition_key.encode(), usedforsecurity=False).digest())


def shard_of(shards: Sequence[Shard], place: int) -> Shard:
    """The shard whose range holds a place; shards are in order and cover the space evenly."""
    shard = shards[place * len(shards) // HASH_SPACE]
    if place < shard.start_hash:
        return shards[shard.index - 1]
    return shards[shard.index + 1] if place > shard.end_hash else shard
