"""One version of one schema: read from its file's text, checked, compiled when first asked for."""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Self

from jsonschema_rs import Draft4Validator, ValidationError

from ingest_lambdas.contract.columns import EVENT_TYPES
from ingest_lambdas.contract.schema_ref import SchemaRef

SELF_DESCRIBING = (
    "http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/jsonschema/1-0-0#"
)
LARGEST_SCHEMA = 512 * 1024
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


class SchemaError(ValueError):
    """A schema that no registry can hold: says which one and why."""


class EventName(NamedTuple):
    """What an event is called on the wire: its type and, for track, its name."""

    type: str
    name: str | None = None


@dataclass(frozen=True)
class Schema:
    """One version of one schema."""

    ref: SchemaRef
    schema: dict[str, Any] = field(repr=False)

    @cached_property
    def name(self) -> str:
        """Its reference as text."""
        return str(self.ref)

    @cached_property
    def validator(self) -> Draft4Validator:
        """The compiled schema. Raises SchemaError."""
        try:
            return compile_schema(self.schema)
        except ValidationError as error:
            raise SchemaError(f"{self.ref.path}: {error.message}") from error
        except (ValueError, RecursionError) as error:
            raise SchemaError(f"{self.ref.path}: {error}") from error

    def compiled(self) -> Self:
        """Itself, now that it is sure to compile. Raises SchemaError."""
        _ = self.validator
        return self


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


def compile_schema(schema: dict[str, Any]) -> Draft4Validator:
    """A draft-4 schema with its formats, uuid among them. Raises jsonschema_rs.ValidationError.

    The self-describing meta-schema is draft 4, but jsonschema-rs does not know it by its name.
    Nothing is ever fetched: a schema of a static registry stands alone.
    """
    known = {key: value for key, value in schema.items() if key != "$schema"}
    return Draft4Validator(known, formats={"uuid": _is_uuid}, validate_formats=True, offline=True)


def read_schema(ref: SchemaRef, text: str | bytes) -> Schema:
    """The schema that stands in a registry at the place of this reference. Raises SchemaError."""
    if len(text) > LARGEST_SCHEMA:
        raise SchemaError(f"{ref.path}: larger than {LARGEST_SCHEMA:,} bytes")
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SchemaError(f"{ref.path}: not JSON: {error}") from error
    if not isinstance(schema, dict):
        raise SchemaError(f"{ref.path}: not a JSON object")
    _check_self(ref, schema)
    if "x-event" not in schema:
        return Schema(ref, schema)
    return PlannedEvent(ref, schema, _event(ref, schema))


def _check_self(ref: SchemaRef, schema: dict[str, Any]) -> None:
    wanted = {
        "vendor": ref.vendor,
        "name": ref.name,
        "format": "jsonschema",
        "version": str(ref.version),
    }
    described = schema.get("self")
    if described != wanted or schema.get("$schema") != SELF_DESCRIBING:
        found = json.dumps(described)
        raise SchemaError(f"{ref.path}: $schema or its self block does not fit its place: {found}")


def _event(ref: SchemaRef, schema: dict[str, Any]) -> EventName:
    event = schema["x-event"]
    kind = event.get("type") if isinstance(event, dict) else None
    if kind not in EVENT_TYPES or (kind == "track") != ("name" in event):
        raise SchemaError(f"{ref.path}: x-event needs a known type, and a name for track only")
    missing = {"title", "description", "examples"} - schema.keys()
    if missing:
        raise SchemaError(f"{ref.path}: lacks {', '.join(sorted(missing))}")
    return EventName(kind, event.get("name"))


def _is_uuid(text: str) -> bool:
    return _UUID.fullmatch(text) is not None
