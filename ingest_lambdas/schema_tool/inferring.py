"""Reads the quarantine and proposes a schema for one of the things that are off the plan."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.personal_fields import is_personal
from ingest_lambdas.contract.schema_inference import infer_schema
from ingest_lambdas.contract.schema_ref import SchemaRef, SchemaVer
from ingest_lambdas.contract.schema_skeleton import name_schema
from ingest_lambdas.runtime import clients
from ingest_lambdas.schema_tool.names import read_name
from ingest_lambdas.schema_tool.off_plan import Sighting, collect_sightings
from ingest_lambdas.schema_tool.quarantine_reader import list_files, read_calls
from ingest_lambdas.schema_tool.settings import SchemaSettings

OWN_VENDOR = "own"
# (files read, files there are)
Report = Callable[[int, int], None]


class Proposal(NamedTuple):
    """A proposed schema, and of how many events."""

    ref: SchemaRef
    schema: dict[str, Any]
    events: int


@dataclass(frozen=True)
class Reading:
    """One pass over the quarantine: the newest files first, so many events at most."""

    settings: SchemaSettings
    source: str | None
    days: float
    most: int

    def run(self, report: Report) -> dict[str, Sighting]:
        """What is off the plan as the registries are now. Raises ValueError, botocore's errors."""
        if not self.settings.personal_bucket:
            raise ValueError("HEADWATER_PERSONAL_BUCKET, which holds the quarantine, is not set")
        calls = islice(self._calls(report), self.most)
        return collect_sightings(calls, self.settings.registry())

    def _calls(self, report: Report) -> Iterator[Call]:
        client, bucket = clients.s3(), self.settings.personal_bucket
        keys = list_files(client, bucket, datetime.now(UTC) - timedelta(days=self.days))
        for number, key in enumerate(keys):
            report(number, len(keys))
            yield from read_calls(client, bucket, key, self.source)
        report(len(keys), len(keys))


def propose(name: str, schema: str, sightings: dict[str, Sighting]) -> Proposal:
    """The schema of a sighting; `schema` says what to call it. Raises ValueError."""
    sighting = sightings.get(name)
    if sighting is None:
        known = ", ".join(sorted(sightings)[:10]) or "nothing at all"
        raise ValueError(f"nothing called {name!r} is off the plan there; there is {known}")
    ref = _ref(name, schema, sighting)
    proposed = infer_schema(ref, sighting.event, sighting.seen, is_personal)
    return Proposal(ref, proposed, sighting.seen.count)


def _ref(name: str, schema: str, sighting: Sighting) -> SchemaRef:
    """What describes itself has a name of its own: the version that was claimed most."""
    if sighting.refs:
        return sighting.refs.most_common(1)[0][0]
    vendor, called = read_name(schema or f"{OWN_VENDOR}/{name_schema(name)}")
    return SchemaRef(vendor, called, SchemaVer(1, 0, 0))
