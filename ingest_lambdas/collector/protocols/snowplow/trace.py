"""Where in a Snowplow event its properties stood: asked only when something is wrong with them."""

from collections.abc import Mapping, Sequence

from ingest_lambdas.collector.call import Entity, Origin
from ingest_lambdas.collector.protocols.snowplow.mapping import Absorbed, Planned
from ingest_lambdas.contract.json_pointer import escape


def trace_plain(parameters: Mapping[str, str]) -> Origin:
    """Of an event whose properties are parameters: property → parameter."""
    return Origin("", {f"/{name}": f"/{source}" for name, source in parameters.items()}, "/e")


def trace_described(pointer: str, planned: Planned | None, entities: Sequence[Entity]) -> Origin:
    """Of a self-describing event that stood at `pointer`, and of the entities that it absorbed."""
    own = f"{pointer}/data"
    moved: dict[str, str] = {}
    if planned:
        moved = _moved("", own, planned.renamed)
        for absorbed in planned.absorbed:
            moved |= _moved_entities(entities, absorbed)
    return Origin(own, moved, f"{pointer}/schema")


def matching(entities: Sequence[Entity], absorbed: Absorbed) -> tuple[list[int], str]:
    """The positions of the entities that are absorbed, and the property that lists them.

    The property is empty where a single one lies flat among the others, or where there is none.
    """
    found = [
        number
        for number, entity in enumerate(entities)
        if entity.ref.name == absorbed.name
        and entity.ref.vendor == absorbed.vendor
        and isinstance(entity.data, dict)
    ]
    if not found or not absorbed.listed or (absorbed.single and len(found) == 1):
        return found[:1], ""
    return found, absorbed.listed


def _moved_entities(entities: Sequence[Entity], absorbed: Absorbed) -> dict[str, str]:
    found, listed = matching(entities, absorbed)
    moved = {}
    for place, number in enumerate(found):
        entity = entities[number]
        source = f"{entity.pointer}/data"
        if listed:
            moved[f"/{listed}/{place}"] = source
            moved |= _moved(f"/{listed}/{place}", source, absorbed.renamed)
        else:
            names = {name: absorbed.renamed.get(name, name) for name in entity.data}
            moved |= _moved("", source, names)
    return moved


def _moved(above: str, source: str, names: Mapping[str, str]) -> dict[str, str]:
    """Pointers of the properties that `names` says, old name → new name."""
    return {f"{above}/{escape(now)}": f"{source}/{escape(before)}" for before, now in names.items()}
