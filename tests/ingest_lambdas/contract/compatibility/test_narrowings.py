"""What a newer schema takes no longer, change by change."""

from typing import Any

import pytest

from ingest_lambdas.contract.compatibility.comparison import narrowings
from ingest_lambdas.contract.compatibility.finding import Bump

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
OPEN: Schema = {"type": "object", "properties": {"a": TEXT}}
CLOSED: Schema = {**OPEN, "additionalProperties": False}
MONEY: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 100}


def having(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


NARROWED = [
    ("a needed property of a closed object", CLOSED, {**having(a=TEXT, b=TEXT), "required": ["b"]},
     "/required", Bump.MODEL),
    ("an optional property that is needed", CLOSED, {**CLOSED, "required": ["a"]},
     "/required", Bump.REVISION),
    ("a property that is gone", having(a=TEXT, b=TEXT), CLOSED,
     "/additionalProperties", Bump.REVISION),
    ("a needed property that is gone", {**having(a=TEXT, b=TEXT), "required": ["b"]}, CLOSED,
     "/additionalProperties", Bump.MODEL),
    ("an object that is closed", OPEN, CLOSED, "/additionalProperties", Bump.REVISION),
    ("a typed property of an open object", OPEN,
     {"type": "object", "properties": {"a": TEXT, "b": TEXT}},
     "/properties/b", Bump.REVISION),
    ("another type", having(a=TEXT), having(a={"type": "integer"}),
     "/properties/a/type", Bump.MODEL),
    ("one type less", having(a={"type": ["string", "null"]}), CLOSED,
     "/properties/a/type", Bump.REVISION),
    ("whole numbers only", {"type": "number"}, {"type": "integer"}, "/type", Bump.REVISION),
    ("a value less", {"enum": ["x", "y"]}, {"enum": ["x"]}, "/enum", Bump.REVISION),
    ("other values", {"enum": ["x", "y"]}, {"enum": ["z"]}, "/enum", Bump.MODEL),
    ("listed values only", TEXT, {**TEXT, "enum": ["x"]}, "/enum", Bump.REVISION),
    ("true is not 1", {"enum": [True]}, {"enum": [1]}, "/enum", Bump.MODEL),
    ("a higher minimum", MONEY, {**MONEY, "minimum": 1}, "/minimum", Bump.REVISION),
    ("a bound that is no longer included", MONEY, {**MONEY, "exclusiveMinimum": True},
     "/minimum", Bump.REVISION),
    ("a lower maximum", MONEY, {**MONEY, "maximum": 99.5}, "/maximum", Bump.REVISION),
    ("a first maximum", {"type": "integer"}, {"type": "integer", "maximum": 5},
     "/maximum", Bump.REVISION),
    ("a step", {"multipleOf": 2}, {"multipleOf": 4}, "/multipleOf", Bump.REVISION),
    ("a step of fractions", {"multipleOf": 0.02}, {"multipleOf": 0.01},
     "/multipleOf", Bump.REVISION),
    ("shorter texts", {**TEXT, "maxLength": 9}, {**TEXT, "maxLength": 8},
     "/maxLength", Bump.REVISION),
    ("longer texts", {**TEXT, "minLength": 1}, {**TEXT, "minLength": 2},
     "/minLength", Bump.REVISION),
    ("another pattern", {**TEXT, "pattern": "^a"}, {**TEXT, "pattern": "^b"},
     "/pattern", Bump.REVISION),
    ("a format", TEXT, {**TEXT, "format": "uuid"}, "/format", Bump.REVISION),
    ("fewer elements", {"maxItems": 5}, {"maxItems": 4}, "/maxItems", Bump.REVISION),
    ("more elements", {}, {"minItems": 1}, "/minItems", Bump.REVISION),
    ("different elements", {}, {"uniqueItems": True}, "/uniqueItems", Bump.REVISION),
    ("narrower elements", {"items": TEXT}, {"items": {**TEXT, "maxLength": 5}},
     "/items/maxLength", Bump.REVISION),
    ("a narrower position", {"items": [TEXT, {}]}, {"items": [TEXT, TEXT]},
     "/items/1", Bump.REVISION),
    ("no further elements", {"items": [TEXT]}, {"items": [TEXT], "additionalItems": False},
     "/additionalItems", Bump.REVISION),
    ("more properties", {}, {"minProperties": 1}, "/minProperties", Bump.REVISION),
    ("fewer properties", {}, {"maxProperties": 9}, "/maxProperties", Bump.REVISION),
    ("a property that asks for another", OPEN, {**OPEN, "dependencies": {"a": ["b"]}},
     "/dependencies", Bump.REVISION),
    ("properties by pattern", {"type": "object"},
     {"type": "object", "patternProperties": {"^n_": {"type": "integer"}}},
     "/patternProperties/^n_", Bump.REVISION),
    ("fewer branches", {"anyOf": [TEXT, {"type": "null"}]}, {"anyOf": [TEXT]},
     "/anyOf", Bump.REVISION),
    ("branches that overlap", TEXT, {"oneOf": [TEXT, {"maxLength": 5}]},
     "/oneOf", Bump.REVISION),
    ("something ruled out", TEXT, {"not": {"type": "integer"}}, "/not", Bump.REVISION),
    ("a definition that became narrower",
     {"properties": {"a": {"$ref": "#/definitions/m"}}, "definitions": {"m": {}}},
     {"properties": {"a": {"$ref": "#/definitions/m"}}, "definitions": {"m": TEXT}},
     "/properties/a", Bump.REVISION),
    ("what stands elsewhere", TEXT, {"$ref": "http://schemas.example/a.json"},
     "", Bump.REVISION),
]  # fmt: skip

COMPATIBLE = [
    ("the same", MONEY, MONEY),
    ("other words", {**MONEY, "title": "a"}, {**MONEY, "title": "b", "examples": [1]}),
    ("an optional property of a closed object", CLOSED, having(a=TEXT, b=MONEY)),
    ("a needed property that is not any more", {**CLOSED, "required": ["a"]}, CLOSED),
    ("an object that is opened", CLOSED, OPEN),
    ("an untyped property of an open object", OPEN, {"properties": {"a": TEXT, "b": {}}}),
    ("one type more", TEXT, {"type": ["string", "null"]}),
    ("all numbers", {"type": "integer"}, {"type": "number"}),
    ("a value more", {"enum": ["x"]}, {"enum": ["x", "y"]}),
    ("from listed values to texts", {"enum": ["x", "yy"]}, {**TEXT, "maxLength": 2}),
    ("listed values that could never be", {"enum": ["x", 5], **TEXT}, TEXT),
    ("all booleans, listed", {"type": "boolean"}, {"enum": [True, False]}),
    ("wider bounds", MONEY, {**MONEY, "minimum": -1, "maximum": 101}),
    ("a bound that is included", {**MONEY, "exclusiveMinimum": True}, MONEY),
    ("a finer step", {"multipleOf": 4}, {"multipleOf": 2}),
    ("bounds of numbers say nothing of texts", TEXT, {"maximum": 5}),
    ("a pattern that is gone", {**TEXT, "pattern": "^a"}, TEXT),
    ("more properties than are needed", {"required": ["a", "b"]}, {"minProperties": 2}),
    ("as many properties as there are", CLOSED, {"maxProperties": 1}),
    ("null as a branch", {"type": ["string", "null"]}, {"anyOf": [TEXT, {"type": "null"}]}),
    ("branches as types", {"anyOf": [TEXT, {"type": "null"}]}, {"type": ["string", "null"]}),
    ("branches that cannot overlap", TEXT, {"oneOf": [TEXT, {"type": "null"}]}),
    ("the same ruled out", {"not": TEXT}, {"not": TEXT}),
    ("needed by another keyword", {"allOf": [{"required": ["a"]}]}, {"required": ["a"]}),
    ("spelt out instead of referred to",
     {"properties": {"a": {"$ref": "#/definitions/m"}}, "definitions": {"m": MONEY}},
     {"properties": {"a": MONEY}}),
    ("a schema of itself",
     {"properties": {"a": {"$ref": "#"}}}, {"properties": {"a": {"$ref": "#"}}}),
    ("what could never stand there", {"items": [TEXT], "maxItems": 1},
     {"items": [TEXT, {"type": "null"}]}),
    ("a pattern of names that covers", {"additionalProperties": TEXT},
     {"patternProperties": {"^a": TEXT}}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "pointer", "bump"), [case[1:] for case in NARROWED], ids=[c[0] for c in NARROWED]
)
def test_what_became_narrower_is_named(old: Schema, new: Schema, pointer: str, bump: Bump) -> None:
    found = narrowings(old, new)
    assert [(f.pointer, f.bump) for f in found] == [(pointer, bump)]
    assert found[0].message


@pytest.mark.parametrize(
    ("old", "new"), [case[1:] for case in COMPATIBLE], ids=[c[0] for c in COMPATIBLE]
)
def test_what_takes_all_that_was_taken_is_compatible(old: Schema, new: Schema) -> None:
    assert narrowings(old, new) == []


def test_a_property_that_is_renamed_is_found_at_both_ends() -> None:
    old, new = having(price=MONEY), having(amount=MONEY)
    assert [f.message for f in narrowings(old, new)] == ["price is no longer allowed"]
    needed = [{**schema, "required": list(schema["properties"])} for schema in (old, new)]
    assert {f.pointer for f in narrowings(*needed)} == {"/required", "/additionalProperties"}


def test_what_is_too_intricate_is_not_called_compatible() -> None:
    def cases(number: int) -> Schema:
        kinds = [{"properties": {f"p{n}": {"enum": [n]}}} for n in range(number)]
        return {"allOf": [{"anyOf": kinds} for _ in range(number)]}

    assert "intricate" in narrowings(cases(9), {"minProperties": 1})[0].message
