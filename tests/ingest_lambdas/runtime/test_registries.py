"""The setting that names registries, and schemas in S3."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.contract.schema_ref import SchemaRef
from ingest_lambdas.runtime import clients, schema_bucket
from ingest_lambdas.runtime.live_registry import RegistryUnreadable
from ingest_lambdas.runtime.registries import RegistriesMisspelt, open_registries
from ingest_lambdas.runtime.schema_bucket import SchemaBucket, TooManySchemas

WriteSchema = Callable[..., Path]
BUCKET = "headwater-personal"
REF = SchemaRef.parse("iglu:v/n/jsonschema/1-0-0")


def no_s3() -> Any:
    raise AssertionError("no bucket was named")


def upload(folder: Path, prefix: str) -> None:
    for file in folder.rglob("*-*-*"):
        key = f"{prefix}{file.relative_to(folder).as_posix()}"
        boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=file.read_bytes())


def test_the_package_is_what_it_holds() -> None:
    assert len(open_registries("package", no_s3).current().plan()) == len(packaged().plan())


@pytest.mark.parametrize("spelling", ["file:{}", "file://{}", " file:{} , package"])
def test_a_folder(tmp_path: Path, write_schema: WriteSchema, spelling: str) -> None:
    write_schema(tmp_path, "1-0-0")
    (tmp_path / "README.md").write_text("not a schema")
    (tmp_path / "v" / "n" / "jsonschema" / "draft").write_text("{")
    registry = open_registries(spelling.format(tmp_path), no_s3).current()
    assert registry.resolve(REF)


@pytest.mark.parametrize(
    "setting", ["", " , ", "packaged", "file:", "s3:bucket", "s3://", "http://x"]
)
def test_a_place_that_is_none_is_named(setting: str) -> None:
    with pytest.raises(RegistriesMisspelt):
        open_registries(setting, no_s3)


@pytest.mark.usefixtures("aws")
def test_a_prefix_in_s3(tmp_path: Path, write_schema: WriteSchema) -> None:
    write_schema(tmp_path, "1-0-0")
    write_schema(tmp_path, "1-1-0")
    upload(tmp_path, "plans/schemas/")
    boto3.client("s3").put_object(Bucket=BUCKET, Key="plans/schemas/README.md", Body=b"no schema")
    setting = f"s3://{BUCKET}/plans/schemas,package"
    registry = open_registries(setting, clients.s3_watcher).current()
    assert [str(s.ref.version) for s in registry.schemas() if s.ref.vendor == "v"] == [
        "1-0-0",
        "1-1-0",
    ]


@pytest.mark.usefixtures("aws")
def test_an_object_that_changes_has_another_tag(tmp_path: Path, write_schema: WriteSchema) -> None:
    store = SchemaBucket(clients.s3_watcher(), BUCKET)
    write_schema(tmp_path, "1-0-0")
    upload(tmp_path, "")
    before = store.list()
    assert store.list() == before
    write_schema(tmp_path, "1-0-0", title="Another")
    upload(tmp_path, "")
    assert store.list()[REF] != before[REF]
    assert json.loads(store.read([REF])[REF])["title"] == "Another"
    boto3.client("s3").delete_object(Bucket=BUCKET, Key=REF.path)
    assert store.read([REF]) == {}


@pytest.mark.usefixtures("aws")
def test_a_prefix_that_holds_too_much_is_not_read_whole(
    tmp_path: Path, write_schema: WriteSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_schema(tmp_path, "1-0-0")
    write_schema(tmp_path, "1-0-1")
    upload(tmp_path, "")
    monkeypatch.setattr(schema_bucket, "MOST_SCHEMAS", 1)
    with pytest.raises(TooManySchemas, match="more than 1"):
        SchemaBucket(clients.s3_watcher(), BUCKET).list()


@pytest.mark.usefixtures("aws")
def test_a_bucket_that_is_not_there_stops_before_anything_is_judged() -> None:
    registries = open_registries("s3://nowhere/schemas,package", clients.s3_watcher)
    with pytest.raises(RegistryUnreadable, match="s3://nowhere/schemas/"):
        registries.current()
