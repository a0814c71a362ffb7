"""SchemaVer and references."""

import pytest

from ingest_lambdas.contract.schema_ref import SchemaRef, SchemaVer


def test_versions_compare_by_number_not_by_text() -> None:
    assert SchemaVer.parse("1-0-10") > SchemaVer.parse("1-0-9")
    assert SchemaVer.parse("2-0-0") > SchemaVer.parse("1-9-9")


def test_a_reference_reads_back() -> None:
    text = "iglu:io.headwater/product_viewed/jsonschema/1-2-3"
    assert str(SchemaRef.parse(text)) == text
    assert SchemaRef.parse(text).path == "io.headwater/product_viewed/jsonschema/1-2-3"


@pytest.mark.parametrize("text", ["1-0", "0-0-1", "1-0-0-0", "1-01-0", "a-b-c", ""])
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="SchemaVer"):
        SchemaVer.parse(text)


@pytest.mark.parametrize(
    "text", ["", "iglu:a/b/jsonschema/1-0", "iglu:a/b/avro/1-0-0", "a/b/1-0-0"]
)
def test_what_is_no_reference(text: str) -> None:
    with pytest.raises(ValueError, match="iglu"):
        SchemaRef.parse(text)
