"""The registry and the packaged tracking plan."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.contract.registry import (
    SELF_DESCRIBING,
    EventName,
    PlannedEvent,
    Registry,
    SchemaError,
    packaged,
)

PLAN = packaged().plan()


def write_schema(root: Path, version: str, **changes: Any) -> None:
    schema = {
        "$schema": SELF_DESCRIBING,
        "self": {"vendor": "v", "name": "n", "format": "jsonschema", "version": version},
        "x-event": {"type": "track", "name": "N"},
        "title": "N",
        "description": "An event.",
        "type": "object",
        "examples": [{}],
        **changes,
    }
    file = root / "v" / "n" / "jsonschema" / version
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({k: v for k, v in schema.items() if v is not None}))


@pytest.mark.parametrize("planned", PLAN, ids=lambda planned: planned.ref.name)
def test_every_example_passes_its_schema(planned: PlannedEvent) -> None:
    assert planned.examples
    assert planned.description
    for example in planned.examples:
        assert list(packaged().validator(planned).iter_errors(example)) == []


@pytest.mark.parametrize("planned", PLAN, ids=lambda planned: planned.ref.name)
def test_unknown_properties_are_allowed(planned: PlannedEvent) -> None:
    example = {**planned.examples[0], "our_own": {"any": ["thing", 1]}}
    assert packaged().validator(planned).is_valid(example)


def test_all_kinds_of_calls_are_planned() -> None:
    for kind in ("page", "screen", "identify", "group", "alias"):
        assert len(packaged().candidates(EventName(kind))) == 1
    assert packaged().candidates(EventName("track", "No Such Event")) == ()


def test_of_each_model_the_highest_version_counts_and_the_newest_model_first(
    tmp_path: Path,
) -> None:
    for version in ("1-0-0", "1-0-10", "1-0-9", "2-0-0"):
        write_schema(tmp_path, version)
    candidates = Registry(tmp_path).candidates(EventName("track", "N"))
    assert [str(c.ref.version) for c in candidates] == ["2-0-0", "1-0-10"]
    assert len(Registry(tmp_path).plan()) == 4


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"self": {"vendor": "other"}}, "self block"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "self block"),
        ({"x-event": {"type": "track"}}, "x-event"),
        ({"x-event": {"type": "page", "name": "N"}}, "x-event"),
        ({"x-event": {"type": "click", "name": "N"}}, "x-event"),
        ({"examples": None}, "examples"),
    ],
)
def test_a_wrong_schema_is_named(tmp_path: Path, changes: dict[str, Any], complaint: str) -> None:
    write_schema(tmp_path, "1-0-0", **changes)
    with pytest.raises(SchemaError, match=complaint):
        Registry(tmp_path)


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    write_schema(tmp_path, "1-0-0")
    (tmp_path / "v/n/jsonschema/1-0-0").write_text("{")
    with pytest.raises(SchemaError, match="1-0-0"):
        Registry(tmp_path)
