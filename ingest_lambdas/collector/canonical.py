"""A judged, pseudonymised call → the canonical event: one row of raw.events, one line."""

from datetime import datetime
from typing import Any

import orjson

from ingest_lambdas.collector.attributes import Attributes
from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.enrich.subject import Columns
from ingest_lambdas.collector.fit import check_stated, check_storable, fit_columns
from ingest_lambdas.collector.rejection import Rejection, reject
from ingest_lambdas.contract.event_time import (
    EventTime,
    correct_event_time,
    format_claimed,
    format_moment,
    parse_moment,
)


def event_time(call: Call, received_at: datetime, *, trusted: bool) -> EventTime:
    """The call's times. A moment it claims must be readable; its sending time need not be.

    Raises Rejection.
    """
    original = parse_moment(call.original_at)
    if original is None and call.original_at is not None:
        found = call.original_at[:64]
        raise reject("adapter_failure", "/timestamp", "format", "an ISO 8601 moment", found)
    return correct_event_time(received_at, original, parse_moment(call.sent_at), trusted=trusted)


def canonical_row(
    identity: tuple[str, str, str, str, str],
    record: dict[str, Any],
    schema_ref: str,
    call: Call,
    times: EventTime,
    received_at: str,
) -> dict[str, Any]:
    """The columns that follow from the call itself: those of which one is known.

    `identity` are arrival id, event id, fingerprint, event key and visitor id.
    """
    arrival_id, event_id, fingerprint, event_key, visitor_id = identity
    event_at = format_moment(times.event_at)
    row = {
        "arrival_id": arrival_id,
        "event_id": event_id,
        "fingerprint": fingerprint,
        "event_key": event_key,
        "source": record["source"],
        "protocol": record["protocol"],
        "schema_ref": schema_ref,
        "event_type": call.event_type,
        "event_name": call.event_name,
        "event_at": event_at,
        "event_day": event_at[:10],
        "received_at": received_at,
    }
    if times.original_at:
        row["original_at"] = format_claimed(call.original_at, times.original_at)
    if times.sent_at:
        row["sent_at"] = format_claimed(call.sent_at, times.sent_at)
    row["time_implausible"] = times.implausible
    row["visitor_id"] = visitor_id
    if call.anonymous_id:
        row["anonymous_id"] = call.anonymous_id
    if call.user_id:
        row["user_id"] = call.user_id
    if call.previous_id:
        row["previous_id"] = call.previous_id
    if call.group_id:
        row["group_id"] = call.group_id
    return row


def canonical_line(
    row: dict[str, Any], attributes: Attributes, call: Call, tail: dict[str, Any]
) -> bytes:
    """The event as a line that COPY takes: the row, its attributes, its data and what follows,
    and what is left of the context. Raises Rejection.

    What other events have in common with it is in JSON already, and only put in its place.
    """
    check_stated(row)
    known, address, own, _ = attributes
    if known.misfit:
        raise Rejection(known.misfit.reason, known.misfit.violations)
    if own:
        own = fit_columns(own)
    if _are_apart(known.columns, address.columns, own):
        row.update(known.spliced)
        row.update(address.spliced)
        row.update(own)
    else:
        row |= {**known.columns, **address.columns, **own}
    row.update(tail)
    if call.own_context:
        row["context"] = _join(known.left_json, call.own_context)
    elif known.left_json:
        row["context"] = known.left
    line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    check_storable(line)
    return line


def _are_apart(known: Columns, address: Columns, own: Columns) -> bool:
    """Whether no column is among two of them."""
    if own and not (own.keys().isdisjoint(known) and own.keys().isdisjoint(address)):
        return False
    return known.keys().isdisjoint(address)


def _join(left: bytes, own_context: dict[str, Any]) -> orjson.Fragment:
    """The column `context`: what is left of it, and the event's own."""
    own = orjson.dumps(own_context)
    return orjson.Fragment(b"".join((b"{", left, b",", own[1:])) if left else own)
