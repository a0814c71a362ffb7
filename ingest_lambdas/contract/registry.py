"""The tracking plan: finds the schemas in a static Iglu registry's folder and compiles them.

A schema says which event it is the plan of in its `x-event` block: {"type": …, "name": …}; only
track events have a name. Schemas without that block plan no event: they judge what comes along
with one, or what describes itself.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema_rs import Draft4Validator

from ingest_lambdas.contract.columns import EVENT_TYPES
from ingest_lambdas.contract.schema_ref import SchemaRef, SchemaVer

SCHEMAS = Path(__file__).parent / "schemas"
SELF_DESCRIBING = (
    "http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/jsonschema/1-0-0#"
)


class EventName(NamedTuple):
    """What an event is called on the wire: its type and, for track, its name."""

    type: str
    name: str | None = None


@dataclass(frozen=True)
class Schema:
    """One version of one schema."""

    ref: SchemaRef
    schema: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class PlannedEvent(Schema):
    """One version of one event's schema."""

    event: EventName

    @property
    def title(self) -> str:
        """The schema's title."""
        return str(self.schema["title"])

    @property
    def description(self) -> str:
        """What the event means, for documentation."""
        return str(self.schema["description"])

    @property
    def examples(self) -> list[dict[str, Any]]:
        """Data that passes the schema."""
        return list(self.schema["examples"])


class SchemaError(ValueError):
    """A schema file that the plan cannot hold: says which file and why."""


class Registry:
    """The schemas of one folder. Compiling waits until a schema is first asked for."""

    def __init__(self, root: Path = SCHEMAS) -> None:
        self._by_event: dict[EventName, list[PlannedEvent]] = defaultdict(list)
        self._by_model: dict[tuple[str, str, int], Schema] = {}
        for schema in sorted(_schemas(root), key=lambda s: s.ref):
            ref = schema.ref
            self._by_model[ref.vendor, ref.name, ref.version.model] = schema
            if isinstance(schema, PlannedEvent):
                self._by_event[schema.event].append(schema)
        self._candidates = {e: _newest_of_each_model(v) for e, v in self._by_event.items()}
        self._validators: dict[SchemaRef, Draft4Validator] = {}

    def candidates(self, event: EventName) -> tuple[PlannedEvent, ...]:
        """The highest version of each MODEL, the newest MODEL first; empty when unplanned."""
        return self._candidates.get(event, ())

    def newest_of_model(self, ref: SchemaRef) -> Schema | None:
        """The highest version of a schema's MODEL, whatever its REVISION and ADDITION.

        Within a MODEL versions only add, so an older or newer sender is understood as well.
        """
        return self._by_model.get((ref.vendor, ref.name, ref.version.model))

    def validator(self, described: Schema) -> Draft4Validator:
        """The compiled schema.

        jsonschema-rs would fetch the self-describing meta-schema, which it does not know, from
        the network: it is draft 4, so it is compiled as that and the name left out.
        """
        if described.ref not in self._validators:
            schema = {key: value for key, value in described.schema.items() if key != "$schema"}
            self._validators[described.ref] = Draft4Validator(schema)
        return self._validators[described.ref]

    def plan(self) -> list[PlannedEvent]:
        """Every version of every planned event, ordered by reference."""
        return sorted((p for v in self._by_event.values() for p in v), key=lambda p: p.ref)


@cache
def packaged() -> Registry:
    """The tracking plan that ships with the code."""
    return Registry()


def schema_files(root: Path) -> Iterator[tuple[SchemaRef, dict[str, Any], Path]]:
    """Each schema of a static registry's folder. Raises SchemaError."""
    for path in sorted(root.glob("*/*/jsonschema/*-*-*")):
        vendor, name, _, version = path.relative_to(root).parts
        try:
            ref = SchemaRef(vendor, name, SchemaVer.parse(version))
            schema = json.loads(path.read_text())
        except ValueError as error:
            raise SchemaError(f"{path}: {error}") from error
        _check_self(ref, schema, path)
        yield ref, schema, path


def _check_self(ref: SchemaRef, schema: dict[str, Any], path: Path) -> None:
    described = schema.get("self", {})
    wanted = {
        "vendor": ref.vendor,
        "name": ref.name,
        "format": "jsonschema",
        "version": str(ref.version),
    }
    if described != wanted or schema.get("$schema") != SELF_DESCRIBING:
        raise SchemaError(f"{path}: $schema or its self block does not fit its place: {described}")


def _schemas(root: Path) -> Iterator[Schema]:
    for ref, schema, path in schema_files(root):
        event = schema.get("x-event")
        if event is None:
            yield Schema(ref, schema)
            continue
        if event.get("type") not in EVENT_TYPES or (event["type"] == "track") != ("name" in event):
            raise SchemaError(f"{path}: x-event needs a known type, and a name for track only")
        missing = {"title", "description", "examples"} - schema.keys()
        if missing:
            raise SchemaError(f"{path}: lacks {sorted(missing)}")
        yield PlannedEvent(ref, schema, EventName(event["type"], event.get("name")))


def _newest_of_each_model(versions: list[PlannedEvent]) -> tuple[PlannedEvent, ...]:
    newest: dict[int, PlannedEvent] = {}
    for planned in sorted(versions, key=lambda p: p.ref.version):
        newest[planned.ref.version.model] = planned
    return tuple(newest[model] for model in sorted(newest, reverse=True))
