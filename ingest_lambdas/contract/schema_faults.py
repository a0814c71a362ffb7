"""What can be wrong with one schema by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest_lambdas.contract.columns import EVENTS
from ingest_lambdas.contract.json_pointer import point_to
from ingest_lambdas.contract.schema import PlannedEvent, Schema
from ingest_lambdas.contract.schema_fields import Field, fields_of
from ingest_lambdas.contract.schema_ref import SchemaRef

LARGEST_ITEM = 32 * 1024
_LENGTHS = {column.name: column.length for column in EVENTS.columns if column.length}
_PAGE_COLUMNS = {
    "url": "page_url",
    "path": "page_path",
    "title": "page_title",
    "referrer": "page_referrer",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file, by its path in the registry. A warning breaks nothing."""

    path: str
    message: str
    pointer: str = ""
    is_error: bool = True


def faults_of(schema: Schema) -> Iterator[Fault]:
    """All faults of a schema that is read and compiles."""
    path = schema.ref.path
    if not SchemaRef.is_spelt(str(schema.ref)):
        yield Fault(
            path, "no client can name it: a vendor has letters, digits and . _ -, a name no ."
        )
    if len(str(schema.ref).encode()) > (_LENGTHS["schema_ref"] or 0):
        yield Fault(path, f"its reference is longer than {_LENGTHS['schema_ref']} bytes")
    if not schema.schema.get("description"):
        yield Fault(path, "lacks a description", is_error=False)
    for number, example in enumerate(schema.schema.get("examples", ())):
        for error in schema.validator.iter_errors(example):
            place = f"/examples/{number}{point_to(error.instance_path)}"
            yield Fault(path, f"the example fails: {error.message}", place)
    for field in fields_of(schema.schema):
        yield from _faults_of_field(path, field)
    if isinstance(schema, PlannedEvent):
        yield from _faults_of_plan(schema)


def _faults_of_field(path: str, field: Field) -> Iterator[Fault]:
    if not field.schema.get("description"):
        yield Fault(path, "lacks a description", field.pointer, is_error=False)
    if not field.is_text or field.is_listed:
        return
    longest = field.schema.get("maxLength")
    if longest is None:
        yield Fault(path, "a text without maxLength", field.pointer, is_error=False)
    elif longest > LARGEST_ITEM:
        message = f"maxLength is over the {LARGEST_ITEM:,} bytes that a whole event may have"
        yield Fault(path, message, field.pointer, is_error=False)


def _faults_of_plan(planned: PlannedEvent) -> Iterator[Fault]:
    path, name = planned.ref.path, planned.event.name
    if not planned.examples:
        yield Fault(path, "lacks an example", "/examples")
    if name is not None and not 0 < len(name.encode()) <= (_LENGTHS["event_name"] or 0):
        longest = _LENGTHS["event_name"]
        yield Fault(path, f"the event's name has 1 to {longest} bytes", "/x-event/name")
    if planned.event.type != "page":
        return
    for field in fields_of(planned.schema):
        room = _LENGTHS.get(_PAGE_COLUMNS.get(field.name, ""))
        if room and field.schema.get("maxLength", 0) > room:
            message = f"maxLength is over the {room} bytes of {_PAGE_COLUMNS[field.name]}"
            yield Fault(path, message, field.pointer, is_error=False)
