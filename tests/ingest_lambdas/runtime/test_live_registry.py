"""Registries that change while events keep coming."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError

from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.contract.schema import EventName, Schema
from ingest_lambdas.contract.schema_folder import SchemaFolder
from ingest_lambdas.contract.schema_ref import SchemaRef
from ingest_lambdas.runtime import live_registry
from ingest_lambdas.runtime.live_registry import (
    LiveRegistry,
    PackagedLayer,
    RegistryUnreadable,
    WatchedLayer,
)

WriteSchema = Callable[..., Path]
REF = SchemaRef.parse("iglu:v/n/jsonschema/1-0-0")
VIEWED = EventName("track", "Product Viewed")


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Unsteady:
    """A folder whose reading fails while `fault` is set."""

    seconds_between_looks = 30.0

    def __init__(self, root: Path) -> None:
        self.folder = SchemaFolder(root)
        self.fault: Exception | None = None
        self.lists = 0

    def list(self) -> Mapping[SchemaRef, str]:
        self.lists += 1
        if self.fault:
            raise self.fault
        return self.folder.list()

    def read(self, refs: Iterable[SchemaRef]) -> Mapping[SchemaRef, bytes]:
        return self.folder.read(refs)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def complaints(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(
        live_registry.logger, "error", lambda message, **fields: told.append(fields["error"])
    )
    return told


def nested(levels: int) -> dict[str, Any]:
    return {"items": nested(levels - 1)} if levels else {}


def live(root: Path, clock: Clock) -> LiveRegistry:
    return LiveRegistry([WatchedLayer(SchemaFolder(root)), PackagedLayer()], clock)


def found(registry: LiveRegistry, ref: SchemaRef = REF) -> Schema:
    schema = registry.current().resolve(ref)
    assert schema is not None
    return schema


def test_an_own_folder_goes_before_the_package(
    tmp_path: Path, write_schema: WriteSchema, clock: Clock
) -> None:
    (theirs,) = packaged().candidates(VIEWED)
    write_schema(tmp_path, "1-0-0", vendor=theirs.ref.vendor, name=theirs.ref.name,
                 event=dict(VIEWED._asdict()), title="Ours")  # fmt: skip
    registry = live(tmp_path, clock).current()
    assert [planned.title for planned in registry.candidates(VIEWED)] == ["Ours"]
    assert len(registry.schemas()) == len(packaged().schemas())


def test_a_version_of_ones_own_joins_those_of_the_package(
    tmp_path: Path, write_schema: WriteSchema, clock: Clock
) -> None:
    (theirs,) = packaged().candidates(VIEWED)
    write_schema(tmp_path, "2-0-0", vendor=theirs.ref.vendor, name=theirs.ref.name,
                 event=dict(VIEWED._asdict()))  # fmt: skip
    versions = [str(p.ref.version) for p in live(tmp_path, clock).current().candidates(VIEWED)]
    assert versions == ["2-0-0", str(theirs.ref.version)]


def test_what_changes_in_a_folder_is_taken_up(
    tmp_path: Path, write_schema: WriteSchema, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[list[str], list[str]]] = []
    monkeypatch.setattr(
        live_registry.logger,
        "info",
        lambda message, **fields: told.append((fields["taken"], fields["gone"])),
    )
    registry = live(tmp_path, clock)
    assert registry.current().resolve(REF) is None
    file = write_schema(tmp_path, "1-0-0", required=["a"])
    assert registry.current().resolve(REF) is None
    clock.seconds += 1
    assert not found(registry).validator.is_valid({})
    before = registry.current()
    clock.seconds += 1
    assert registry.current() is before
    write_schema(tmp_path, "1-0-0")
    clock.seconds += 1
    assert found(registry).validator.is_valid({})
    file.unlink()
    clock.seconds += 1
    assert registry.current().resolve(REF) is None
    assert told == [([REF.path], []), ([REF.path], []), ([], [REF.path])]


@pytest.mark.parametrize(
    "broken",
    [b"{", b"[]", b"\xff", b'{"type": "strng"}', b"x" * 600_000, b"[" * 100_000],
    ids=["json", "object", "utf-8", "self", "size", "depth"],
)
def test_a_broken_schema_leaves_the_last_good_one_and_is_told_of_once(
    tmp_path: Path,
    write_schema: WriteSchema,
    clock: Clock,
    complaints: list[str],
    broken: bytes,
) -> None:
    registry = live(tmp_path, clock)
    file = write_schema(tmp_path, "1-0-0", title="Good")
    assert found(registry).schema["title"] == "Good"
    file.write_bytes(broken)
    write_schema(tmp_path, "1-0-1", name="other")
    for _ in range(3):
        clock.seconds += 1
        assert found(registry).schema["title"] == "Good"
    assert found(registry, SchemaRef.parse("iglu:v/other/jsonschema/1-0-1"))
    assert len(complaints) == 1
    assert REF.path in complaints[0]
    write_schema(tmp_path, "1-0-0", title="Mended")
    clock.seconds += 1
    assert found(registry).schema["title"] == "Mended"


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "strng"},
        {"properties": {"a": {"pattern": "["}}},
        {"properties": {"a": {"$ref": "#/definitions/none"}}},
        {"properties": {"a": nested(400)}},
        {"properties": {"a": {"$ref": "http://192.0.2.1/elsewhere.json"}}},
    ],
)
def test_a_schema_that_does_not_compile_is_not_taken(
    tmp_path: Path,
    write_schema: WriteSchema,
    clock: Clock,
    complaints: list[str],
    changes: dict[str, Any],
) -> None:
    write_schema(tmp_path, "1-0-0", **changes)
    assert live(tmp_path, clock).current().resolve(REF) is None
    assert len(complaints) == 1


@pytest.mark.parametrize("fault", [OSError("gone"), ConnectTimeoutError(endpoint_url="s3")])
def test_a_registry_that_is_out_of_reach_stays_in_force(
    tmp_path: Path,
    write_schema: WriteSchema,
    clock: Clock,
    complaints: list[str],
    fault: Exception,
) -> None:
    write_schema(tmp_path, "1-0-0")
    store = Unsteady(tmp_path)
    registry = LiveRegistry([WatchedLayer(store)], clock)
    assert found(registry)
    store.fault = fault
    for _ in range(4):
        clock.seconds += 20
        assert found(registry)
    assert (store.lists, len(complaints)) == (3, 1)
    store.fault = None
    write_schema(tmp_path, "1-0-1")
    clock.seconds += 30
    assert len(registry.current().schemas()) == 2


def test_without_ever_having_been_read_it_judges_nothing(tmp_path: Path, clock: Clock) -> None:
    registry = live(tmp_path / "missing", clock)
    for _ in range(2):
        with pytest.raises(RegistryUnreadable, match="missing"):
            registry.current()
    (tmp_path / "missing").mkdir()
    assert registry.current().plan()


def test_threads_share_one_registry(
    tmp_path: Path, write_schema: WriteSchema, clock: Clock
) -> None:
    write_schema(tmp_path, "1-0-0")
    registry, start, seen = live(tmp_path, clock), Barrier(8), []

    def look() -> None:
        start.wait()
        seen.append(registry.current())

    threads = [Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, seen))) == 1
