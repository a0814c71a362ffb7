"""What is wrong with schemas before anybody reads them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.contract.registry import SCHEMAS, read_folder
from ingest_lambdas.contract.schema_faults import Fault
from ingest_lambdas.contract.schema_lint import lint_folder

WriteSchema = Callable[..., Path]
TEXT = {"type": "string", "description": "A text.", "maxLength": 9}
GOOD: dict[str, Any] = {"properties": {"a": TEXT}}


def lint(root: Path) -> list[Fault]:
    return lint_folder(root)


def test_the_packaged_schemas_are_without_error() -> None:
    assert [fault for fault in lint(SCHEMAS) if fault.is_error] == []


def test_a_good_schema(tmp_path: Path, write_schema: WriteSchema) -> None:
    write_schema(tmp_path, "1-0-0", **GOOD)
    assert lint(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "pointer", "told"),
    [
        ({"self": {"vendor": "w"}}, "", "self block"),
        ({"type": "strng"}, "", "strng"),
        ({"title": None}, "", "title"),
        ({"examples": []}, "/examples", "lacks an example"),
        ({**GOOD, "examples": [{"a": 5}]}, "/examples/0/a", "not of type"),
        ({"x-event": {"type": "track", "name": "n" * 256}}, "/x-event/name", "255 bytes"),
    ],
)
def test_errors(
    tmp_path: Path, write_schema: WriteSchema, changes: dict[str, Any], pointer: str, told: str
) -> None:
    write_schema(tmp_path, "1-0-0", **changes)
    [fault] = lint(tmp_path)
    assert (fault.path, fault.pointer, fault.is_error) == ("v/n/jsonschema/1-0-0", pointer, True)
    assert told in fault.message


@pytest.mark.parametrize(
    ("changes", "pointer", "told"),
    [
        ({"description": ""}, "", "description"),
        ({"properties": {"a": {"type": "integer"}}}, "/properties/a", "description"),
        ({"properties": {"a": {**TEXT, "maxLength": 40_000}}}, "/properties/a", "32,768"),
        (
            {"properties": {"a": {"type": "string", "description": "A text."}}},
            "/properties/a",
            "maxLength",
        ),
        (
            {
                "x-event": {"type": "page"},
                "properties": {"url": {**TEXT, "maxLength": 9_000}},
            },
            "/properties/url",
            "page_url",
        ),
    ],
)
def test_warnings(
    tmp_path: Path, write_schema: WriteSchema, changes: dict[str, Any], pointer: str, told: str
) -> None:
    write_schema(tmp_path, "1-0-0", **changes)
    [fault] = lint(tmp_path)
    assert (fault.pointer, fault.is_error) == (pointer, False)
    assert told in fault.message


def test_a_name_that_no_client_can_spell(tmp_path: Path, write_schema: WriteSchema) -> None:
    write_schema(tmp_path, "1-0-0", name="n.m", **GOOD)
    [fault] = lint(tmp_path)
    assert (fault.is_error, "no client" in fault.message) == (True, True)


def test_files_that_a_registry_would_pass_over(tmp_path: Path, write_schema: WriteSchema) -> None:
    good = write_schema(tmp_path, "1-0-0", **GOOD)
    good.with_name("1-0-0.json").write_text("{}")
    (tmp_path / "README.md").write_text("words")
    assert {fault.path: fault.is_error for fault in lint(tmp_path)} == {
        "README.md": False,
        "v/n/jsonschema/1-0-0.json": True,
    }


def test_an_event_that_two_schemas_plan(tmp_path: Path, write_schema: WriteSchema) -> None:
    write_schema(tmp_path, "1-0-0", **GOOD)
    write_schema(tmp_path, "1-0-0", name="other", **GOOD)
    [fault] = lint(tmp_path)
    assert fault.path == "v/other/jsonschema/1-0-0"
    assert "v/n already" in fault.message


def test_an_event_that_is_taken_over_from_the_package(
    tmp_path: Path, write_schema: WriteSchema
) -> None:
    package, own = tmp_path / "package", tmp_path / "own"
    write_schema(package, "1-0-0", **GOOD)
    write_schema(own, "1-0-0", name="other", **GOOD)
    [fault] = lint_folder(own, read_folder(package))
    assert (fault.is_error, "from v/n" in fault.message) == (False, True)


@pytest.mark.parametrize(
    ("version", "changes", "told"),
    [
        ("1-0-1", {"required": ["a"], "examples": [{"a": "x"}]}, "no ADDITION but a REVISION"),
        ("1-1-0", {"properties": {"a": {"type": "integer", "description": "A count."}}},
         "no REVISION but a MODEL"),
        ("1-1-0", {"required": ["a"], "examples": [{"a": "x"}]}, None),
        ("2-0-0", {"properties": {"a": {"type": "integer", "description": "A count."}}}, None),
        ("1-0-1", {"properties": {"a": {**TEXT, "maxLength": 10}}}, None),
    ],
)  # fmt: skip
def test_a_version_that_promises_more_than_it_keeps(
    tmp_path: Path,
    write_schema: WriteSchema,
    version: str,
    changes: dict[str, Any],
    told: str | None,
) -> None:
    package, own = tmp_path / "package", tmp_path / "own"
    write_schema(package, "1-0-0", **GOOD)
    write_schema(own, version, **{**GOOD, **changes})
    faults = lint_folder(own, read_folder(package))
    assert [told in fault.message for fault in faults if told] == ([True] if told else [])
    assert bool(faults) == bool(told)
