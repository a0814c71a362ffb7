"""Every model says what a row is and what each column holds: `python -m infra.model_descriptions`.

Reads the project's files alone, so that it answers in seconds and needs no warehouse: the SQL is
rendered as the SQL linter renders it, and a model's columns are those of its outermost select.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from infra.select_columns import DBT_PROJECT, UnknownColumns, columns_of

MODELS = DBT_PROJECT / "models"
GRAIN = re.compile(r"(^|[.!?:]\s+)One row per [^.]+\.$")
DESCRIBED_KINDS = ("models", "exposures", "semantic_models", "metrics", "saved_queries")


@dataclass(frozen=True)
class Described:
    """What a YAML file says of a thing: its kind as YAML spells it, its name, its properties."""

    kind: str
    name: str
    properties: Mapping[str, Any]

    @property
    def description(self) -> str:
        """The text in one line; empty without one."""
        return " ".join(str(self.properties.get("description") or "").split())

    @property
    def columns(self) -> list[Mapping[str, Any]]:
        """The columns that it lists, in their order."""
        return list(self.properties.get("columns") or [])


def described_things(folder: Path) -> list[Described]:
    """All that the YAML files under a folder describe, sources aside: those are derived."""
    return [
        Described(kind, properties["name"], properties)
        for path in sorted(folder.rglob("*.yml"))
        for kind, listed in (yaml.safe_load(path.read_text()) or {}).items()
        if kind in DESCRIBED_KINDS
        for properties in listed
    ]


def breaches(folder: Path = MODELS) -> Iterator[str]:
    """What is undescribed, described wrongly or twice, or described without being there."""
    things = described_things(folder)
    for thing in things:
        if not thing.description:
            yield f"{thing.name}: no description"
    models = {thing.name: thing for thing in things if thing.kind == "models"}
    files = {path.stem: path for path in folder.rglob("*.sql")}
    for name in sorted(files.keys() | models.keys()):
        if name not in models:
            yield f"{name}: no YAML entry"
        elif name not in files:
            yield f"{name}: described, but there is no {name}.sql"
        else:
            yield from _breaches_of_model(models[name], files[name], models)


def _breaches_of_model(
    model: Described, file: Path, models: Mapping[str, Described]
) -> Iterator[str]:
    if not GRAIN.search(model.description):
        yield f"{model.name}: its description must end with its grain: “One row per ….”"
    known = {name: [column["name"] for column in other.columns] for name, other in models.items()}
    listed = known[model.name]
    for column in model.columns:
        if not column.get("description"):
            yield f"{model.name}.{column['name']}: no description"
    for name, times in Counter(listed).items():
        if times > 1:
            yield f"{model.name}.{name}: described {times} times"
    try:
        yielded = columns_of(file, known)
    except UnknownColumns as reason:
        yield f"{model.name}: {reason}"
    else:
        yield from _differences(model.name, yielded, listed)


def _differences(model: str, yielded: list[str], listed: list[str]) -> Iterator[str]:
    for name in yielded:
        if name not in listed:
            yield f"{model}.{name}: a column without a description"
    for name in listed:
        if name not in yielded:
            yield f"{model}.{name}: described, but the model does not yield it"


def main() -> int:
    """Print every breach; 0 when there is none."""
    found = list(breaches())
    print("\n".join(found) or "every model and every column is described")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
