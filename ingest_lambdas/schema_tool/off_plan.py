"""What is off the plan among quarantined events: events and entities by name, and their data."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest_lambdas.collector.call import Call
from ingest_lambdas.contract.observed_values import Observed
from ingest_lambdas.contract.registry import Registry
from ingest_lambdas.contract.schema import EventName
from ingest_lambdas.contract.schema_ref import SchemaRef


class OffPlan(NamedTuple):
    """One thing that no schema knows: an event by its name, or what claims a schema of its own."""

    called: str
    event: EventName | None
    ref: SchemaRef | None
    data: object


@dataclass
class Sighting:
    """Everything that was seen under one name."""

    event: EventName | None
    seen: Observed = field(default_factory=Observed)
    refs: Counter[SchemaRef] = field(default_factory=Counter)


def find_off_plan(call: Call, registry: Registry) -> Iterator[OffPlan]:
    """The event itself, and each of its entities, where the registries have no schema for it."""
    if call.described_by:
        if registry.resolve(call.described_by) is None:
            yield _described(call.described_by, call.data)
    else:
        event = EventName(call.event_type, call.event_name if call.event_type == "track" else None)
        if not registry.candidates(event):
            yield OffPlan(call.event_name, event, None, call.data)
    for entity in call.entities:
        if registry.resolve(entity.ref) is None:
            yield _described(entity.ref, entity.data)


def collect_sightings(calls: Iterable[Call], registry: Registry) -> dict[str, Sighting]:
    """Name → what was seen; data that is no object counts for nothing."""
    found: dict[str, Sighting] = {}
    for call in calls:
        for thing in find_off_plan(call, registry):
            if isinstance(thing.data, dict):
                sighting = found.setdefault(thing.called, Sighting(thing.event))
                sighting.seen.add(thing.data)
                sighting.refs.update([thing.ref] if thing.ref else [])
    return found


def _described(ref: SchemaRef, data: object) -> OffPlan:
    return OffPlan(f"{ref.vendor}/{ref.name}", None, ref, data)
