"""Data broken on purpose, keyword by keyword, and where the violation is said to be."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, NamedTuple

import pytest

from ingest_lambdas.collector.call import Origin
from ingest_lambdas.collector.violations import (
    bound_violations,
    find_violations,
    hide_found,
    make_storable,
)
from ingest_lambdas.contract.compatibility.document import Conjunct, Document
from ingest_lambdas.contract.envelope import Violation
from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.contract.schema import PlannedEvent

KEYWORDS = {
    "type", "required", "minimum", "maximum", "minLength", "maxLength", "pattern", "maxItems",
    "minItems",
}  # fmt: skip
ANNOTATIONS = {
    "$schema", "self", "x-event", "title", "description", "examples", "definitions", "properties",
    "items", "allOf", "anyOf", "$ref", "enum", "additionalProperties",
}  # fmt: skip


class Broken(NamedTuple):
    """An example with one thing wrong in it."""

    planned: PlannedEvent
    keyword: str
    pointer: str
    data: Any


def broken_values(keyword: str, limit: Any, value: Any) -> Any:
    """A value that breaks a keyword; None where this one cannot."""
    texts, numbers = isinstance(value, str), type(value) in (int, float)
    if keyword == "type":
        return [] if "array" not in limit else {}
    if keyword == "required":
        return {key: kept for key, kept in value.items() if key != limit[0]}
    if keyword in ("minimum", "maximum") and numbers:
        return limit - 1 if keyword == "minimum" else limit + 1
    if keyword in ("minLength", "maxLength") and texts:
        return "x" * (limit - 1 if keyword == "minLength" else limit + 1)
    if keyword == "pattern" and texts:
        return "~"
    if keyword == "maxItems" and isinstance(value, list):
        return value[:1] * (limit + 1)
    if keyword == "minItems" and isinstance(value, list):
        return value[: limit - 1]
    return None


def places(document: Document, schema: Any, value: Any, pointer: str) -> Iterator[tuple[Any, ...]]:
    """(conjunct, value, pointer) of everything that the schema says of an example."""
    for conjunct in document.expand(schema, ""):
        yield conjunct, value, pointer
        if isinstance(value, dict):
            for name, field in conjunct.keywords.get("properties", {}).items():
                if value.get(name) is not None:
                    yield from places(document, field, value[name], f"{pointer}/{name}")
        items = conjunct.keywords.get("items")
        if isinstance(value, list) and isinstance(items, dict):
            for position, each in enumerate(value):
                yield from places(document, items, each, f"{pointer}/{position}")


def replaced(data: Any, pointer: str, value: Any) -> Any:
    if not pointer:
        return value
    done = deepcopy(data)
    *above, last = [int(p) if p.isdigit() else p for p in pointer.split("/")[1:]]
    node = done
    for part in above:
        node = node[part]
    node[last] = value
    return done


def break_plan() -> Iterator[Broken]:
    for planned in packaged().plan():
        document = Document(planned.schema)
        for example in planned.examples:
            for conjunct, value, pointer in places(document, planned.schema, example, ""):
                yield from _break(planned, example, conjunct, value, pointer)


def _break(
    planned: PlannedEvent, example: Any, conjunct: Conjunct, value: Any, pointer: str
) -> Iterator[Broken]:
    for keyword in sorted(KEYWORDS & conjunct.keywords.keys()):
        wrong = broken_values(keyword, conjunct.keywords[keyword], value)
        if wrong is not None:
            yield Broken(planned, keyword, pointer, replaced(example, pointer, wrong))


BROKEN = list(break_plan())


def test_the_plan_uses_no_keyword_that_is_not_broken_here() -> None:
    used: set[str] = set()
    for planned in packaged().plan():
        document = Document(planned.schema)
        for example in planned.examples:
            for conjunct, _, _ in places(document, planned.schema, example, ""):
                used |= conjunct.keywords.keys()
    assert used - ANNOTATIONS <= KEYWORDS
    assert {broken.keyword for broken in BROKEN} == used & KEYWORDS
    assert len(BROKEN) > 1_000


@pytest.mark.parametrize("keyword", sorted(KEYWORDS & {broken.keyword for broken in BROKEN}))
def test_what_is_broken_is_found_where_it_is(keyword: str) -> None:
    for broken in BROKEN:
        if broken.keyword != keyword:
            continue
        found = find_violations(broken.data, broken.planned, Origin("/properties"))
        told = {(v["pointer"], v["keyword"]) for v in found}
        assert (f"/properties{broken.pointer}", keyword) in told, broken
        assert all(v["expected"] and v["found"] for v in found)


@pytest.mark.parametrize(
    ("schema", "data", "keyword", "pointer"),
    [
        ({"enum": ["a"]}, {"k": "b"}, "enum", "/p/k"),
        ({"format": "uuid"}, {"k": "b"}, "format", "/p/k"),
        ({"multipleOf": 2}, {"k": 3}, "multipleOf", "/p/k"),
        ({"uniqueItems": True}, {"k": [1, 1]}, "uniqueItems", "/p/k"),
        ({"additionalProperties": False}, {"k": {"x": 1}}, "additionalProperties", "/p/k"),
        ({"properties": {"a": {}}, "additionalProperties": False}, {"k": {"x": 1}},
         "additionalProperties", "/p/k"),
        ({"items": [{}], "additionalItems": False}, {"k": [1, 2]}, "additionalItems", "/p/k"),
        ({"minProperties": 1}, {"k": {}}, "minProperties", "/p/k"),
        ({"maxProperties": 0}, {"k": {"x": 1}}, "maxProperties", "/p/k"),
        ({"patternProperties": {"^n": {"type": "integer"}}}, {"k": {"n/1~": "x"}}, "type",
         "/p/k/n~11~0"),
        ({"minimum": 1, "exclusiveMinimum": True}, {"k": 1}, "exclusiveMinimum", "/p/k"),
        ({"dependencies": {"a": ["b"]}}, {"k": {"a": 1}}, "required", "/p/k"),
        ({"not": {"type": "string"}}, {"k": "x"}, "not", "/p/k"),
        ({"oneOf": [{}, {}]}, {"k": "x"}, "oneOf", "/p/k"),
        ({"anyOf": [{"type": "string"}]}, {"k": 1}, "anyOf", "/p/k"),
    ],
)  # fmt: skip
def test_keywords_that_own_schemas_may_use(
    tmp_path: Any,
    write_schema: Callable[..., Any],
    schema: dict[str, Any],
    data: Any,
    keyword: str,
    pointer: str,
) -> None:
    from ingest_lambdas.contract.registry import Registry, read_folder

    write_schema(tmp_path, "1-0-0", properties={"k": schema})
    [read] = Registry(read_folder(tmp_path)).schemas()
    [violation] = find_violations(data, read, Origin("/p"))
    assert (violation["keyword"], violation["pointer"]) == (keyword, pointer)


def test_only_so_many_are_told_and_how_many_more_there_are() -> None:
    one = Violation(pointer="/a", keyword="type", expected="x", found="y")
    assert bound_violations([one] * 20) == [one] * 20
    assert bound_violations([one] * 23)[20:] == [
        {
            "pointer": "",
            "keyword": "more",
            "expected": "the first 20 violations",
            "found": "3 more",
        }
    ]


def test_what_is_stored_of_them_is_harmless() -> None:
    violation = Violation(
        pointer="/properties/ada@x.example\0", keyword="type", expected="e" * 5_000, found='"me"'
    )
    stored = make_storable(violation, lambda text: text.replace("ada@x.example", "pseudonym"))
    assert stored["pointer"] == "/properties/pseudonym"
    assert len(stored["expected"]) == 1_024
    assert hide_found(violation)["found"] == "string"
    assert hide_found({**violation, "found": "5"})["found"] == "5"
