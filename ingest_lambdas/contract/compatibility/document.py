"""A schema taken apart: what applies to a value, to its properties and to its elements."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson
from jsonschema_rs import Draft4Validator, ValidationError

from ingest_lambdas.contract.schema import compile_schema

Schema = dict[str, Any]
# `number` stands for the numbers that are no integers.
TYPES = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
_LOCAL = "#/definitions/"


class Conjunct(NamedTuple):
    """Keywords that a value must satisfy together, without $ref and allOf; where they stand."""

    keywords: Schema
    pointer: str


# Everything that is known of a value: it satisfies all of these.
View = tuple[Conjunct, ...]


class Unclear(Exception):
    """A schema that refers to something out of sight."""


class Document:
    """One schema with its definitions."""

    def __init__(self, root: Schema) -> None:
        self.root = root
        self._validators: dict[str, Draft4Validator | None] = {}

    def expand(self, schema: Schema, pointer: str, seen: frozenset[str] = frozenset()) -> View:
        """The schema with what it refers to and what stands in allOf, side by side.

        Raises Unclear.
        """
        reference = schema.get("$ref")
        if isinstance(reference, str):
            if reference in seen:
                return ()
            target = self._find(reference)
            return self.expand(target, reference.removeprefix("#"), seen | {reference})
        own = {key: value for key, value in schema.items() if key != "allOf"}
        found = [Conjunct(own, pointer)]
        for number, part in enumerate(schema.get("allOf", ())):
            found += self.expand(part, f"{pointer}/allOf/{number}", seen)
        return tuple(found)

    def accepts(self, conjunct: Conjunct, value: Any) -> bool | None:
        """Whether a value satisfies it; None where that cannot be told."""
        if conjunct.pointer not in self._validators:
            self._validators[conjunct.pointer] = self._compile(conjunct.keywords)
        validator = self._validators[conjunct.pointer]
        return None if validator is None else validator.is_valid(value)

    def _compile(self, keywords: Schema) -> Draft4Validator | None:
        whole = {**keywords, "definitions": self.root.get("definitions", {})}
        if not all(reference.startswith(_LOCAL) for reference in references(whole)):
            return None
        try:
            return compile_schema(whole)
        except ValidationError:
            return None

    def _find(self, reference: str) -> Schema:
        if reference != "#" and not reference.startswith("#/"):
            raise Unclear(f"{reference} is out of sight")
        node: Any = self.root
        for part in reference.removeprefix("#").split("/")[1:]:
            part = part.replace("~1", "/").replace("~0", "~")
            node = node[int(part)] if isinstance(node, list) else node.get(part)
        if not isinstance(node, dict):
            raise Unclear(f"{reference} is no schema")
        return node


def types_of(view: Iterable[Conjunct]) -> frozenset[str]:
    """The types that a value may have."""
    found = TYPES
    for conjunct in view:
        named = conjunct.keywords.get("type", ())
        if named:
            listed = {named} if isinstance(named, str) else set(named)
            found &= listed | ({"integer"} if "number" in listed else set())
    return found


def stated(view: Iterable[Conjunct], keyword: str) -> list[Any]:
    """What the conjuncts say under a keyword."""
    return [c.keywords[keyword] for c in view if keyword in c.keywords]


def same(old: Document, one: Any, new: Document, other: Any) -> bool:
    """Whether two pieces of schemas say the same, what they refer to included."""
    if _text(one) != _text(other):
        return False
    named = list(references(one))
    if not named:
        return True
    parts = [document.root.get("definitions") for document in (old, new)]
    local = all(reference.startswith(_LOCAL) for reference in [*named, *references(parts)])
    return local and _text(parts[0]) == _text(parts[1])


def references(node: Any) -> Iterator[str]:
    """Every $ref in a piece of a schema."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from references(child)


def _text(node: Any) -> bytes:
    return orjson.dumps(node, option=orjson.OPT_SORT_KEYS)
