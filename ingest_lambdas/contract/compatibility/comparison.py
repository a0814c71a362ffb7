"""Compares two versions of a schema: what did the old one take that the new one does not?

It errs on one side only. Without a finding, no value passes the old schema and fails the new one;
a finding may name a change that no real value notices.
"""

from collections.abc import Iterator
from typing import Any

from ingest_lambdas.contract.compatibility.combined import branches, disjoint, splits
from ingest_lambdas.contract.compatibility.containers import (
    Part,
    Place,
    places_in_arrays,
    places_in_objects,
)
from ingest_lambdas.contract.compatibility.document import (
    Conjunct,
    Document,
    Schema,
    Unclear,
    View,
    same,
    stated,
    types_of,
)
from ingest_lambdas.contract.compatibility.finding import Bump, Finding
from ingest_lambdas.contract.compatibility.listed import list_values
from ingest_lambdas.contract.compatibility.scalars import (
    narrowed_limits,
    narrowed_numbers,
    narrowed_strings,
)

MOST_STEPS = 20_000


def narrowings(old: Schema, new: Schema) -> list[Finding]:
    """Where the new schema takes less than the old one. Empty: it takes all that the old took."""
    comparison = _Comparison(Document(old), Document(new))
    try:
        found = comparison.compare(comparison.old.expand(old, ""), Part(new, ""))
    except Unclear as error:
        return [Finding("", "$ref", f"cannot be compared: {error}")]
    return list(dict.fromkeys(found))


class _Comparison:
    def __init__(self, old: Document, new: Document) -> None:
        self.old = old
        self.new = new
        self._open: set[tuple[object, ...]] = set()
        self._steps = 0

    def compare(self, known: View, asked: Part) -> list[Finding]:
        """What values that satisfy all that is known may lack of what is asked."""
        found = []
        for conjunct in self.new.expand(asked.schema or {}, asked.pointer):
            place = (conjunct.pointer, *sorted(c.pointer for c in known))
            if place in self._open:
                continue
            self._open.add(place)
            found += self._against(known, conjunct)
            self._open.discard(place)
        return found

    def _against(self, known: View, new: Conjunct) -> list[Finding]:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise Unclear("they are too intricate")
        values = self._values(known)
        if values is not None:
            return list(self._refused(values, new))
        found = list(self._narrowed(known, new))
        for parts in splits(self.old, known) if found else ():
            if not any(self._against(part, new) for part in parts):
                return []
        return found

    def _values(self, known: View) -> list[Any] | None:
        """The values that there are, where they are few enough to be listed."""
        values = list_values(known)
        if values is None:
            return None
        return [v for v in values if all(self.old.accepts(c, v) is not False for c in known)]

    def _refused(self, values: list[Any], new: Conjunct) -> Iterator[Finding]:
        refused = [value for value in values if not self.new.accepts(new, value)]
        if refused:
            keyword = "enum" if "enum" in new.keywords else "type"
            told = ", ".join(map(repr, refused[:5])) + (" …" if len(refused) > 5 else "")
            bump = Bump.MODEL if len(refused) == len(values) else Bump.REVISION
            yield Finding(f"{new.pointer}/{keyword}", keyword, f"no longer takes {told}", bump)

    def _narrowed(self, known: View, new: Conjunct) -> Iterator[Finding]:
        before, after = types_of(known), types_of([new])
        types = before & after
        if lost := sorted(before - after):
            bump = Bump.REVISION if types else Bump.MODEL
            message = f"no longer takes {', '.join(lost)}"
            yield Finding(f"{new.pointer}/type", "type", message, bump)
        if types and "enum" in new.keywords:
            yield Finding(f"{new.pointer}/enum", "enum", "takes listed values only")
        yield from narrowed_limits(known, new, types)
        if types & {"integer", "number"}:
            yield from narrowed_numbers(known, new)
        if "string" in types:
            yield from narrowed_strings(known, new)
        if "array" in types:
            yield from self._narrowed_array(known, new)
        if "object" in types:
            yield from self._narrowed_object(known, new)
        yield from self._narrowed_combination(known, new)

    def _narrowed_array(self, known: View, new: Conjunct) -> Iterator[Finding]:
        if new.keywords.get("uniqueItems") and not any(stated(known, "uniqueItems")):
            yield Finding(f"{new.pointer}/uniqueItems", "uniqueItems", "elements must differ")
        for place in places_in_arrays(known, new):
            yield from self._narrowed_place(place, "additionalItems", set())

    def _narrowed_object(self, known: View, new: Conjunct) -> Iterator[Finding]:
        needed = {name for names in stated(known, "required") for name in names}
        named = {name for names in stated(known, "properties") for name in names}
        anything = not any(conjunct.keywords for conjunct in known)
        for name in new.keywords.get("required", ()):
            if name not in needed:
                bump = Bump.REVISION if anything or name in named else Bump.MODEL
                message = f"{name} is needed, it was not"
                yield Finding(f"{new.pointer}/required", "required", message, bump)
        for place in places_in_objects(known, new):
            yield from self._narrowed_place(place, "additionalProperties", needed)
        yield from self._narrowed_dependencies(known, new, needed)

    def _narrowed_place(self, place: Place, keyword: str, needed: set[str]) -> list[Finding]:
        if any(part.schema is None for part in place.known):
            return []
        view = tuple(
            conjunct
            for part in place.known
            for conjunct in self.old.expand(part.schema or {}, part.pointer)
        )
        found = []
        for part in place.asked:
            if part.schema is None:
                what = f"{place.name} is" if place.name else "more is"
                bump = Bump.MODEL if place.name in needed else Bump.REVISION
                found.append(Finding(part.pointer, keyword, f"{what} no longer allowed", bump))
            elif view and any(conjunct.keywords for conjunct in view):
                found += self.compare(view, part)
            elif narrower := self.compare(view, part):
                message = "could be anything before"
                found.append(Finding(part.pointer, narrower[0].keyword, message))
        return found

    def _narrowed_dependencies(
        self, known: View, new: Conjunct, needed: set[str]
    ) -> Iterator[Finding]:
        for name, asked in new.keywords.get("dependencies", {}).items():
            before = [found[name] for found in stated(known, "dependencies") if name in found]
            if any(same(self.old, each, self.new, asked) for each in before):
                continue
            if not (isinstance(asked, list) and set(asked) <= needed):
                pointer = f"{new.pointer}/dependencies"
                yield Finding(pointer, "dependencies", f"{name} asks for more than it did")

    def _narrowed_combination(self, known: View, new: Conjunct) -> Iterator[Finding]:
        for keyword in ("anyOf", "oneOf", "not"):
            asked = new.keywords.get(keyword)
            if asked is None:
                continue
            if any(same(self.old, each, self.new, asked) for each in stated(known, keyword)):
                continue
            parts = branches(new, keyword)
            if keyword == "oneOf" and not disjoint(self.new, parts):
                parts = []
            if not any(self.compare(known, part) == [] for part in parts):
                message = f"{keyword} is new or another one"
                yield Finding(f"{new.pointer}/{keyword}", keyword, message)
