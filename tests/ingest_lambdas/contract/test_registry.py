"""The registry and the packaged tracking plan."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.contract.registry import Registry, packaged, read_folder
from ingest_lambdas.contract.schema import (
    EventName,
    PlannedEvent,
    SchemaError,
)
from ingest_lambdas.contract.schema_ref import SchemaRef

PLAN = packaged().plan()
WriteSchema = Callable[..., Path]


@pytest.mark.parametrize("planned", PLAN, ids=lambda planned: planned.ref.name)
def test_every_example_passes_its_schema(planned: PlannedEvent) -> None:
    assert planned.examples
    assert planned.description
    for example in planned.examples:
        assert list(planned.validator.iter_errors(example)) == []


@pytest.mark.parametrize("planned", PLAN, ids=lambda planned: planned.ref.name)
def test_unknown_properties_are_allowed(planned: PlannedEvent) -> None:
    example = {**planned.examples[0], "our_own": {"any": ["thing", 1]}}
    assert planned.validator.is_valid(example)


def test_all_kinds_of_calls_are_planned() -> None:
    for kind in ("page", "screen", "identify", "group", "alias"):
        assert len(packaged().candidates(EventName(kind))) == 1
    assert packaged().candidates(EventName("track", "No Such Event")) == ()


def test_of_each_model_the_highest_version_counts_and_the_newest_model_first(
    tmp_path: Path, write_schema: WriteSchema
) -> None:
    for version in ("1-0-0", "1-0-10", "1-0-9", "2-0-0"):
        write_schema(tmp_path, version)
    candidates = Registry(read_folder(tmp_path)).candidates(EventName("track", "N"))
    assert [str(c.ref.version) for c in candidates] == ["2-0-0", "1-0-10"]
    assert len(Registry(read_folder(tmp_path)).plan()) == 4


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"self": {"vendor": "other"}}, "self block"),
        ({"self": "v"}, "self block"),
        ({"x-event": "track"}, "x-event"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "self block"),
        ({"x-event": {"type": "track"}}, "x-event"),
        ({"x-event": {"type": "page", "name": "N"}}, "x-event"),
        ({"x-event": {"type": "click", "name": "N"}}, "x-event"),
        ({"examples": None}, "examples"),
    ],
)
def test_a_wrong_schema_is_named(
    tmp_path: Path, write_schema: WriteSchema, changes: dict[str, Any], complaint: str
) -> None:
    write_schema(tmp_path, "1-0-0", **changes)
    with pytest.raises(SchemaError, match=complaint):
        Registry(read_folder(tmp_path))


def test_a_file_that_is_no_json_is_named(tmp_path: Path, write_schema: WriteSchema) -> None:
    write_schema(tmp_path, "1-0-0")
    (tmp_path / "v/n/jsonschema/1-0-0").write_text("{")
    with pytest.raises(SchemaError, match="1-0-0"):
        Registry(read_folder(tmp_path))


@pytest.mark.parametrize(
    ("asked", "judged_by"),
    [
        ("1-0-0", "1-0-0"),
        ("1-1-0", "1-1-0"),
        ("1-0-1", "1-0-2"),
        ("1-0-7", "1-1-0"),
        ("1-2-0", "1-1-0"),
        ("2-0-5", "2-0-0"),
        ("3-0-0", None),
    ],
)
def test_what_a_reference_asks_for(
    tmp_path: Path, write_schema: WriteSchema, asked: str, judged_by: str | None
) -> None:
    for version in ("1-0-0", "1-0-2", "1-1-0", "2-0-0"):
        write_schema(tmp_path, version)
    ref = SchemaRef.parse(f"iglu:v/n/jsonschema/{asked}")
    found = Registry(read_folder(tmp_path)).resolve(ref)
    assert (str(found.ref.version) if found else None) == judged_by


def test_the_first_registry_that_has_a_schema_wins(
    tmp_path: Path, write_schema: WriteSchema
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write_schema(first, "1-0-0", title="First")
    write_schema(second, "1-0-0", title="Second")
    write_schema(second, "1-0-1", title="Second")
    write_schema(second, "1-0-0", name="rival", title="Rival")
    registry = Registry(read_folder(first), read_folder(second))
    assert {str(s.ref.path): s.schema["title"] for s in registry.schemas()} == {
        "v/n/jsonschema/1-0-0": "First",
        "v/n/jsonschema/1-0-1": "Second",
        "v/rival/jsonschema/1-0-0": "Rival",
    }
    [planned] = registry.candidates(EventName("track", "N"))
    assert planned.ref.path == "v/n/jsonschema/1-0-1"


def test_a_schema_without_an_event_plans_none_and_still_judges(
    tmp_path: Path, write_schema: WriteSchema
) -> None:
    write_schema(tmp_path, "1-0-0", **{"x-event": None, "title": None, "examples": None})
    registry = Registry(read_folder(tmp_path))
    assert registry.plan() == []
    assert registry.resolve(SchemaRef.parse("iglu:v/n/jsonschema/1-0-0"))


@pytest.mark.parametrize(
    ("stated", "good", "bad"),
    [
        ("date-time", "2026-11-23T22:44:00Z", "yesterday"),
        ("date", "2026-11-23", "23.11.2026"),
        ("uuid", "6F0D2C1E-95B4-5c0b-9d7b-2f6a3e8f1c55", "6f0d2c1e95b45c0b9d7b2f6a3e8f1c55"),
        ("email", "ada@example.com", "ada"),
        ("ipv4", "203.0.113.7", "203.0.113.777"),
        ("ipv6", "2001:db8::1", "2001:db8::g"),
        ("uri", "https://shop.example/", "shop"),
        ("hostname", "shop.example", "-"),
        ("thrift", "formats that nobody knows are not judged", None),
    ],
)
def test_formats_are_judged(
    tmp_path: Path, write_schema: WriteSchema, stated: str, good: str, bad: str | None
) -> None:
    write_schema(tmp_path, "1-0-0", properties={"a": {"format": stated}})
    [schema] = Registry(read_folder(tmp_path)).schemas()
    assert schema.validator.is_valid({"a": good})
    assert bad is None or not schema.validator.is_valid({"a": bad})
