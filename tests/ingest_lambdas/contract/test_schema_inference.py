"""Schemas proposed from data."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.personal_fields import is_personal
from ingest_lambdas.contract.observed_values import Observed
from ingest_lambdas.contract.schema import EventName, read_schema
from ingest_lambdas.contract.schema_inference import infer_schema
from ingest_lambdas.contract.schema_ref import SchemaRef

REF = SchemaRef.parse("iglu:own/joined/jsonschema/1-0-0")
JOINED = EventName("track", "Joined")


def infer(samples: list[dict[str, Any]]) -> dict[str, Any]:
    seen = Observed()
    for sample in samples:
        seen.add(sample)
    return infer_schema(REF, JOINED, seen, is_personal)


def field(samples: list[Any]) -> dict[str, Any]:
    """What is proposed for a field, without its description."""
    proposed = infer([{"f": sample} for sample in samples])["properties"]["f"]
    return {key: value for key, value in proposed.items() if key != "description"}


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
    | st.floats(-1e9, 1e9) | st.sampled_from(["2026-01-31", "a", "b", "10.0.0.1"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["a", "email", "n", "ada@x.example"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), values), min_size=1, max_size=40))
def test_all_that_was_seen_passes_and_so_does_the_example(samples: list[dict[str, Any]]) -> None:
    schema = infer(samples)
    read = read_schema(REF, json.dumps(schema)).compiled()
    for sample in [*samples, *schema["examples"]]:
        assert list(read.validator.iter_errors(sample)) == []


def test_what_a_proposal_says() -> None:
    schema = infer([{"a": 1, "b": None}, {"a": 2.5}])
    assert schema["x-event"] == {"type": "track", "name": "Joined"}
    assert schema["title"] == "Joined"
    assert schema["required"] == ["a"]
    assert schema["properties"]["a"] == {
        "description": "Seen in 100% of them; say what it means.",
        "type": "number",
        "minimum": 0,
        "maximum": 100,
    }
    assert "50%" in schema["properties"]["b"]["description"]
    assert "type" not in schema["properties"]["b"]


def test_bounds_leave_room() -> None:
    assert field([-5, 70]) == {"type": "integer", "minimum": -1000, "maximum": 1000}
    assert field([2**62]) == {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}
    assert field(["x" * 20]) == {"type": "string", "maxLength": 64}
    assert field([["a"] * 60])["maxItems"] == 1_000
    assert field([[]]) == {"type": "array", "maxItems": 100}


def test_few_values_that_come_often_are_listed() -> None:
    assert field(["gold", "silver"] * 20) == {"type": "string", "enum": ["gold", "silver"]}
    assert field(["gold", None] * 40) == {"type": ["string", "null"], "enum": ["gold", None]}
    assert "enum" not in field(["gold"] * 40 + ["once"])
    assert "enum" not in field(["gold"] * 5)
    assert "enum" not in field([f"v{n}" for n in range(13)] * 10)


def test_formats_are_named_where_every_text_has_them() -> None:
    assert field(["2026-01-31T10:00:00Z"] * 40) == {
        "type": "string", "format": "date-time", "maxLength": 64,
    }  # fmt: skip
    assert field(["6f0d2c1e-95b4-5c0b-9d7b-2f6a3e8f1c55"])["format"] == "uuid"
    assert field(["https://shop.example/a?b=c"])["format"] == "uri"
    assert "format" not in field(["2026-01-31", "soon"])


def test_nothing_of_a_person_is_kept() -> None:
    people = [
        {
            "email": f"ada{n % 2}@example.com",
            "first_name": ["Ada", "Bob"][n % 2],
            "referred_by": ["ada@example.com", "bob@example.com"][n % 2],
            "member": ["4711471147", "4711471148"][n % 2],
            "shares": {"ada@example.com": 1},
            "address": {"city": ["Paris", "Rome"][n % 2]},
        }
        for n in range(80)
    ]
    schema = infer(people)
    text = json.dumps(schema)
    for told in ("ada", "Ada", "Bob", "bob", "4711", "Paris", "Rome"):
        assert told not in text
    assert schema["properties"]["first_name"]["maxLength"] == 16
    assert "properties" not in schema["properties"]["shares"]


def test_an_object_of_very_many_names_is_a_map() -> None:
    assert field([{f"k{n}": n} for n in range(300)]) == {"type": "object"}
