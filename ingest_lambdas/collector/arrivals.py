"""Opens what Lambda hands over from events-raw: records, their items, the items' own texts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import orjson
import pybase64

from ingest_lambdas.collector.call import is_shallow
from ingest_lambdas.collector.rejection import Rejection, reject
from ingest_lambdas.contract.envelope import RECORD_VERSION
from ingest_lambdas.contract.event_time import (
    format_claimed,
    from_epoch_milliseconds,
    parse_moment,
)
from ingest_lambdas.contract.identity import arrival_id, claimed_count
from ingest_lambdas.contract.json_items import Body, Unreadable
from ingest_lambdas.contract.wire import BODIES
from ingest_lambdas.runtime.oversize_store import BodyMissing

FetchBody = Callable[[str], bytes]


class Poison(Exception):
    """A record that cannot be opened: its arrivals are set aside whole, as its rejection says."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__(rejection.reason)
        self.rejection = rejection


@dataclass(slots=True)
class Arrival:
    """One record of events-raw; `record` is its JSON object, None where it holds none.

    `arrived_at` is Kinesis' time of arrival, seconds since 1970; `count` how many arrivals it
    stands for.
    """

    shard: str
    sequence: str
    arrived_at: float
    data: bytes
    record: dict[str, Any] | None
    count: int

    @classmethod
    def from_lambda(cls, record: dict[str, Any]) -> Self:
        """Reads one element of a Kinesis event's Records."""
        kinesis = record["kinesis"]
        data = pybase64.b64decode(kinesis["data"], validate=True)
        opened = _as_object(data)
        return cls(
            record["eventID"].rpartition(":")[0],
            kinesis["sequenceNumber"],
            kinesis["approximateArrivalTimestamp"],
            data,
            opened,
            claimed_count(opened),
        )

    def arrival_id(self, index: int) -> str:
        """The id of its arrival number `index`: on a replay the original one."""
        if self.record and "arrival_ids" in self.record:
            given = self.record["arrival_ids"]
            if isinstance(given, list) and index < len(given) and _is_id(given[index]):
                return str(given[index])
        return arrival_id(self.shard, self.sequence, index)

    @property
    def attempt(self) -> int:
        """0, or the number of the replay."""
        given = (self.record or {}).get("attempt")
        return given if type(given) is int and 0 <= given < 2**31 else 0

    @property
    def received_at(self) -> datetime:
        """When the gateway received it; when Kinesis did, where the record does not say."""
        stated = parse_moment((self.record or {}).get("received_at"))
        return stated or from_epoch_milliseconds(self.arrived_at * 1000)


@dataclass(slots=True)
class Opened:
    """An arrival's record with its items, and what all of them share: read once.

    `is_shallow` says that no item can nest too deeply: the whole body has too few brackets.
    """

    arrival: Arrival
    record: dict[str, Any]
    raw_body: bytes
    body: Body
    received_at: datetime
    received_text: str
    attempt: int
    is_shallow: bool


def open_arrival(arrival: Arrival, fetch_body: FetchBody) -> Opened:
    """Raises Poison, and whatever fetch_body raises beside BodyMissing: then it may work later."""
    record = arrival.record
    if record is None:
        raise _poison("the record is not a JSON object")
    _check(record)
    try:
        raw_body = _raw_body(record, fetch_body)
        body = BODIES[record["protocol"]].read_body(raw_body, record["endpoint"])
    except (Unreadable, BodyMissing, ValueError) as error:
        raise _poison(str(error)) from error
    if len(body.items) != arrival.count:
        raise _poison(f"the record claims {arrival.count} items and holds {len(body.items)}")
    received_at = arrival.received_at
    return Opened(
        arrival,
        record,
        raw_body,
        body,
        received_at,
        format_claimed(record.get("received_at"), received_at),
        arrival.attempt,
        is_shallow(raw_body),
    )


def _check(record: dict[str, Any]) -> None:
    """Raises Poison for a record that the tracker did not write, or did not read itself."""
    get = record.get
    protocol = get("protocol")
    if not (type(protocol) is type(get("source")) is type(get("endpoint")) is str):
        raise _poison("the record lacks a field")
    if get("v") != RECORD_VERSION or protocol not in BODIES:
        raise _poison("the record's version or protocol is unknown")
    unread = get("unread_bytes")
    if type(unread) is int:
        expected = "a body within the tracker's limits"
        raise Poison(reject("size_violation", "", "maxLength", expected, f"{unread} bytes"))


def _poison(message: str) -> Poison:
    return Poison(reject("malformed", "", "record", "a record of events-raw", message))


def _raw_body(record: dict[str, Any], fetch_body: FetchBody) -> bytes:
    body = record.get("body")
    if type(body) is str:
        return body.encode()
    if isinstance(record.get("body_base64"), str):
        return pybase64.b64decode(record["body_base64"], validate=True)
    if isinstance(record.get("body_ref"), str):
        return fetch_body(record["body_ref"])
    raise _poison("the record has no body")


def _as_object(data: bytes) -> dict[str, Any] | None:
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 128 and value.isascii()
