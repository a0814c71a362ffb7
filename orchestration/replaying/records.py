"""Records for events-raw from what was archived or set aside. Pure.

An item's own bytes are never changed: only which items travel together, and what says of them
that they are no new arrivals (`arrival_ids`, `attempt`, `received_at`).
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from ingest_lambdas.contract.archive import ArchivedRecord
from ingest_lambdas.contract.envelope import RawRecord, add_body
from ingest_lambdas.contract.event_time import parse_moment
from ingest_lambdas.contract.identity import arrival_id, claimed_count
from ingest_lambdas.contract.wire import BODIES

BODY_FIELDS = ("body", "body_base64", "body_ref")
LARGEST_BODY = 200 * 1024
_OF_THE_OLD_PACK = frozenset({*BODY_FIELDS, "batch", "message_ids", "arrival_ids", "attempt"})


@dataclass(frozen=True, slots=True)
class Original:
    """One item as it arrived, and the attempt that it is to be.

    `fields` are its record's without the body; `shared` its batch's own.
    """

    arrival_id: str
    attempt: int
    text: bytes
    fields: Mapping[str, Any]
    shared: Mapping[str, Any]
    message_id: str | None


def original_of(line: Mapping[str, Any], attempt: int) -> Original | None:
    """The item of a line of rejected/; None where the line only refers to the archive."""
    envelope = line.get("envelope")
    text = _payload(line)
    if text is None or not isinstance(envelope, dict) or "batch" not in envelope:
        return None
    fields = {**envelope, "received_at": line["received_at"]}
    given = next(iter(envelope["message_ids"].values()), None)
    return Original(line["arrival_id"], attempt, text, fields, envelope["batch"], given)


def packed(originals: Iterable[Original]) -> Iterator[RawRecord]:
    """Records in the originals' order: what arrived in one record travels in one again."""
    for _, group in groupby(originals, lambda o: (place_of(o.arrival_id), o.attempt)):
        waiting: list[Original] = []
        size = 0
        for original in group:
            if waiting and size + len(original.text) > LARGEST_BODY:
                yield _record_of(waiting)
                waiting, size = [], 0
            waiting.append(original)
            size += len(original.text)
        yield _record_of(waiting)


def whole(archived: ArchivedRecord, attempt: int) -> RawRecord:
    """An archived record as it is, with the ids of its arrivals. It must hold a JSON object."""
    record = archived.record or {}
    ids = [_arrival_id(archived, index) for index in range(claimed_count(record))]
    ours = {"received_at": _received_at(archived), "attempt": attempt, "arrival_ids": ids}
    return cast(RawRecord, {**record, **ours})


def cut_out(
    archived: ArchivedRecord, raw_body: bytes, wanted: Mapping[int, int]
) -> Iterator[Original]:
    """Some items of an archived record: `wanted` maps their index to their attempt.

    Raises what the body's reader raises where it cannot be cut up.
    """
    record = archived.record or {}
    wire, endpoint = BODIES[record["protocol"]], record["endpoint"]
    shared = wire.read_body(raw_body, endpoint).shared
    texts = wire.item_texts(raw_body, endpoint)
    fields = {**record, "received_at": _received_at(archived)}
    for index, attempt in sorted(wanted.items()):
        text = texts[index].encode("utf-8", errors="surrogateescape")
        given = record["message_ids"].get(str(index))
        yield Original(_arrival_id(archived, index), attempt, text, fields, shared, given)


def body_of(record: Mapping[str, Any]) -> bytes | None:
    """The body that a record holds itself."""
    if isinstance(record.get("body"), str):
        return str(record["body"]).encode()
    if isinstance(record.get("body_base64"), str):
        return base64.b64decode(record["body_base64"])
    return None


def place_of(arrival: str) -> str:
    """shard:sequence of an arrival: its record's place on the stream."""
    return arrival.rpartition(":")[0]


def _record_of(originals: Sequence[Original]) -> RawRecord:
    first = originals[0]
    wire, endpoint = BODIES[first.fields["protocol"]], first.fields["endpoint"]
    record: Any = {
        **{key: value for key, value in first.fields.items() if key not in _OF_THE_OLD_PACK},
        "count": len(originals),
        "message_ids": {str(n): o.message_id for n, o in enumerate(originals) if o.message_id},
        "attempt": first.attempt,
        "arrival_ids": [original.arrival_id for original in originals],
    }
    add_body(record, wire.body_of([o.text for o in originals], first.shared, endpoint))
    return cast(RawRecord, record)


def _payload(line: Mapping[str, Any]) -> bytes | None:
    if isinstance(line.get("payload"), str):
        return str(line["payload"]).encode()
    if isinstance(line.get("payload_base64"), str):
        return base64.b64decode(line["payload_base64"])
    return None


def _received_at(archived: ArchivedRecord) -> str:
    """The tracker's time; Kinesis' own where the record does not say, as the collector reads it."""
    stated = (archived.record or {}).get("received_at")
    return str(stated) if parse_moment(stated) else archived.approximate_arrival


def _arrival_id(archived: ArchivedRecord, index: int) -> str:
    return arrival_id(archived.shard, archived.sequence, index)
