"""The fields that a schema spells out, at any depth."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest_lambdas.contract.json_pointer import escape

_PARTS = ("allOf", "anyOf", "oneOf")


@dataclass(frozen=True)
class Field:
    """One property and its schema; `pointer` says where the schema stands."""

    name: str
    schema: dict[str, Any]
    pointer: str

    @property
    def is_text(self) -> bool:
        """Whether a text may stand there."""
        named = self.schema.get("type", ())
        return "string" in ([named] if isinstance(named, str) else named)

    @property
    def is_listed(self) -> bool:
        """Whether the texts are bounded otherwise: listed, or of a format or pattern."""
        return bool(self.schema.keys() & {"enum", "format", "pattern"})


def fields_of(schema: dict[str, Any], pointer: str = "") -> Iterator[Field]:
    """Every property, but for those that only refer to a definition, which comes by itself."""
    for name, field in schema.get("properties", {}).items():
        place = f"{pointer}/properties/{escape(name)}"
        if "$ref" not in field:
            yield Field(name, field, place)
        yield from fields_of(field, place)
    for name, part in schema.get("definitions", {}).items():
        yield from fields_of(part, f"{pointer}/definitions/{name}")
    for keyword in _PARTS:
        for number, part in enumerate(schema.get(keyword, ())):
            yield from _refined(fields_of(part, f"{pointer}/{keyword}/{number}"))
    items = schema.get("items")
    if isinstance(items, dict):
        yield from fields_of(items, f"{pointer}/items")


def _refined(fields: Iterator[Field]) -> Iterator[Field]:
    """Of a branch only what says more than a bound of a field that is described elsewhere."""
    return (field for field in fields if "description" in field.schema)
