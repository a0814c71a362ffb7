"""The packaged schemas of Snowplow's vendors say of their fields what Iglu Central says."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.contract.registry import SCHEMAS, schema_files

OURS = {ref.path: schema for ref, schema, _ in schema_files(SCHEMAS)}
THEIRS = sorted(path for path in OURS if path.startswith(("com.snowplowanalytics.", "org.w3/")))


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
