"""What is to be put on the stream again, written down before it is put there.

A claim makes sending safe to repeat: whoever finds a claim that was never put sends the same
attempt again, and one attempt of one arrival counts once, however often it comes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from orchestration.clients.warehouse import Session, is_transient
from orchestration.replaying.selection import Selection
from orchestration.retry import retry
from orchestration.sql import replays as sql

# A page's ids are held in memory, and its load hour is read once for each page.
PAGE = 100_000
IDS_A_STATEMENT = 500
# What was put on the stream is through in minutes. What is not after this is put there again.
SAFE_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class Page:
    """Claims of one load hour whose ids lie in (after, last]: arrival id → attempt."""

    load_hour: str
    after: str
    last: str
    attempts: dict[str, int]


def claim(session: Session, selection: Selection, replay_id: str) -> int:
    """Claim what is open of the selection; how many arrivals."""
    parameters = [replay_id, now(), *selection.parameters]
    return write(session, sql.claim(selection.conditions), parameters)


def discard(session: Session, selection: Selection, replay_id: str, note: str) -> int:
    """Close what is open of the selection for good, saying why; how many arrivals."""
    at = now()
    parameters = [replay_id, at, at, note, *selection.parameters]
    return write(session, sql.discard(selection.conditions), parameters)


def waiting(session: Session) -> dict[str, int]:
    """Claims to be put on the stream, by load hour; those of runs that died are among them."""
    found = session.rows(sql.PENDING_HOURS, (_safe(),))
    return {hour: int(count) for hour, count in found}


def pages(session: Session, load_hour: str) -> Iterator[Page]:
    """The waiting claims of a load hour. Each page must be settled before the next is asked for."""
    after = ""
    while True:
        rows = session.rows(sql.PENDING_PAGE, (_safe(), load_hour, after, PAGE))
        if not rows:
            return
        attempts = {arrival_id: int(attempt) for arrival_id, attempt in rows}
        page = Page(load_hour, after, rows[-1][0], attempts)
        yield page
        after = page.last


def mark_put(session: Session, page: Page) -> None:
    """Note that everything of the page that is still claimed is on the stream."""
    bounds = (page.load_hour, page.after, page.last)
    write(session, sql.MARK_PUT, (now(), _safe(), *bounds))


def release(session: Session, arrival_ids: Iterable[str]) -> None:
    """Give up claims for which nothing can be put: the arrivals are open again."""
    remaining = iter(arrival_ids)
    while group := list(islice(remaining, IDS_A_STATEMENT)):
        write(session, sql.release(len(group)), group)


def settle_outcomes(session: Session) -> None:
    """Write down how attempts ended whose results have been loaded since."""
    if session.value(sql.UNDER_WAY):
        for statement in (sql.SETTLE_GOOD, sql.SETTLE_REJECTED):
            write(session, statement, (now(),))


def write(session: Session, statement: str, parameters: Sequence[object] = ()) -> int:
    """A statement of its own; again where a load that settles claims came in between."""
    return retry(lambda: session.execute(statement, parameters), is_transient)


def now() -> datetime:
    """This moment as the warehouse keeps moments: UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def _safe() -> datetime:
    return now() - SAFE_AFTER
