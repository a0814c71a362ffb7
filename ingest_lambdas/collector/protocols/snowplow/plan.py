"""Applies the declared mapping: an event and its entities → name, properties, what is left."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from ingest_lambdas.collector.call import Entity, Origin
from ingest_lambdas.collector.protocols.described import Described
from ingest_lambdas.collector.protocols.snowplow.mapping import (
    ACTION,
    ACTIONS,
    EVENTS,
    KINDS,
    NUMBERS,
    Absorbed,
    Planned,
)
from ingest_lambdas.collector.protocols.snowplow.trace import (
    matching,
    trace_described,
    trace_plain,
)
from ingest_lambdas.contract.schema_ref import SchemaRef


class Mapped(NamedTuple):
    """An event as the plan knows it; `described_by` where the plan has no name for it.

    `trace` tells where in the item its data stood.
    """

    event_type: str
    event_name: str
    data: Any
    entities: tuple[Entity, ...]
    trace: Callable[[], Origin]
    described_by: SchemaRef | None = None


def map_plain(kind: str, texts: Mapping[str, str]) -> Mapped:
    """A page view, page ping, structured event, transaction or its item."""
    event_type, event_name, parameters = KINDS[kind]
    data = {
        name: _number(value) if source in NUMBERS else value
        for name, source in parameters.items()
        if (value := texts.get(source)) is not None
    }
    return Mapped(event_type, event_name, data, (), partial(trace_plain, parameters))


def map_described(event: Described, entities: Sequence[Entity]) -> Mapped:
    """A self-describing event: by the mapping, or under its own name."""
    planned = _planned(event)
    if planned is None or not isinstance(event.data, dict):
        trace = partial(trace_described, event.pointer, None, entities)
        return Mapped("track", event.ref.name, event.data, tuple(entities), trace, event.ref)
    own = dict(event.data)
    if (event.ref.vendor, event.ref.name) == ACTION:
        del own["type"]
    data = {**_renamed(own, planned.renamed), **planned.fixed}
    left = list(entities)
    for absorbed in planned.absorbed:
        left = _absorb(data, left, absorbed)
    trace = partial(trace_described, event.pointer, planned, entities)
    return Mapped(planned.event_type, planned.event_name, _told(data), tuple(left), trace)


def _planned(event: Described) -> Planned | None:
    place = (event.ref.vendor, event.ref.name)
    if event.ref.version.model != 1:
        return None
    if place == ACTION:
        kind = event.data.get("type") if isinstance(event.data, dict) else None
        return ACTIONS.get(kind) if isinstance(kind, str) else None
    return EVENTS.get(place)


def _absorb(data: dict[str, Any], entities: list[Entity], absorbed: Absorbed) -> list[Entity]:
    """Adds entities' data to the properties; the entities, those marked as absorbed."""
    found, listed = matching(entities, absorbed)
    values = [_renamed(entities[number].data, absorbed.renamed) for number in found]
    if listed:
        data[listed] = values
    else:
        data.update(*values)
    return [
        entity._replace(absorbed=True) if number in found else entity
        for number, entity in enumerate(entities)
    ]


def _renamed(data: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in data.items()}


def _told(data: dict[str, Any]) -> dict[str, Any]:
    """Search terms come as a list of words; the plan has them as one text."""
    query = data.get("query")
    if isinstance(query, list) and all(isinstance(word, str) for word in query):
        return {**data, "query": " ".join(query)}
    return data


def _number(text: str) -> Any:
    """The number that a text spells; else the text itself, for the schema to see."""
    try:
        number = float(text)
    except ValueError:
        return text
    if number.is_integer() and abs(number) < 2**53:
        return int(number)
    return number if abs(number) < float("inf") else text
