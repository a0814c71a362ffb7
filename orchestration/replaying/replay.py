"""Replay: what is open in the quarantine goes through the collector again.

Claim, send, mark. Killed between any two of them, the next run goes on: what was claimed and not
marked is sent as the same attempt, which the warehouse takes for one delivery more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from orchestration.clients.lake import Lake
from orchestration.clients.raw_stream import RawStream
from orchestration.clients.warehouse import Session, Warehouse
from orchestration.lease import lease
from orchestration.loading.tables import prepare_tables
from orchestration.replaying.claims import (
    Page,
    claim,
    discard,
    mark_put,
    pages,
    release,
    settle_outcomes,
    waiting,
)
from orchestration.replaying.originals import Originals
from orchestration.replaying.outgoing import EVENTS_A_SECOND, Outgoing
from orchestration.replaying.selection import Selection
from orchestration.sql.ops_tables import REPLAY_LEASE

SAMPLE = 20


@dataclass
class ReplayReport:
    """What one run did, in arrivals.

    claimed: open and now under way. sent: put on the stream, those of runs that died included.
    missing: their original is gone or cannot be sent; they are open as before.
    """

    replay_id: str
    claimed: int = 0
    sent: int = 0
    records: int = 0
    missing: int = 0
    missing_sample: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Progress:
    """Who wants to know: how many arrivals there are to send, and each call's."""

    begin: Callable[[int], None] = lambda total: None
    advance: Callable[[int], None] = lambda arrivals: None


def replay(
    warehouse: Warehouse,
    lake: Lake,
    stream: RawStream,
    selection: Selection,
    replay_id: str,
    progress: Progress | None = None,
    rate: float = EVENTS_A_SECOND,
) -> ReplayReport:
    """Put what is open of the selection on the stream again; one run at a time, others wait."""
    progress = progress or Progress()
    report = ReplayReport(replay_id)
    with warehouse.connect() as session:
        prepare_tables(session)
        with lease(warehouse, REPLAY_LEASE):
            settle_outcomes(session)
            report.claimed = claim(session, selection, replay_id)
            hours = waiting(session)
            progress.begin(sum(hours.values()))
            outgoing = Outgoing(lake, stream, progress.advance, rate)
            for hour in hours:
                for page in pages(session, hour):
                    _send(session, lake, outgoing, page, report)
    report.sent, report.records = outgoing.arrivals, outgoing.records
    return report


def close_as_discarded(
    warehouse: Warehouse, selection: Selection, replay_id: str, note: str
) -> int:
    """Discard what is open of the selection, saying why; how many arrivals."""
    with warehouse.connect() as session:
        prepare_tables(session)
        with lease(warehouse, REPLAY_LEASE):
            settle_outcomes(session)
            return discard(session, selection, replay_id, note)


def _send(
    session: Session, lake: Lake, outgoing: Outgoing, page: Page, report: ReplayReport
) -> None:
    originals = Originals(lake, page.load_hour, page.attempts)
    outgoing.send(originals.records())
    release(session, originals.missing)
    mark_put(session, page)
    report.missing += len(originals.missing)
    report.missing_sample = [*report.missing_sample, *originals.missing][:SAMPLE]
