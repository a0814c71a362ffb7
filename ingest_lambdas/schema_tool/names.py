"""What somebody writes on the command line for an event or a schema."""

import re
from collections.abc import Callable
from pathlib import Path

from ingest_lambdas.contract.columns import EVENT_TYPES
from ingest_lambdas.contract.registry import Registry
from ingest_lambdas.contract.schema import EventName, Schema, read_schema
from ingest_lambdas.contract.schema_ref import SchemaRef, SchemaVer

_NAME = re.compile(r"([A-Za-z0-9_.-]+)/([A-Za-z0-9_-]+)")


def read_name(text: str) -> tuple[str, str]:
    """(vendor, name). Raises ValueError."""
    found = _NAME.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not VENDOR/NAME, such as com.acme/loyalty_joined")
    return found[1], found[2]


def read_event(name: str, kind: str) -> EventName | None:
    """The event that a schema is to plan; None for one that plans none. Raises ValueError."""
    if not name and not kind:
        return None
    kind = kind or "track"
    if kind not in EVENT_TYPES or (kind == "track") != bool(name):
        known = ", ".join(EVENT_TYPES)
        raise ValueError(f"--type is one of {known}; only track has, and needs, an --event")
    return EventName(kind, name or None)


def find_schema(text: str, registry: Callable[[], Registry]) -> Schema:
    """The schema of a file, wherever it lies, or of a reference. Raises ValueError, OSError."""
    file = Path(text)
    if file.is_file():
        return _read_file(file)
    path = text.removeprefix("iglu:")
    if path.count("/") == 2 and "/jsonschema/" not in path:
        path = "/jsonschema/".join(path.rsplit("/", 1))
    try:
        ref = SchemaRef.parse(f"iglu:{path}")
    except ValueError:
        raise ValueError(f"{text} is neither a file nor VENDOR/NAME/jsonschema/M-R-A") from None
    return _known(ref, registry())


def _known(ref: SchemaRef, registry: Registry) -> Schema:
    found = registry.resolve(ref)
    if found is not None and found.ref == ref:
        return found
    family = [s.ref for s in registry.schemas() if s.ref[:2] == ref[:2]]
    known = ", ".join(str(other.version) for other in family)
    hint = f"; of {ref.vendor}/{ref.name} they have {known}" if known else ""
    raise ValueError(f"no registry has {ref.path}{hint}")


def _read_file(file: Path) -> Schema:
    """A schema outside a registry is what its self block says."""
    text = file.read_text()
    described = re.search(r'"self"\s*:\s*\{[^}]*\}', text)
    fields = dict(re.findall(r'"(\w+)"\s*:\s*"([^"]*)"', described[0])) if described else {}
    try:
        version = SchemaVer.parse(fields["version"])
        return read_schema(SchemaRef(fields["vendor"], fields["name"], version), text).compiled()
    except KeyError as missing:
        raise ValueError(f"{file}: its self block lacks {missing}") from None
