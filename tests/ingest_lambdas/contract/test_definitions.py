"""Shared parts are alike in every schema."""

import json
from pathlib import Path

from ingest_lambdas.contract.definitions import stale_schemas
from ingest_lambdas.contract.schema import SELF_DESCRIBING


def test_the_packaged_schemas_are_up_to_date() -> None:
    assert [path for path, _ in stale_schemas()] == []


def test_a_copy_is_written_with_all_it_needs_and_nothing_else(tmp_path: Path) -> None:
    parts, root = tmp_path / "parts", tmp_path / "schemas"
    parts.mkdir()
    (parts / "price.json").write_text('{"type": "number"}')
    (parts / "product.json").write_text(
        '{"properties": {"price": {"$ref": "#/definitions/price"}}}'
    )
    (parts / "unused.json").write_text("{}")
    file = root / "v" / "n" / "jsonschema" / "1-0-0"
    file.parent.mkdir(parents=True)
    schema = {
        "$schema": SELF_DESCRIBING,
        "self": {"vendor": "v", "name": "n", "format": "jsonschema", "version": "1-0-0"},
        "allOf": [{"$ref": "#/definitions/product"}],
        "definitions": {"stale": {}},
    }
    file.write_text(json.dumps(schema))
    [(path, text)] = stale_schemas(root, parts)
    assert path == file
    assert list(json.loads(text)["definitions"]) == ["price", "product"]
    file.write_text(text)
    assert list(stale_schemas(root, parts)) == []
