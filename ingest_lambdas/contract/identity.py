"""Which event is which: arrival ids, fingerprints, event keys. Pure and stable for ever."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b, sha1, sha256
from typing import Any
from uuid import UUID, uuid5

import orjson

NAMESPACE = UUID("6f0d2c1e-95b4-5c0b-9d7b-2f6a3e8f1c55")
PARTITIONS = 64
MOST_ITEMS_A_RECORD = 2_500
_NAMESPACE = NAMESPACE.bytes
# What the 17th hexadecimal digit of a UUID (RFC 9562, 5.5) becomes.
_VARIANT = {f"{digit:x}": f"{digit & 3 | 8:x}" for digit in range(16)}


def arrival_id(shard: str, sequence: str, index: int) -> str:
    """An event's place on events-raw; `index` counts the items of the packed record from 0."""
    return f"{shard}:{sequence}:{index}"


def claimed_count(record: object) -> int:
    """How many arrivals an events-raw record stands for; 1 where it does not say so credibly.

    The archive, the collector and the ledger must count alike, so they all count here.
    """
    count = record.get("count") if isinstance(record, dict) else None
    if type(count) is int and 1 <= count <= MOST_ITEMS_A_RECORD:
        return count
    return 1


def mapped_event_id(source: str, row: int, call: int, item: Mapping[str, Any]) -> str:
    """The id of a call that a mapping made: the same for the same row of the same source, for ever.

    `row` is the row's number where equal rows are to count twice, 0 where they are the same one.
    """
    content = orjson.dumps(item, option=orjson.OPT_SORT_KEYS).decode()
    return str(uuid5(NAMESPACE, f"{source}\n{row}\n{call}\n{content}"))


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of an event's content, hexadecimal; the order of keys does not matter.

    Raises TypeError where the content cannot be written as JSON.
    """
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def event_key(event_id: str, content_fingerprint: str) -> str:
    """The event's identity across the installation: its id and its content together.

    It is uuid5(uuid5(NAMESPACE, event_id), content_fingerprint); the uuid module takes three times
    as long over it, which counts where it is made for every event.
    """
    namespace = bytearray(sha1(_NAMESPACE + event_id.encode(), usedforsecurity=False).digest()[:16])
    namespace[6] = namespace[6] & 0x0F | 0x50  # version and variant, as RFC 9562 has them
    namespace[8] = namespace[8] & 0x3F | 0x80
    text = sha1(namespace + content_fingerprint.encode(), usedforsecurity=False).hexdigest()
    variant = _VARIANT[text[16]]
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"


@lru_cache(maxsize=16_384)
def partition_of(visitor_id: str) -> int:
    """Which of the partition keys on events-validated carries a visitor, for order per visitor."""
    digest = blake2b(visitor_id.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % PARTITIONS
