"""One export model → hot tier: compare with what was exported, write what differs, remember it.

Hot tier first, then ops.exported_items: a crash between repeats writes that find themselves done.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from orchestration.clients.hot_tier import HotTier
from orchestration.clients.warehouse import Session, Warehouse, is_transient
from orchestration.exporting.changes import Change, changes
from orchestration.exporting.content import Export
from orchestration.exporting.incarnation import open_incarnation
from orchestration.exporting.memory import held_items, remember
from orchestration.exporting.recovery import recover_memory
from orchestration.exporting.writer import write_changes
from orchestration.retry import retry
from orchestration.sql.exports import HELD_DAYS, MODEL_DAYS, MODEL_ROWS

DAYS_AT_ONCE = timedelta(days=31)


@dataclass(frozen=True)
class ExportReport:
    """Items written and deleted; `full_compare`: the hot tier itself was read for it."""

    written: int
    deleted: int
    full_compare: bool
    as_of: str
    seconds: float


@dataclass(frozen=True)
class Exporter:
    """One run of one export: its stores, and the names that it writes under."""

    warehouse: Warehouse
    hot_tier: HotTier
    export: Export
    as_of: str
    incarnation: str

    def bring_up_to_date(self, first: date, last: date) -> tuple[int, int]:
        """Make the hot tier equal to the model in a range of days; items written and deleted."""

        def attempt() -> tuple[int, int]:
            with self.warehouse.connect() as session:
                wanted = self._wanted(session, first.isoformat(), last.isoformat())
                done = list(write_changes(self.hot_tier, wanted, self.as_of))
                remember(session, self.export.relation, self.incarnation, done)
                written = sum(change.measures is not None for change in done)
                return written, len(done) - written

        return retry(attempt, is_transient)

    def ranges(self) -> Iterator[tuple[date, date]]:
        """Ranges that cover every day which the model or the hot tier knows."""
        with self.warehouse.connect() as session:
            bounds = session.rows(MODEL_DAYS.format(relation=self.export.relation))
            bounds += session.rows(HELD_DAYS, (self.export.relation, self.incarnation))
        days = [_day(value) for row in bounds for value in row if value is not None]
        first = min(days, default=date.max)
        while first <= max(days, default=date.min):
            yield first, min(first + DAYS_AT_ONCE, max(days))
            first += DAYS_AT_ONCE + timedelta(days=1)

    def _wanted(self, session: Session, first: str, last: str) -> list[Change]:
        held = held_items(session, self.export.relation, self.incarnation, first, last)
        query = MODEL_ROWS.format(relation=self.export.relation)
        return changes(self.export, session.named_rows(query, (first, last)), held)


def run_export(warehouse: Warehouse, hot_tier: HotTier, export: Export) -> ExportReport:
    """Bring the hot tier's items of one export model up to date; safe to repeat at any time."""
    begun = time.monotonic()
    as_of = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    incarnation = open_incarnation(hot_tier, as_of)
    full_compare = recover_memory(warehouse, hot_tier, export, incarnation)
    exporter = Exporter(warehouse, hot_tier, export, as_of, incarnation)
    counts = [exporter.bring_up_to_date(*days) for days in exporter.ranges()]
    written, deleted = (sum(column) for column in zip((0, 0), *counts, strict=True))
    seconds = time.monotonic() - begun
    return ExportReport(written, deleted, full_compare, as_of, seconds)


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
