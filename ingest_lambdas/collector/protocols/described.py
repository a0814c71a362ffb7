"""Self-describing JSON: {"schema": "iglu:…", "data": …}, whichever protocol brings it."""

from functools import lru_cache
from typing import Any, NamedTuple

from ingest_lambdas.collector.rejection import Rejection, describe_found, reject, type_name
from ingest_lambdas.contract.schema_ref import SchemaRef

# Clients claim the same few schemas over and over.
_parse_reference = lru_cache(maxsize=4096)(SchemaRef.parse)


class Described(NamedTuple):
    """Data with the schema that it claims; `pointer` says where in the item it stood."""

    ref: SchemaRef
    data: Any
    pointer: str


def read_described(value: Any, pointer: str) -> Described:
    """The self-describing thing at a place of the item. Raises Rejection."""
    return Described(*read_parts(value, pointer), pointer)


def read_parts(value: Any, pointer: str) -> tuple[SchemaRef, Any]:
    """The schema that it claims, and its data. Raises Rejection."""
    if not isinstance(value, dict):
        raise reject("adapter_failure", pointer, "type", "object", type_name(value))
    return _reference(value.get("schema"), pointer), value.get("data")


def _reference(schema: Any, pointer: str) -> SchemaRef:
    try:
        return _parse_reference(schema)
    except (TypeError, ValueError):
        raise _no_reference(schema, pointer) from None


def _no_reference(schema: Any, pointer: str) -> Rejection:
    expected = "an iglu: reference to a JSON Schema"
    return reject(
        "adapter_failure", f"{pointer}/schema", "pattern", expected, describe_found(schema)
    )
