"""Checks the schemas of a folder before a collector reads them.

`python -m ingest_lambdas.contract.schema_lint` checks the packaged ones and exits 1 on an error.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ingest_lambdas.contract.compatibility.versions import find_breaches
from ingest_lambdas.contract.registry import SCHEMAS, Layer
from ingest_lambdas.contract.schema import EventName, PlannedEvent, Schema, SchemaError, read_schema
from ingest_lambdas.contract.schema_faults import Fault, faults_of
from ingest_lambdas.contract.schema_folder import SchemaFolder
from ingest_lambdas.contract.schema_ref import SchemaRef, SchemaVer


def lint_folder(root: Path, beside: Layer | None = None) -> list[Fault]:
    """All faults of a folder's schemas; versions are compared with those `beside` them too.

    Raises OSError where there is no such folder.
    """
    folder = SchemaFolder(root)
    faults, good = list(_misplaced(root)), {}
    for ref, text in folder.read(folder.list()).items():
        try:
            good[ref] = read_schema(ref, text).compiled()
        except SchemaError as error:
            message = str(error).removeprefix(f"{ref.path}: ")
            faults.append(Fault(ref.path, message))
    for schema in good.values():
        faults += faults_of(schema)
    others = beside or {}
    faults += _claimed_twice(good.values())
    faults += _taken_over(good.values(), others.values())
    faults += _incompatible({**others, **good}, good.keys())
    return sorted(faults, key=lambda fault: (fault.path, not fault.is_error, fault.pointer))


def _misplaced(root: Path) -> Iterator[Fault]:
    """Files that a registry would pass over in silence."""
    for file in sorted(root.rglob("*")):
        parts = file.relative_to(root).parts
        if not file.is_file() or any(part.startswith(".") for part in parts):
            continue
        path = file.relative_to(root).as_posix()
        if len(parts) != 4 or parts[2] != "jsonschema":
            place = "it does not lie at VENDOR/NAME/jsonschema/M-R-A"
            yield Fault(path, f"passed over: {place}", is_error=False)
        elif not SchemaVer.is_spelt(parts[3]):
            yield Fault(path, "passed over: it is not called after a version, such as 1-0-0")


def _claimed_twice(schemas: Iterable[Schema]) -> Iterator[Fault]:
    """Events that two schemas plan: only one of them would ever be asked."""
    planners: Mapping[EventName, dict[str, SchemaRef]] = defaultdict(dict)
    for schema in sorted(schemas, key=lambda schema: schema.ref):
        if isinstance(schema, PlannedEvent):
            family = f"{schema.ref.vendor}/{schema.ref.name}"
            planners[schema.event].setdefault(family, schema.ref)
    for event, families in planners.items():
        first, *others = families
        for other in others:
            message = f"{event.name or event.type} is planned by {first} already"
            yield Fault(families[other].path, message, "/x-event")


def _taken_over(own: Iterable[Schema], others: Iterable[Schema]) -> Iterator[Fault]:
    """Events that a schema of another name plans beside the folder, which will not be asked."""
    planned = {
        s.event: f"{s.ref.vendor}/{s.ref.name}" for s in others if isinstance(s, PlannedEvent)
    }
    for schema in own:
        if isinstance(schema, PlannedEvent):
            theirs = planned.get(schema.event)
            if theirs not in (None, f"{schema.ref.vendor}/{schema.ref.name}"):
                message = f"takes the event over from {theirs}"
                yield Fault(schema.ref.path, message, "/x-event", is_error=False)


def _incompatible(schemas: Layer, own: Iterable[SchemaRef]) -> Iterator[Fault]:
    families = {(ref.vendor, ref.name) for ref in own}
    looked_at = [s for ref, s in schemas.items() if (ref.vendor, ref.name) in families]
    for breach in find_breaches(looked_at):
        told = [f for f in breach.change.findings if f.bump > breach.promised]
        for finding in told:
            message = (
                f"{finding.message}: after {breach.old.version} that is no "
                f"{breach.promised.name} but a {finding.bump.name}"
            )
            yield Fault(breach.new.path, message, finding.pointer)


def main() -> int:
    """Print the packaged schemas' faults; 1 where there is an error."""
    faults = [fault for fault in lint_folder(SCHEMAS) if fault.is_error]
    for fault in faults:
        print(f"{fault.path} {fault.pointer or '/'}: {fault.message}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
