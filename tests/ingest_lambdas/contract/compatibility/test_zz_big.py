"""Whatever the checker calls compatible, no value passes the old schema and fails the new one."""

import json
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import ValidationError

from ingest_lambdas.contract.compatibility.comparison import narrowings
from ingest_lambdas.contract.schema import compile_schema

Schema = dict[str, Any]
NAMES = ("a", "b", "ab", "c")
PATTERNS = ("a", "^b", "c$")
TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
SCALARS = (None, True, False, 0, 1, 2, 3, 1.0, 1.5, -1, "", "a", "b", "ab", "abc", "2026-11-23")
SMALL = st.integers(0, 3)

values: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=6,
)


def _schemas(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    """Of few keywords each: what asks for everything takes nothing."""
    some = st.lists(inner, min_size=1, max_size=2)
    named = st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True)
    types = st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True)
    keywords: dict[str, st.SearchStrategy[Any]] = {
        "type": st.sampled_from(TYPES) | types,
        "enum": st.lists(st.sampled_from(SCALARS), min_size=1, max_size=3, unique_by=repr),
        "minimum": SMALL,
        "maximum": SMALL,
        "multipleOf": st.sampled_from((1, 2, 0.5)),
        "minLength": SMALL,
        "maxLength": SMALL,
        "pattern": st.sampled_from(PATTERNS),
        "format": st.just("date"),
        "minItems": SMALL,
        "maxItems": SMALL,
        "uniqueItems": st.booleans(),
        "items": inner | some,
        "additionalItems": st.booleans() | inner,
        "minProperties": SMALL,
        "maxProperties": SMALL,
        "required": named,
        "properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
        "patternProperties": st.dictionaries(st.sampled_from(PATTERNS), inner, max_size=2),
        "additionalProperties": st.booleans() | inner,
        "dependencies": st.dictionaries(st.sampled_from(NAMES), named | inner, max_size=1),
        "allOf": some,
        "anyOf": some,
        "oneOf": some,
        "not": inner,
    }
    chosen = st.lists(st.sampled_from(sorted(keywords)), min_size=1, max_size=4, unique=True)
    return chosen.flatmap(lambda keys: st.fixed_dictionaries({k: keywords[k] for k in keys}))


SELF = st.sampled_from(({"$ref": "#/definitions/d"}, {}, {"type": "string"}))
schemas: st.SearchStrategy[Schema] = st.recursive(SELF, _schemas, max_leaves=6)


def whole(schema: Schema, definition: Schema) -> Schema:
    return {"allOf": [schema], "definitions": {"d": definition}}


@st.composite
def changed(draw: st.DrawFn, schema: Schema) -> Schema:
    """The schema with one or two keywords, at any depth, left out, loosened, or another's."""
    text = json.loads(json.dumps(schema))
    nodes = [node for node in _nodes(text) if node]
    for _ in range(draw(st.integers(0, 2)) if nodes else 0):
        node = draw(st.sampled_from(nodes))
        if not node:
            continue
        key = draw(st.sampled_from(sorted(node)))
        value = node[key]
        if isinstance(value, int) and not isinstance(value, bool):
            node[key] = draw(st.integers(1, 3))
        elif draw(st.booleans()):
            del node[key]
        else:
            node.update(draw(schemas))
    return dict(text)


def _nodes(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for child in node for found in _nodes(child)]
    if isinstance(node, dict):
        return [node, *(found for child in node.values() for found in _nodes(child))]
    return []


pairs = schemas.flatmap(lambda old: st.tuples(st.just(old), changed(old) | schemas))
definitions = st.sampled_from(({}, {"type": "integer"}, {"maxLength": 1}, {"enum": ["a", 1]}))
seen: Counter[str] = Counter()


@settings(max_examples=6000)
@given(pairs, definitions, definitions, st.lists(values, min_size=10, max_size=20))
def test_no_value_tells_compatible_schemas_apart(
    pair: tuple[Schema, Schema], before: Schema, after: Schema, tried: list[Any]
) -> None:
    old, new = whole(pair[0], before), whole(pair[1], after)
    try:
        takes, keeps = compile_schema(old), compile_schema(new)
    except ValidationError:
        return
    if narrowings(old, new):
        seen["narrower"] += 1
        return
    seen["compatible"] += 1
    for value in (*SCALARS, *tried):
        if takes.is_valid(value):
            seen["taken"] += 1
            assert keeps.is_valid(value), (old, new, value)


def test_the_property_has_seen_both_kinds() -> None:
    if not seen:
        test_no_value_tells_compatible_schemas_apart()
    assert min(seen["narrower"], seen["compatible"]) > 100
    assert seen["taken"] > 1_000
