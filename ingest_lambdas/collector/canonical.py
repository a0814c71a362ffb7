"""A judged, pseudonymised call → the canonical event: one row of raw.events, one line."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson

from ingest_lambdas.collector.attributes import Attributes
from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.fit import check_stated, check_storable, fit_columns
from ingest_lambdas.collector.rejection import Rejection, reject
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
    content = fingerprint(
        {
            "type": call.event_type,
            "name": call.event_name,
            "ids": [call.user_id, call.anonymous_id, call.previous_id, call.group_id],
            "data": call.data,
            "context": _content(call),
            "timestamp": call.original_at,
        }
    )
    return {
        "event_id": event_id,
        "fingerprint": content,
        "event_key": event_key(event_id, content),
    }


def _content(call: Call) -> Any:
    """The context without what is no content of the event; written once for all that share it."""
    facts = call.facts
    entities = call.own_context.get("entities")
    if entities:
        if facts.parts is None:
            facts.parts = {key: _sorted(value) for key, value in _told(call.context)}
        return {**facts.parts, "entities": entities}
    if facts.content is None:
        facts.content = _sorted(dict(_told(call.context)))
    return facts.content


def _told(context: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((key, value) for key, value in context.items() if key not in NOT_CONTENT)


def _sorted(value: Any) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))


def fill_row(
    row: dict[str, Any], call: Call, visitor_id: str, times: EventTime, received_at: str
) -> None:
    """Adds the columns that follow from the call itself to a row: those of which one is known."""
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
    if call.anonymous_id:
        row["anonymous_id"] = call.anonymous_id
    if call.user_id:
        row["user_id"] = call.user_id
    if call.previous_id:
        row["previous_id"] = call.previous_id
    if call.group_id:
        row["group_id"] = call.group_id


def canonical_line(
    row: dict[str, Any], attributes: Attributes, call: Call, tail: dict[str, Any]
) -> bytes:
    """The event as a line that COPY takes: the row, its attributes, its data and what follows,
    and what is left of the context. Raises Rejection.

    What other events have in common with it is in JSON already, and only put in its place.
    """
    check_stated(row)
    known, own = attributes.known, attributes.own
    if known.misfit:
        raise Rejection(known.misfit.reason, known.misfit.violations)
    columns = known.columns_json
    if own:
        own = fit_columns(own)
        if not known.columns.keys().isdisjoint(own):
            columns = orjson.dumps({**known.columns, **own})[1:-1]
            own = {}
    line = b"".join(
        (
            orjson.dumps(row)[:-1],
            b",",
            columns,
            b",",
            orjson.dumps(own | tail)[1:-1],
            _left(known.left_json, call.own_context),
            b"}\n",
        )
    )
    check_storable(line)
    return line


def _left(shared: bytes, own_context: dict[str, Any]) -> bytes:
    """The column `context` as the end of a row's JSON; nothing where nothing is left."""
    own = orjson.dumps(own_context)[1:-1] if own_context else b""
    if not (shared or own):
        return b""
    return b"".join((b',"context":{', shared, b"," if shared and own else b"", own, b"}"))
