"""Builds a branch: the models that differ from production's, and what comes after them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner

from orchestration.branching.schemas import BranchRefused, schema_of
from orchestration.settings import DBT_PROJECT

CHANGED = ("state:modified+",)
SHOWN_LAYERS = ("path:models/marts", "path:models/exports")


class BuildFailed(RuntimeError):
    """dbt could not build the branch; it has said why on its own."""


@dataclass(frozen=True)
class Place:
    """Where a branch is built: its name, the folder of dbt's artifacts for it, the project."""

    name: str
    folder: Path
    project: Path = DBT_PROJECT

    @property
    def production(self) -> Path:
        """The folder that holds the manifest of production."""
        return self.folder / "production"

    def arguments(self, command: str, *more: str) -> list[str]:
        """A command of dbt that writes into the branch's schema alone."""
        return [
            command,
            *("--project-dir", str(self.project), "--profiles-dir", str(self.project)),
            *("--target-path", str(self.folder), "--log-path", str(self.folder)),
            *("--vars", json.dumps({"branch": self.name})),
            *more,
        ]


@dataclass(frozen=True)
class Built:
    """A model that the branch has: its relation, and production's where there is one."""

    name: str
    relation: str
    production: str | None


def build(place: Place, select: Sequence[str] = CHANGED, *, pointers: bool = True) -> list[Built]:
    """Build what is selected and read all else from production; the models that were built.

    Every model is built in full. What a branch holds of an incremental model is as old as its last
    build, and production's rebuild scope knows nothing of that.
    With `pointers` every other mart is a view of production's, so that the schema is complete.
    Raises BranchRefused before anything is written, BuildFailed after.
    """
    manifest = _parsed(place)
    state = ("--state", str(place.production))
    chosen = ("--select", *select, "--exclude", "resource_type:unit_test")
    defer = ("--defer", "--favor-state", "--full-refresh")
    results = _run(place.arguments("build", *state, *defer, *chosen), manifest)
    built = [node for node in _nodes(results) if node.resource_type == "model"]
    if pointers and built:
        others = ("--select", *SHOWN_LAYERS, "--exclude", *select)
        _run(place.arguments("clone", *state, "--full-refresh", *others), manifest)
    known = json.loads((place.production / "manifest.json").read_text())["nodes"]
    return [
        Built(node.name, node.relation_name, known.get(node.unique_id, {}).get("relation_name"))
        for node in built
        if node.relation_name
    ]


def _parsed(place: Place) -> Any:
    """The project with every relation in the branch's schema, which is checked and not believed."""
    manifest = _run(place.arguments("parse", "--quiet"))
    strays = {
        node.relation_name
        for node in manifest.nodes.values()
        if node.resource_type in ("model", "seed", "snapshot")
        and node.schema != schema_of(place.name)
    }
    if strays:
        raise BranchRefused(
            f"these would be written outside the branch: {sorted(map(str, strays))}"
        )
    return manifest


def _run(arguments: list[str], manifest: Any = None) -> Any:
    done = dbtRunner(manifest=manifest).invoke(arguments)
    if not done.success:
        raise BuildFailed(str(done.exception or f"dbt {arguments[0]} failed"))
    return done.result


def _nodes(results: Any) -> Iterator[Any]:
    return (result.node for result in results if result.status == "success")
