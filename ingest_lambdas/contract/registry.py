"""The tracking plan: which schema judges an event, an entity, or what describes itself.

A schema says which event it is the plan of in its `x-event` block: {"type": …, "name": …}; only
track events have a name. Schemas without that block plan no event: they judge what comes along
with one, or what describes itself.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from ingest_lambdas.contract.schema import EventName, PlannedEvent, Schema, read_schema
from ingest_lambdas.contract.schema_folder import SchemaFolder
from ingest_lambdas.contract.schema_ref import SchemaRef

SCHEMAS = Path(__file__).parent / "schemas"
Layer = Mapping[SchemaRef, Schema]
Family = tuple[str, str]


class Registry:
    """Schemas of one or several registries, in order: the first that has a reference wins.

    Whose schema plans an event is likewise the first registry's that plans it; its versions then
    come from all of them, so that one may add a version to another's schema.
    """

    def __init__(self, *layers: Layer) -> None:
        self._schemas: dict[SchemaRef, Schema] = {}
        for layer in reversed(layers):
            self._schemas.update(layer)
        self._models = _models(self._schemas)
        self._candidates = _candidates(layers, self._schemas)

    def candidates(self, event: EventName) -> tuple[PlannedEvent, ...]:
        """The highest version of each MODEL, the newest MODEL first; empty when unplanned."""
        return self._candidates.get(event, ())

    def resolve(self, ref: SchemaRef) -> Schema | None:
        """What judges data that claims a schema: that very version where it is known.

        Else the next newer version of its MODEL, else the newest: within a MODEL an ADDITION
        takes what older ones took, so that a sender who is ahead of the registry is understood.
        """
        exact = self._schemas.get(ref)
        if exact is not None:
            return exact
        known = self._models.get((ref.vendor, ref.name, ref.version.model))
        if known is None:
            return None
        nearest = min(bisect_left(known, ref), len(known) - 1)
        return self._schemas[known[nearest]]

    def schemas(self) -> list[Schema]:
        """Every version of every schema, ordered by reference."""
        return [self._schemas[ref] for ref in sorted(self._schemas)]

    def plan(self) -> list[PlannedEvent]:
        """Every version of every planned event, ordered by reference."""
        return [schema for schema in self.schemas() if isinstance(schema, PlannedEvent)]


def read_folder(root: Path) -> Layer:
    """All schemas of a static registry's folder. Raises SchemaError, OSError."""
    folder = SchemaFolder(root)
    texts = folder.read(folder.list())
    return {ref: read_schema(ref, text) for ref, text in texts.items()}


@cache
def packaged() -> Registry:
    """The tracking plan that ships with the code."""
    return Registry(read_folder(SCHEMAS))


def _models(refs: Iterable[SchemaRef]) -> dict[tuple[str, str, int], list[SchemaRef]]:
    models = defaultdict(list)
    for ref in sorted(refs):
        models[ref.vendor, ref.name, ref.version.model].append(ref)
    return models


def _candidates(
    layers: Iterable[Layer], schemas: Layer
) -> dict[EventName, tuple[PlannedEvent, ...]]:
    planner: dict[EventName, Family] = {}
    for layer in layers:
        for ref, schema in sorted(layer.items()):
            if isinstance(schema, PlannedEvent):
                planner.setdefault(schema.event, (ref.vendor, ref.name))
    versions: dict[EventName, dict[int, PlannedEvent]] = defaultdict(dict)
    for ref, schema in sorted(schemas.items(), reverse=True):
        if isinstance(schema, PlannedEvent) and planner[schema.event] == (ref.vendor, ref.name):
            versions[schema.event].setdefault(ref.version.model, schema)
    return {event: tuple(models.values()) for event, models in versions.items()}
