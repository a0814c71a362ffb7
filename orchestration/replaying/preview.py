"""What a replay or a reprocess would do: nothing is claimed and nothing is sent."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.loading.tables import prepare_tables
from orchestration.replaying.claims import settle_outcomes, waiting
from orchestration.replaying.selection import Selection
from orchestration.sql import replays as sql

SAMPLED_LINES = 1_000


@dataclass(frozen=True)
class OpenGroup:
    """Open arrivals that have reason, source, schema and event in common."""

    reason: str
    source: str
    schema_ref: str | None
    event: str | None
    arrivals: int
    first_received_at: datetime
    last_received_at: datetime


@dataclass(frozen=True)
class Preview:
    """The open groups, what earlier runs left to send, and about how many bytes that makes."""

    groups: tuple[OpenGroup, ...]
    left_by_earlier_runs: int
    estimated_bytes: int

    @property
    def arrivals(self) -> int:
        """All that would be sent."""
        return sum(group.arrivals for group in self.groups) + self.left_by_earlier_runs


def preview_replay(warehouse: Warehouse, lake: Lake, selection: Selection) -> Preview:
    """What `replay` would send now."""
    with warehouse.connect() as session:
        prepare_tables(session)
        settle_outcomes(session)
        conditions, parameters = selection.conditions, selection.parameters
        rows = session.rows(sql.summarise(conditions), parameters)
        groups = tuple(OpenGroup(*row) for row in rows)
        left = waiting(session)
        hours = session.rows(sql.largest_hour(conditions), parameters) or sorted(left.items())
    number = sum(group.arrivals for group in groups) + sum(left.values())
    size = _mean_line(lake, hours[0][0]) if hours else 0.0
    return Preview(groups, sum(left.values()), round(size * number))


def _mean_line(lake: Lake, load_hour: str) -> float:
    """Mean bytes of the first lines of an hour's quarantine."""
    lines = (
        len(line)
        for file in lake.files("rejected", load_hour, load_hour)
        for line in lake.lines(file)
    )
    sizes = list(islice(lines, SAMPLED_LINES))
    return sum(sizes) / len(sizes) if sizes else 0.0
