"""Iglu Central's schemas, unchanged, as a registry; and the packaged ones that say what it says."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from ingest_lambdas.collector.police import police
from ingest_lambdas.collector.protocols.snowplow.adapter import normalise
from ingest_lambdas.collector.rejection import Rejection
from ingest_lambdas.contract.registry import SCHEMAS, Registry, read_folder
from ingest_lambdas.contract.schema import Schema
from ingest_lambdas.contract.schema_ref import SchemaRef
from ingest_lambdas.runtime.registries import open_registries

from .conftest import REFERENCE

CENTRAL = REFERENCE / "iglu_central" / "schemas"
OURS = {ref.path: found.schema for ref, found in read_folder(SCHEMAS).items()}
THEIRS = sorted(path for path in OURS if path.startswith(("com.snowplowanalytics.", "org.w3/")))
SNOWPLOW = "com.snowplowanalytics.snowplow"


@cache
def central() -> Registry:
    if not CENTRAL.is_dir():
        pytest.skip(f"the reference data is not beside this clone: {CENTRAL} is missing")
    return Registry(read_folder(CENTRAL))


def schema_of(path: str) -> Schema:
    found = central().resolve(SchemaRef.parse(f"iglu:{path}"))
    assert found is not None
    return found


def types_of(field: dict[str, Any]) -> set[str]:
    stated = field.get("type", [])
    return {stated} if isinstance(stated, str) else set(stated)


@pytest.mark.parametrize("path", THEIRS)
def test_fields_are_named_needed_and_typed_alike(
    reference: Callable[[str], Any], path: str
) -> None:
    ours, theirs = OURS[path], reference(f"iglu_central/schemas/{path}")
    assert set(ours.get("required", [])) == set(theirs.get("required", []))
    fields, known = ours.get("properties", {}), theirs.get("properties", {})
    assert fields.keys() == known.keys()
    for name, field in known.items():
        taken = types_of(fields[name]) | (
            {"integer"} if "number" in types_of(fields[name]) else set()
        )
        assert types_of(field) <= taken, name


def test_each_of_them_is_read_and_compiles() -> None:
    files = [path for path in CENTRAL.glob("*/*/jsonschema/*") if path.is_file()]
    schemas = central().schemas()
    assert len(schemas) == len(files) > 150
    for schema in schemas:
        assert schema.compiled().ref.path in {f.relative_to(CENTRAL).as_posix() for f in files}
    assert central().plan() == []


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        (
            f"{SNOWPLOW}/link_click/jsonschema/1-0-1",
            {"targetUrl": "https://shop.example/", "elementClasses": ["a", "b"]},
            {"elementClasses": ["a"]},
        ),
        (
            f"{SNOWPLOW}/client_session/jsonschema/1-0-2",
            {
                "userId": "6f0d2c1e-95b4-5c0b-9d7b-2f6a3e8f1c55",
                "sessionId": "6f0d2c1e-95b4-5c0b-9d7b-2f6a3e8f1c55",
                "sessionIndex": 1,
                "previousSessionId": None,
                "storageMechanism": "COOKIE_1",
            },
            {
                "userId": "ada",
                "sessionId": "not a uuid",
                "sessionIndex": 1,
                "previousSessionId": None,
                "storageMechanism": "COOKIE_1",
            },
        ),
        (
            f"{SNOWPLOW}/timing/jsonschema/1-0-0",
            {"category": "load", "variable": "map", "timing": 100},
            {"category": "load", "variable": "map", "timing": "100"},
        ),
        (
            f"{SNOWPLOW}/web_page/jsonschema/1-0-0",
            {"id": "6f0d2c1e-95b4-5c0b-9d7b-2f6a3e8f1c55"},
            {"id": "6f0d2c1e-95b4-5c0b-9d7b-2f6a3e8f1c55", "another": 1},
        ),
    ],
)
def test_they_judge(path: str, good: dict[str, Any], bad: dict[str, Any]) -> None:
    assert list(schema_of(path).validator.iter_errors(good)) == []
    assert not schema_of(path).validator.is_valid(bad)


def test_as_a_registry_behind_the_package_it_judges_what_trackers_send() -> None:
    if not CENTRAL.is_dir():
        pytest.skip(f"the reference data is not beside this clone: {CENTRAL} is missing")
    registry = open_registries(
        f"package,file:{CENTRAL}", lambda: pytest.fail("no bucket")
    ).current()
    form = f"iglu:{SNOWPLOW}/focus_form/jsonschema/1-0-0"
    field = {"formId": "f", "elementId": "e", "nodeName": "INPUT", "value": "v"}
    assert police(normalise(focus(form, field), {}), registry).schema_ref == form
    with pytest.raises(Rejection) as error:
        police(normalise(focus(form, {**field, "nodeName": "VIDEO"}), {}), registry)
    [violation] = error.value.violations
    assert (violation["pointer"], violation["keyword"]) == ("/ue_pr/data/data/nodeName", "enum")
    assert json.loads(violation["expected"])["options"] == ["INPUT", "TEXTAREA", "SELECT"]
    ours = SchemaRef.parse(f"iglu:{SNOWPLOW}/web_page/jsonschema/1-0-0")
    assert registry.resolve(ours) is not schema_of(ours.path)


def focus(schema: str, data: dict[str, Any]) -> dict[str, Any]:
    """A focus_form event, which only Iglu Central knows, as a tracker sends it."""
    envelope = f"iglu:{SNOWPLOW}/unstruct_event/jsonschema/1-0-0"
    described = {"schema": envelope, "data": {"schema": schema, "data": data}}
    return {"e": "ue", "eid": "e-1", "aid": "shop", "ue_pr": json.dumps(described)}


def test_a_client_gets_the_version_that_it_asks_for() -> None:
    for schema in central().schemas():
        assert schema_of(schema.ref.path) is schema
