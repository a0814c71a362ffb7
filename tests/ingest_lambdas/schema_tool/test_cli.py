"""The command `headwater schema`, on folders and on a quarantine as the collector writes it."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from typer.testing import CliRunner, Result

from ingest_lambdas.collector.deliver import Delivery
from ingest_lambdas.collector.enrichments import DEFAULTS, watch_enrichments
from ingest_lambdas.collector.handler import Collector
from ingest_lambdas.collector.judgement import Judge
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.quarantine import Quarantine
from ingest_lambdas.contract.lake_layout import load_hour_of, prefix
from ingest_lambdas.contract.registry import Registry, packaged, read_folder
from ingest_lambdas.contract.schema import EventName
from ingest_lambdas.runtime.firehose_writer import FirehoseWriter
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.sources import Sources
from ingest_lambdas.schema_tool.cli import app

WriteSchema = Callable[..., Path]
Collect = Callable[..., tuple[list[dict[str, Any]], list[dict[str, Any]]]]
CORE = "iglu:com.snowplowanalytics.snowplow"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    monkeypatch.setenv("HEADWATER_REGISTRIES", f"file:{folder},package")
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), env={"COLUMNS": "200"})


@pytest.fixture
def collect(
    sources_file: Path,
    fake_streams: Callable[..., Any],
    invocation: Callable[..., Any],
    kinesis_event: Callable[..., Any],
) -> Collect:
    """Sends records through a collector with a registry: (good lines, rejected lines)."""

    def send(registry: Registry, *records: Any) -> tuple[list[Any], list[Any]]:
        good, bad = fake_streams(), fake_streams()
        key = Pseudonymiser(b"0123456789abcdef")
        enrichments = watch_enrichments(DEFAULTS).current
        judge = Judge(lambda: registry, key, Sources(sources_file), enrichments)
        writers = KinesisWriter(good, "good"), FirehoseWriter(bad, "bad")
        collector = Collector(judge, Quarantine(key), Delivery(*writers), lambda reference: b"")
        collector.collect(kinesis_event(*records), invocation())
        return good.lines(), bad.lines()

    return send


def quarantine(lines: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    key = f"{prefix('rejected', load_hour_of(datetime.now(UTC)))}lines.gz"
    boto3.client("s3").put_object(
        Bucket="headwater-personal", Key=key, Body=gzip.compress(text.encode())
    )


def joined(number: int) -> dict[str, Any]:
    return {
        "type": "track",
        "event": "Loyalty Joined",
        "anonymousId": f"visitor-{number}",
        "properties": {
            "tier": ["gold", "silver"][number % 2],
            "points": number,
            "email": f"ada{number}@example.com",
            "joined_at": "2026-11-23T10:00:00Z",
        },
    }


def test_a_new_schema_passes_the_linter_and_plans_its_event(own: Path) -> None:
    made = run("new", "com.acme/loyalty_joined", "--event", "Loyalty Joined")
    assert made.exit_code == 0, made.output
    assert "headwater schema lint" in made.output
    [planned] = Registry(read_folder(own)).candidates(EventName("track", "Loyalty Joined"))
    assert planned.ref.path == "com.acme/loyalty_joined/jsonschema/1-0-0"
    linted = run("lint")
    assert (linted.exit_code, "0 errors, 0 warnings" in linted.output) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["new", "acme"], "VENDOR/NAME"),
        (["new", "a/b", "--type", "click"], "--type"),
        (["new", "a/b", "--type", "page", "--event", "x"], "--type"),
        (["diff", "a", "b"], "neither a file"),
        (["diff", "io.headwater/page/1-0-0", "io.headwater/page/1-0-9"], "they have 1-0-0"),
        (["lint", "/nowhere"], "/nowhere"),
    ],
)
def test_a_slip_is_told_without_a_traceback(own: Path, arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert told in result.output


def test_nothing_is_overwritten(own: Path) -> None:
    assert run("new", "a/b").exit_code == 0
    again = run("new", "a/b")
    assert (again.exit_code, "already" in again.output) == (1, True)


def test_lint_compares_with_the_packaged_versions(own: Path, write_schema: WriteSchema) -> None:
    [theirs] = packaged().candidates(EventName("track", "Cart Viewed"))
    file = own / theirs.ref.path
    file = file.with_name("1-0-1")
    file.parent.mkdir(parents=True)
    changed = json.loads(json.dumps(theirs.schema).replace('"1-0-0"', '"1-0-1"', 1))
    file.write_text(json.dumps({**changed, "required": ["cart_id", "products"]}))
    result = run("lint", "--quiet")
    assert result.exit_code == 1
    assert "after 1-0-0 that is no ADDITION" in result.output


def test_diff_tells_the_version_to_give(own: Path, write_schema: WriteSchema) -> None:
    first = write_schema(own, "1-0-0", properties={"a": {"type": "string", "maxLength": 9}})
    second = write_schema(own, "1-0-1", properties={"a": {"type": "string", "maxLength": 8}})
    told = run("diff", "v/n/1-0-0", second).output
    assert "/properties/a/maxLength: maxLength is 8, it was 9" in told
    assert "REVISION: after 1-0-0 1-1-0" in told
    assert "but it is called 1-0-1" in told
    back = run("diff", "iglu:v/n/jsonschema/1-0-1", first).output
    assert "changed  /properties/a/maxLength: 8 → 9" in back
    assert "ADDITION: after 1-0-1 1-0-2" in back
    assert "no new version" in run("diff", first, first).output


@pytest.mark.usefixtures("aws")
def test_a_proposed_schema_lets_pass_what_was_set_aside(
    own: Path, collect: Collect, raw_record: Callable[..., Any]
) -> None:
    record = raw_record({"batch": [joined(number) for number in range(40)]})
    good, rejected = collect(packaged(), record)
    assert (len(good), {line["reason"] for line in rejected}) == (0, {"unknown_event"})
    quarantine(rejected)
    listed = run("infer")
    assert listed.exit_code == 0, listed.output
    assert "Loyalty Joined" in listed.output
    result = run("infer", "Loyalty Joined", "--as", "com.acme/loyalty_joined")
    assert result.exit_code == 0, result.output
    assert 'headwater replay --event "Loyalty Joined"' in result.output
    layer = read_folder(own)
    [schema] = layer.values()
    assert schema.schema["properties"]["tier"]["enum"] == ["gold", "silver"]
    assert schema.schema["properties"]["joined_at"]["format"] == "date-time"
    assert "ada" not in json.dumps(schema.schema)
    assert run("lint").exit_code == 0
    good, rejected = collect(Registry(layer, read_folder_of_package()), record)
    assert (len(good), rejected) == (40, [])
    assert "nothing is off the plan" in run("infer").output


def read_folder_of_package() -> Any:
    return {schema.ref: schema for schema in packaged().schemas()}


@pytest.mark.usefixtures("aws")
def test_what_describes_itself_keeps_its_name(
    own: Path, collect: Collect, raw_record: Callable[..., Any]
) -> None:
    def packed(envelope: str, data: Any) -> str:
        return json.dumps({"schema": f"{CORE}/{envelope}/jsonschema/1-0-0", "data": data})

    event = {"schema": "iglu:com.acme/own/jsonschema/1-0-2", "data": {"a": 1}}
    entity = {"schema": "iglu:com.acme/thing/jsonschema/2-0-0", "data": {"b": "x"}}
    item = {
        "e": "ue", "eid": "e-1", "aid": "shop", "duid": "d",
        "ue_pr": packed("unstruct_event", event), "co": packed("contexts", [entity]),
    }  # fmt: skip
    body = json.dumps({"schema": "iglu:x", "data": [item]})
    record = raw_record(body, "tp2", protocol="snowplow", count=1)
    _, rejected = collect(packaged(), record)
    quarantine(rejected)
    assert run("infer", "com.acme/own").exit_code == 0
    assert run("infer", "com.acme/thing", "--source", "web-shop").exit_code == 0
    assert [str(ref) for ref in sorted(read_folder(own))] == [
        "iglu:com.acme/own/jsonschema/1-0-2",
        "iglu:com.acme/thing/jsonschema/2-0-0",
    ]
    good, _ = collect(Registry(read_folder(own), read_folder_of_package()), record)
    assert [line["schema_ref"] for line in good] == ["iglu:com.acme/own/jsonschema/1-0-2"]


@pytest.mark.usefixtures("aws")
def test_infer_says_what_there_is(
    own: Path, collect: Collect, raw_record: Callable[..., Any]
) -> None:
    assert "nothing is off the plan" in run("infer").output
    _, rejected = collect(packaged(), raw_record({"batch": [joined(1)]}))
    quarantine([*rejected, {"reason": "unknown_event", "source": "x"}])
    wrong = run("infer", "Loyality Joined")
    assert (wrong.exit_code, "there is Loyalty Joined" in wrong.output) == (1, True)
    assert run("infer", "Loyalty Joined", "--source", "other").exit_code == 1
    printed = run("infer", "Loyalty Joined", "--print")
    schema = json.loads(printed.stdout)
    assert (schema["self"]["vendor"], schema["self"]["name"]) == ("own", "loyalty_joined")
    assert not list(own.rglob("1-0-0"))
