"""Objects and arrays: what is known, and what is asked, of each property and element."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from ingest_lambdas.contract.compatibility.document import Conjunct, Schema, View
from ingest_lambdas.contract.json_pointer import escape
from ingest_lambdas.contract.schema import compile_schema


class Part(NamedTuple):
    """A subschema and where it stands; `schema` is None where nothing may stand there at all."""

    schema: Schema | None
    pointer: str


class Place(NamedTuple):
    """Properties or elements that are judged alike.

    `known` is what an old value there satisfies, `asked` what the new schema asks of it; a
    property that is spelt out has a `name`.
    """

    name: str
    known: list[Part]
    asked: list[Part]


def places_in_objects(old: View, new: Conjunct) -> Iterator[Place]:
    """Every property that is spelt out, then the others by the patterns that they match."""
    names = {name for c in (*old, new) for name in c.keywords.get("properties", ())}
    for name in sorted(names):
        known = chain.from_iterable(_at_name(conjunct, name) for conjunct in old)
        yield Place(name, list(known), _at_name(new, name))
    known = chain.from_iterable(_elsewhere(conjunct) for conjunct in old)
    yield Place("", list(known), _elsewhere(new))
    patterns = {p for c in (*old, new) for p in c.keywords.get("patternProperties", ())}
    for pattern in sorted(patterns):
        known = chain.from_iterable(_surely_at(conjunct, pattern) for conjunct in old)
        own = _at_pattern(new, pattern)
        yield Place("", list(known), own or _elsewhere(new))


def places_in_arrays(old: View, new: Conjunct) -> Iterator[Place]:
    """Every position that a tuple spells out, then all the further ones."""
    listed = [c.keywords.get("items") for c in (*old, new)]
    last = max((len(items) for items in listed if isinstance(items, list)), default=0)
    for position in range(last + 1):
        known = list(chain.from_iterable(_at_position(conjunct, position) for conjunct in old))
        if any(c.keywords.get("maxItems", position + 1) <= position for c in old):
            known.append(Part(None, ""))
        yield Place("", known, _at_position(new, position))


def _at_name(conjunct: Conjunct, name: str) -> list[Part]:
    """What a conjunct asks of the property of a name."""
    keywords = conjunct.keywords
    found = []
    if name in keywords.get("properties", ()):
        pointer = f"{conjunct.pointer}/properties/{escape(name)}"
        found.append(Part(keywords["properties"][name], pointer))
    for pattern in keywords.get("patternProperties", ()):
        if compile_schema({"pattern": pattern}).is_valid(name):
            found += _at_pattern(conjunct, pattern)
    return found or _elsewhere(conjunct)


def _at_pattern(conjunct: Conjunct, pattern: str) -> list[Part]:
    patterns = conjunct.keywords.get("patternProperties", {})
    if pattern not in patterns:
        return []
    return [Part(patterns[pattern], f"{conjunct.pointer}/patternProperties/{escape(pattern)}")]


def _surely_at(conjunct: Conjunct, pattern: str) -> list[Part]:
    """What a conjunct asks of every name that matches a pattern, whatever else it matches."""
    if not conjunct.keywords.get("patternProperties"):
        return _elsewhere(conjunct)
    return _at_pattern(conjunct, pattern)


def _elsewhere(conjunct: Conjunct) -> list[Part]:
    """What a conjunct asks of properties that it does not name."""
    return _allowed(conjunct, "additionalProperties")


def _at_position(conjunct: Conjunct, position: int) -> list[Part]:
    items = conjunct.keywords.get("items")
    pointer = f"{conjunct.pointer}/items"
    if isinstance(items, dict):
        return [Part(items, pointer)]
    if not isinstance(items, list):
        return []
    if position < len(items):
        return [Part(items[position], f"{pointer}/{position}")]
    return _allowed(conjunct, "additionalItems")


def _allowed(conjunct: Conjunct, keyword: str) -> list[Part]:
    allowed: Any = conjunct.keywords.get(keyword, True)
    pointer = f"{conjunct.pointer}/{keyword}"
    if isinstance(allowed, dict):
        return [Part(allowed, pointer)]
    return [] if allowed else [Part(None, pointer)]
