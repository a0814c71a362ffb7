"""anyOf and oneOf: the branches of a new schema, and the cases that an old one falls into."""

from collections.abc import Iterator
from itertools import combinations

from ingest_lambdas.contract.compatibility.containers import Part
from ingest_lambdas.contract.compatibility.document import (
    Conjunct,
    Document,
    View,
    types_of,
)


def branches(new: Conjunct, keyword: str) -> list[Part]:
    """The alternatives of anyOf or oneOf; `not` has none."""
    if keyword == "not":
        return []
    listed = new.keywords[keyword]
    return [Part(part, f"{new.pointer}/{keyword}/{n}") for n, part in enumerate(listed)]


def disjoint(document: Document, parts: list[Part]) -> bool:
    """Whether no value can satisfy two of them, by its type alone."""
    types = [types_of(document.expand(part.schema or {}, part.pointer)) for part in parts]
    return not any(one & other for one, other in combinations(types, 2))


def splits(old: Document, known: View) -> Iterator[list[View]]:
    """Ways to tell cases apart, in each of which more is known; together they are all there is."""
    for position, conjunct in enumerate(known):
        for keyword in ("anyOf", "oneOf"):
            if keyword in conjunct.keywords:
                yield _cases(old, known, position, keyword)
    types = types_of(known)
    names = types - {"integer"} if "number" in types else types
    if len(names) > 1:
        yield [(*known, Conjunct({"type": name}, f"type={name}")) for name in sorted(names)]


def _cases(old: Document, known: View, position: int, keyword: str) -> list[View]:
    conjunct = known[position]
    left = {key: value for key, value in conjunct.keywords.items() if key != keyword}
    others = known[:position] + known[position + 1 :]
    rest = Conjunct(left, f"{conjunct.pointer}!{keyword}")
    return [
        (*others, rest, *old.expand(part.schema or {}, part.pointer))
        for part in branches(conjunct, keyword)
    ]
