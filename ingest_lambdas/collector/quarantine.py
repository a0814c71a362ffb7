"""Rejected items as lines for Firehose: why, what could be read, and the item's own text.

What goes on into raw.rejected_events holds no clear personal data; `payload` and `envelope`, which
do, stay in the personal bucket: the loader does not copy them.
"""

import base64
from typing import Any

import orjson

from ingest_lambdas.collector.arrivals import Arrival, Opened
from ingest_lambdas.collector.protocols import describe
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.rejection import Rejection
from ingest_lambdas.collector.violations import clean_text, make_storable
from ingest_lambdas.contract.columns import CONSENT_DROPPED, EVENT_TYPES, PROTOCOLS, REJECTED_EVENTS
from ingest_lambdas.contract.envelope import RejectedEvent
from ingest_lambdas.contract.event_time import format_moment
from ingest_lambdas.contract.wire import BODIES
from ingest_lambdas.runtime.firehose_writer import LARGEST_RECORD
from ingest_lambdas.runtime.observability import logger

UNKNOWN_SOURCE = "unknown"
_BODIES = frozenset({"body", "body_base64", "body_ref", "arrival_ids", "message_ids"})
_LENGTHS = {column.name: column.length or 0 for column in REJECTED_EVENTS.columns}


class Quarantine:
    """Writes the lines of rejected items."""

    def __init__(self, pseudonymiser: Pseudonymiser) -> None:
        self._pseudonymiser = pseudonymiser

    def item_line(
        self, opened: Opened, index: int, rejection: Rejection, text: str | None
    ) -> bytes:
        """The line of one item; without its `text` it only refers to the archive.

        So does that of an item over which an error comes up that no one foresaw: the archive has
        it, and the shard goes on.
        """
        row = self._row(opened.arrival, index, rejection)
        try:
            return self._describe(row, opened, index, text)
        except Exception:
            logger.exception("a rejected item could not be described")
            return _line(self._row(opened.arrival, index, rejection), {}, {})

    def _describe(self, row: RejectedEvent, opened: Opened, index: int, text: str | None) -> bytes:
        item = opened.body.items[index]
        if isinstance(item, dict):
            described = describe(opened.record, item)
            row["event_id"] = self._bounded("event_id", _event_id(opened, index, item))
            row["event_type"] = described.event_type if _is_type(described.event_type) else None
            row["event_name"] = self._bounded("event_name", described.event_name)
            row["visitor_id"] = self._visitor(described.visitor)
        return _line(row, _payload(text), _envelope(opened, index))

    def poison_lines(self, arrival: Arrival, rejection: Rejection) -> list[bytes]:
        """A line for each arrival that an unreadable record claims; the first has it whole."""
        text = arrival.data.decode("utf-8", errors="surrogateescape")
        rows = (self._row(arrival, index, rejection) for index in range(arrival.count))
        return [_line(row, _payload(text) if n == 0 else {}, {}) for n, row in enumerate(rows)]

    def tombstone(self, arrival: Arrival, index: int, purposes: tuple[str, ...]) -> bytes:
        """The line of an item whose visitor did not consent: that it was there, nothing of it."""
        record = arrival.record or {}
        row = RejectedEvent(
            arrival_id=arrival.arrival_id(index),
            source=self._bounded("source", record.get("source")) or UNKNOWN_SOURCE,
            protocol=_protocol(record),
            reason=CONSENT_DROPPED,
            violations=[],
            received_at=format_moment(arrival.received_at),
            attempt=arrival.attempt,
            consent_refused=",".join(purposes),
        )
        return orjson.dumps(row) + b"\n"

    def _row(self, arrival: Arrival, index: int, rejection: Rejection) -> RejectedEvent:
        source = self._bounded("source", (arrival.record or {}).get("source"))
        return RejectedEvent(
            arrival_id=arrival.arrival_id(index),
            source=source or UNKNOWN_SOURCE,
            protocol=_protocol(arrival.record or {}),
            schema_ref=rejection.schema_ref,
            reason=rejection.reason,
            violations=[make_storable(v, self._pseudonymiser.scrub) for v in rejection.violations],
            received_at=format_moment(arrival.received_at),
            attempt=arrival.attempt,
        )

    def _visitor(self, given: Any) -> str | None:
        if type(given) is int or (isinstance(given, str) and given):
            return self._pseudonymiser.pseudonym(clean_text(str(given)))
        return None

    def _bounded(self, column: str, value: Any) -> str | None:
        """A text without mail addresses that fits its column; None where it would not."""
        if not isinstance(value, str) or not value or value != clean_text(value):
            return None
        text = self._pseudonymiser.scrub(value)
        return text if len(text.encode()) <= _LENGTHS[column] else None


def texts_of(opened: Opened) -> list[str] | None:
    """Each item's own text; None where the body nests too deeply to be cut up."""
    try:
        wire = BODIES[opened.record["protocol"]]
        return wire.item_texts(opened.raw_body, opened.record["endpoint"])
    except RecursionError:
        return None


def _event_id(opened: Opened, index: int, item: dict[str, Any]) -> Any:
    assigned = opened.record.get("message_ids")
    return BODIES[opened.record["protocol"]].event_id(item) or (
        assigned.get(str(index)) if isinstance(assigned, dict) else None
    )


def _is_type(event_type: Any) -> bool:
    return isinstance(event_type, str) and event_type in EVENT_TYPES


def _protocol(record: dict[str, Any]) -> str:
    """The record's protocol; the first one's name for a record that no tracker wrote."""
    found = record.get("protocol")
    return found if isinstance(found, str) and found in PROTOCOLS else PROTOCOLS[0]


def _payload(text: str | None) -> dict[str, str]:
    if text is None:
        return {}
    if text == clean_text(text):
        return {"payload": text}
    raw = text.encode("utf-8", errors="surrogateescape")
    return {"payload_base64": base64.b64encode(raw).decode()}


def _envelope(opened: Opened, index: int) -> dict[str, Any]:
    """The record without its body, and the fields that the item shares with its batch."""
    assigned = opened.record.get("message_ids")
    own = assigned.get(str(index)) if isinstance(assigned, dict) else None
    kept = {key: value for key, value in opened.record.items() if key not in _BODIES}
    kept["message_ids"] = {str(index): own} if own else {}
    shared = {key: value for key, value in opened.body.shared.items() if key != "writeKey"}
    return {**kept, "batch": shared} if _is_storable(shared) else kept


def _is_storable(value: Any) -> bool:
    try:
        return b"\\u0000" not in orjson.dumps(value)
    except TypeError:
        return False


def _line(row: RejectedEvent, payload: dict[str, str], envelope: dict[str, Any]) -> bytes:
    """The line; without payload and envelope where Firehose would not take it: received/ has it."""
    known = {key: value for key, value in row.items() if value is not None}
    line = orjson.dumps({**known, **payload, "envelope": envelope}) + b"\n"
    return line if len(line) <= LARGEST_RECORD else orjson.dumps(known) + b"\n"
