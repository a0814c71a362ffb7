"""A declared mapping from somebody else's rows to calls of the tracking API. Pure.

    [[call]]
    type = "track"
    event = { value = "Order Completed" }
    user_id = "customer.id"
    timestamp = "ordered_at"
    when = { path = "kind", in = ["order"] }

    [call.properties]
    order_id = "order.number"
    revenue = { path = "order.total", as = "number" }

A field is a dotted path into the row (a CSV column is a path of one step), or a table: `path` with
`as` (text, number, integer, boolean), or a constant `value`. A call is made of the rows in which
`when` finds a value, one of `in` where that is given. A row may make several calls, or none.
"""

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest_lambdas.contract.columns import EVENT_TYPES
from ingest_lambdas.contract.event_time import format_moment, parse_moment

SINGLE = {
    "event": "event",
    "name": "name",
    "user_id": "userId",
    "anonymous_id": "anonymousId",
    "previous_id": "previousId",
    "group_id": "groupId",
    "message_id": "messageId",
    "timestamp": "timestamp",
}
OBJECTS = ("properties", "traits", "context")
Row = Mapping[str, Any]


class MappingUnreadable(ValueError):
    """The mapping's text is not well declared: says where."""


class RowUnmappable(ValueError):
    """A row's value is not what the mapping says it is: names the field."""


def _boolean(value: Any) -> bool:
    text = str(value).strip().lower()
    if text not in ("true", "t", "yes", "1", "false", "f", "no", "0"):
        raise ValueError("no boolean")
    return text in ("true", "t", "yes", "1")


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("no finite number")
    return number


CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "as it is": lambda value: value,
    "text": str,
    "number": _number,
    "integer": int,
    "boolean": _boolean,
}


@dataclass(frozen=True)
class Field:
    """Where a value comes from, and as what it is read."""

    path: tuple[str, ...] = ()
    value: Any = None
    kind: str = "as it is"

    def read(self, row: Row) -> Any:
        """The value, None where the row has none. Raises RowUnmappable."""
        if not self.path:
            return self.value
        found: Any = row
        for step in self.path:
            found = found.get(step) if isinstance(found, Mapping) else None
        if found is None or found == "":
            return None
        try:
            return CONVERSIONS[self.kind](found)
        except (TypeError, ValueError) as error:
            raise RowUnmappable(f"{'.'.join(self.path)}: {found!r} is no {self.kind}") from error


@dataclass(frozen=True)
class CallMapping:
    """One kind of call that a row may make."""

    type: str
    single: dict[str, Field] = field(default_factory=dict)
    objects: dict[str, dict[str, Field]] = field(default_factory=dict)
    when: Field | None = None
    accepted: tuple[str, ...] = ()

    def applies(self, row: Row) -> bool:
        """Whether the row makes this call."""
        if self.when is None:
            return True
        found = self.when.read(row)
        return found is not None and (not self.accepted or str(found) in self.accepted)

    def call(self, row: Row) -> dict[str, Any]:
        """An item of a Segment batch. Raises RowUnmappable."""
        item: dict[str, Any] = {"type": self.type}
        for name, source in self.single.items():
            value = source.read(row)
            if value is not None:
                item[name] = _moment(value) if name == "timestamp" else str(value)
        for name, members in self.objects.items():
            values = {key: source.read(row) for key, source in members.items()}
            item[name] = {key: value for key, value in values.items() if value is not None}
        if not (item.get("userId") or item.get("anonymousId")):
            raise RowUnmappable("the row has neither a user id nor an anonymous id")
        return item


def map_row(mappings: Sequence[CallMapping], row: Row) -> Iterator[dict[str, Any]]:
    """The calls that a row makes, in the order of the mapping. Raises RowUnmappable."""
    for mapping in mappings:
        if mapping.applies(row):
            yield mapping.call(row)


def read_mapping(text: str) -> list[CallMapping]:
    """The mappings of a TOML text. Raises MappingUnreadable."""
    try:
        declared = tomllib.loads(text).get("call")
    except tomllib.TOMLDecodeError as error:
        raise MappingUnreadable(f"mapping: {error}") from error
    return read_calls(declared)


def read_calls(declared: Any) -> list[CallMapping]:
    """The mappings of parsed [[call]] tables. Raises MappingUnreadable."""
    if not isinstance(declared, list) or not declared:
        raise MappingUnreadable("mapping: it declares no [[call]]")
    if not all(isinstance(entry, dict) for entry in declared):
        raise MappingUnreadable("mapping: each call is a table [[call]]")
    return [_read_call(entry, f"call {n}") for n, entry in enumerate(declared, 1)]


def _read_call(entry: dict[str, Any], where: str) -> CallMapping:
    kind = entry.get("type")
    if kind not in EVENT_TYPES:
        raise MappingUnreadable(f"{where}: type is one of {', '.join(EVENT_TYPES)}")
    unknown = entry.keys() - SINGLE.keys() - {*OBJECTS, "type", "when"}
    if unknown:
        raise MappingUnreadable(f"{where}: {', '.join(sorted(unknown))} is unknown")
    when = dict(entry.get("when", {}))
    accepted = tuple(map(str, when.pop("in", ())))
    return CallMapping(
        type=kind,
        single={SINGLE[n]: _read_field(entry[n], f"{where}: {n}") for n in SINGLE if n in entry},
        objects={
            name: {key: _read_field(f, f"{where}: {name}.{key}") for key, f in entry[name].items()}
            for name in OBJECTS
            if name in entry
        },
        when=_read_field(when, f"{where}: when") if "when" in entry else None,
        accepted=accepted,
    )


def _read_field(given: Any, where: str) -> Field:
    if isinstance(given, str):
        return Field(tuple(given.split(".")))
    if isinstance(given, dict) and given.keys() == {"value"}:
        return Field(value=given["value"])
    if not isinstance(given, dict) or not isinstance(given.get("path"), str):
        raise MappingUnreadable(f"{where} is a path, or a table with path or value")
    kind = given.get("as", "as it is")
    if kind not in CONVERSIONS or given.keys() - {"path", "as"}:
        raise MappingUnreadable(f"{where}: as is one of {', '.join(CONVERSIONS)}")
    return Field(tuple(given["path"].split(".")), kind=kind)


def _moment(value: Any) -> str:
    moment = parse_moment(str(value))
    if moment is None:
        raise RowUnmappable(f"timestamp: {value!r} is no ISO 8601 moment")
    return format_moment(moment)
