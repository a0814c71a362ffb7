"""Bounds of numbers and strings: does what is known of a value already keep the new ones?"""

from collections.abc import Iterator
from typing import Any

from ingest_lambdas.contract.compatibility.document import Conjunct, View, stated
from ingest_lambdas.contract.compatibility.finding import Finding

# (type of value, keyword, whether a smaller figure is the narrower one)
_LIMITS = (
    ("string", "maxLength", True),
    ("string", "minLength", False),
    ("array", "maxItems", True),
    ("array", "minItems", False),
    ("object", "maxProperties", True),
    ("object", "minProperties", False),
)


def narrowed_limits(old: View, new: Conjunct, types: frozenset[str]) -> Iterator[Finding]:
    """Lengths and counts that became tighter."""
    for kind, keyword, smaller_is_narrower in _LIMITS:
        limit = new.keywords.get(keyword)
        if limit is None or kind not in types:
            continue
        known = stated(old, keyword)
        kept = min(known, default=None) if smaller_is_narrower else max(known, default=0)
        if kept is None or (kept > limit if smaller_is_narrower else kept < limit):
            if _follows(old, keyword, limit):
                continue
            yield _tighter(new, keyword, kept, limit)


def narrowed_numbers(old: View, new: Conjunct) -> Iterator[Finding]:
    """Bounds and steps of numbers that became tighter."""
    for keyword, exclusive, sign in (
        ("minimum", "exclusiveMinimum", 1),
        ("maximum", "exclusiveMaximum", -1),
    ):
        limit = new.keywords.get(keyword)
        if limit is None:
            continue
        wanted = (sign * limit, new.keywords.get(exclusive, False))
        bounds = [
            (sign * c.keywords[keyword], c.keywords.get(exclusive, False))
            for c in old
            if keyword in c.keywords
        ]
        if not bounds or max(bounds) < wanted:
            before = sign * max(bounds)[0] if bounds else None
            yield _tighter(new, keyword, before, limit)
    step = new.keywords.get("multipleOf")
    if step is not None and not any(_divides(step, known) for known in stated(old, "multipleOf")):
        yield _tighter(new, "multipleOf", None, step)


def narrowed_strings(old: View, new: Conjunct) -> Iterator[Finding]:
    """A pattern or format that is new or another one: whether it is narrower, nobody can tell."""
    for keyword in ("pattern", "format"):
        wanted = new.keywords.get(keyword)
        if wanted is not None and wanted not in stated(old, keyword):
            known = ", ".join(map(str, stated(old, keyword))) or None
            yield _tighter(new, keyword, known, wanted)


def _follows(old: View, keyword: str, limit: Any) -> bool:
    """Whether other keywords bound an object's size: its needed or its only possible names."""
    if keyword == "minProperties":
        return bool(len({name for names in stated(old, "required") for name in names}) >= limit)
    if keyword == "maxProperties":
        return any(
            c.keywords.get("additionalProperties") is False
            and not c.keywords.get("patternProperties")
            and len(c.keywords.get("properties", ())) <= limit
            for c in old
        )
    return False


def _divides(step: Any, known: Any) -> bool:
    """Whether each multiple of `known` is one of `step`; of fractions only where they are equal."""
    if isinstance(step, int) and isinstance(known, int):
        return known % step == 0
    return bool(step == known)


def _tighter(new: Conjunct, keyword: str, before: Any, after: Any) -> Finding:
    was = "there was none" if before is None else f"it was {before}"
    return Finding(f"{new.pointer}/{keyword}", keyword, f"{keyword} is {after}, {was}")
