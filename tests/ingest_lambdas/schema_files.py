"""Schemas of the tests' own, in folders that are registries."""

import json
from pathlib import Path
from typing import Any

from ingest_lambdas.contract.schema import SELF_DESCRIBING


def write_schema_file(
    root: Path,
    version: str,
    *,
    vendor: str = "v",
    name: str = "n",
    event: dict[str, str] | None = None,
    **changes: Any,
) -> Path:
    """A schema's file in a registry's folder; a change to None leaves the key out."""
    schema = {
        "$schema": SELF_DESCRIBING,
        "self": {"vendor": vendor, "name": name, "format": "jsonschema", "version": version},
        "x-event": event or {"type": "track", "name": "N"},
        "title": "N",
        "description": "An event.",
        "type": "object",
        "examples": [{}],
        **changes,
    }
    file = root / vendor / name / "jsonschema" / version
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{version}")
    partial.write_text(json.dumps({k: v for k, v in schema.items() if v is not None}))
    return partial.replace(file)
