"""A judged, pseudonymised call → the canonical event: one row of raw.events, one line."""

from datetime import datetime
from typing import Any

import orjson

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.fit import check_storable, fit_columns
from ingest_lambdas.collector.rejection import reject
from ingest_lambdas.collector.remaining_context import remaining_context
from ingest_lambdas.contract.event_time import (
    EventTime,
    correct_event_time,
    format_claimed,
    format_moment,
    parse_moment,
)
from ingest_lambdas.contract.identity import event_key, fingerprint

NOT_CONTENT = ("ip", "network_user_id")


def event_time(call: Call, received_at: datetime, *, trusted: bool) -> EventTime:
    """The call's times. A moment it claims must be readable; its sending time need not be.

    Raises Rejection.
    """
    original = parse_moment(call.original_at)
    if original is None and call.original_at is not None:
        found = call.original_at[:64]
        raise reject("adapter_failure", "/timestamp", "format", "an ISO 8601 moment", found)
    return correct_event_time(received_at, original, parse_moment(call.sent_at), trusted=trusted)


def identity(call: Call, event_id: str) -> dict[str, str]:
    """The columns that tell one event from another.

    The content is fingerprinted after pseudonyms have replaced what is personal: a hash of the
    clear content could be used to confirm a guessed mail address.
    """
    context = call.context.copy()
    for name in NOT_CONTENT:
        context.pop(name, None)
    content = fingerprint(
        {
            "type": call.event_type,
            "name": call.event_name,
            "ids": [call.user_id, call.anonymous_id, call.previous_id, call.group_id],
            "data": call.data,
            "context": context,
            "timestamp": call.original_at,
        }
    )
    return {
        "event_id": event_id,
        "fingerprint": content,
        "event_key": event_key(event_id, content),
    }


def fill_row(
    row: dict[str, Any],
    call: Call,
    visitor_id: str,
    times: EventTime,
    received_at: str,
    attributes: dict[str, Any],
) -> None:
    """Adds the columns that follow from the call itself to a row."""
    event_at = format_moment(times.event_at)
    row["event_type"] = call.event_type
    row["event_name"] = call.event_name
    row["event_at"] = event_at
    row["event_day"] = event_at[:10]
    row["received_at"] = received_at
    if times.original_at:
        row["original_at"] = format_claimed(call.original_at, times.original_at)
    if times.sent_at:
        row["sent_at"] = format_claimed(call.sent_at, times.sent_at)
    row["time_implausible"] = times.implausible
    row["visitor_id"] = visitor_id
    row["anonymous_id"] = call.anonymous_id
    row["user_id"] = call.user_id
    row["previous_id"] = call.previous_id
    row["group_id"] = call.group_id
    row.update(attributes)
    if call.data_field:
        row[call.data_field] = call.data


def canonical_line(row: dict[str, Any], context: dict[str, Any]) -> bytes:
    """The row as a line that COPY takes, with what is left of the context. Raises Rejection."""
    fitting = fit_columns(row)
    if left := remaining_context(context, fitting):
        fitting["context"] = left
    line = orjson.dumps(fitting, option=orjson.OPT_APPEND_NEWLINE)
    check_storable(fitting, line)
    return line
