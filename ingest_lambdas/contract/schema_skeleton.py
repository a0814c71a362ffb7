"""A schema to begin with, and how schemas are written to a registry's folder."""

import json
import re
from pathlib import Path
from typing import Any

from ingest_lambdas.contract.schema import SELF_DESCRIBING, EventName
from ingest_lambdas.contract.schema_ref import SchemaRef


class AlreadyThere(FileExistsError):
    """The folder holds this version already."""


def make_skeleton(ref: SchemaRef, event: EventName | None) -> dict[str, Any]:
    """A schema that passes the linter, to be filled in."""
    planned = {"x-event": {k: v for k, v in event._asdict().items() if v}} if event else {}
    return {
        "$schema": SELF_DESCRIBING,
        "self": {
            "vendor": ref.vendor,
            "name": ref.name,
            "format": "jsonschema",
            "version": str(ref.version),
        },
        **planned,
        "title": (event.name if event else None) or ref.name.replace("_", " ").capitalize(),
        "description": "Say what it means, and when it is sent.",
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {
                "description": "Say what it tells apart.",
                "type": "string",
                "minLength": 1,
                "maxLength": 64,
            }
        },
        "examples": [{"id": "example"}],
    }


def write_schema(folder: Path, ref: SchemaRef, schema: dict[str, Any]) -> Path:
    """The file of a new version, written at once or not at all. Raises AlreadyThere, OSError."""
    file = folder / ref.path
    if file.exists():
        raise AlreadyThere(f"{file} is there already")
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.partial")
    partial.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n")
    return partial.replace(file)


def name_schema(event_name: str) -> str:
    """What a schema of an event's name is called: Order Completed → order_completed."""
    return re.sub(r"[^a-z0-9]+", "_", event_name.lower()).strip("_")[:64] or "event"
