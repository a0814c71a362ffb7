"""Proposes a schema for data that has none: what was seen, with room to grow.

No value of a person's gets into it: fields that look personal give no listed values, and every
text of the example is a placeholder.
"""

from collections.abc import Callable
from typing import Any

from ingest_lambdas.contract.observed_values import Observed
from ingest_lambdas.contract.schema import SELF_DESCRIBING, EventName
from ingest_lambdas.contract.schema_ref import SchemaRef

IsPersonal = Callable[[str], bool]
ENOUGH_TO_LIST = 30
TIMES_EACH = 5
_LENGTHS = (16, 64, 255, 1024, 4096, 16_384)
_LARGEST = 2**63 - 1
_PLACEHOLDERS = {
    "date-time": "2026-01-31T12:00:00Z",
    "date": "2026-01-31",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
}


def infer_schema(
    ref: SchemaRef, event: EventName | None, seen: Observed, is_personal: IsPersonal
) -> dict[str, Any]:
    """The schema of a reference, from the objects that were seen."""
    planned = {"x-event": {k: v for k, v in event._asdict().items() if v}} if event else {}
    shape = _Proposal(is_personal).of(seen, "", personal=False)
    title = event.name if event and event.name else ref.name.replace("_", " ").capitalize()
    return {
        "$schema": SELF_DESCRIBING,
        "self": {
            "vendor": ref.vendor,
            "name": ref.name,
            "format": "jsonschema",
            "version": str(ref.version),
        },
        **planned,
        "title": title,
        "description": f"Proposed from {seen.count:,} events; say here what it means.",
        **{key: value for key, value in shape.items() if key != "description"},
        "examples": [example_of(shape)],
    }


class _Proposal:
    def __init__(self, is_personal: IsPersonal) -> None:
        self._is_personal = is_personal

    def of(self, seen: Observed, told: str, *, personal: bool) -> dict[str, Any]:
        """The schema of one place."""
        types = _types(seen)
        schema: dict[str, Any] = {"description": told} if told else {}
        if types and types != ["null"]:
            schema["type"] = types[0] if len(types) == 1 else types
        if "string" in types:
            schema |= _text(seen, personal)
        if "integer" in types or "number" in types:
            schema |= _bounds(seen)
        if "array" in types:
            schema |= self._array(seen, personal)
        if "object" in types and not seen.is_map:
            schema |= self._object(seen, personal)
        return schema

    def _array(self, seen: Observed, personal: bool) -> dict[str, Any]:
        most = max(100, 10 ** len(str(seen.most_items * 2)))
        found: dict[str, Any] = {"maxItems": most}
        if seen.items and seen.items.count:
            found["items"] = self.of(seen.items, "", personal=personal)
        return found

    def _object(self, seen: Observed, personal: bool) -> dict[str, Any]:
        there = seen.types["object"]
        needed = [n for n, f in seen.fields.items() if f.count == there and not f.types["null"]]
        fields = {
            name: self.of(
                field,
                f"Seen in {field.count / there:.0%} of them; say what it means.",
                personal=personal or self._is_personal(name),
            )
            for name, field in seen.fields.items()
        }
        required = {"required": sorted(needed)} if needed else {}
        return {**required, "properties": fields}


def example_of(schema: dict[str, Any]) -> Any:
    """Data that passes a proposed schema, all of it made up."""
    if "enum" in schema:
        return schema["enum"][0]
    stated = schema.get("type", "null")
    first = stated if isinstance(stated, str) else next(t for t in stated if t != "null")
    if first == "object":
        return {name: example_of(field) for name, field in schema.get("properties", {}).items()}
    if first == "array":
        return [example_of(schema["items"])] if "items" in schema else []
    if first == "string":
        return _PLACEHOLDERS.get(schema.get("format", ""), "example"[: schema["maxLength"]])
    if first in ("integer", "number"):
        return max(schema.get("minimum", 0), min(1, schema.get("maximum", 1)))
    return True if first == "boolean" else None


def _types(seen: Observed) -> list[str]:
    """The types, null last; whole numbers among others are numbers."""
    found = set(seen.types)
    if "number" in found:
        found.discard("integer")
    return sorted(found, key=lambda name: (name == "null", name))


def _text(seen: Observed, personal: bool) -> dict[str, Any]:
    listed = None if personal else _listed(seen)
    if listed:
        others = [None] if seen.types["null"] else []
        return {"enum": [*listed, *others]}
    bound = next((size for size in _LENGTHS if size >= seen.longest * 2), 32_768)
    named = next((name for name in _PLACEHOLDERS if name in seen.formats), None)
    return {"format": named, "maxLength": max(bound, 64)} if named else {"maxLength": bound}


def _listed(seen: Observed) -> list[str] | None:
    """The texts, where they are few and each came often; only where nothing else is there."""
    only_texts = set(seen.types) <= {"string", "null"}
    if not only_texts or seen.types["string"] < ENOUGH_TO_LIST or not seen.values:
        return None
    often = all(times >= TIMES_EACH for times in seen.values.values())
    return sorted(seen.values) if often and not (seen.formats & _PLACEHOLDERS.keys()) else None


def _bounds(seen: Observed) -> dict[str, Any]:
    """Ten times what was seen, in round numbers; nothing below zero where nothing was."""
    least, greatest = seen.least or 0, seen.greatest or 0
    size = 10 ** (len(str(int(max(abs(least), abs(greatest), 1)))) + 1)
    low = 0 if least >= 0 else -size
    return {"minimum": max(low, -_LARGEST), "maximum": min(size, _LARGEST)}
