"""Statements as they run and have run, for Redshift's query history views.

Kept in memory, the latest ones only: Redshift keeps seven days, and a statement here must not pay
for a commit of its own. https://docs.aws.amazon.com/redshift/latest/dg/SYS_QUERY_HISTORY.html
"""

import datetime
import threading
from collections import deque
from dataclasses import dataclass

from ..errors import QUERY_CANCELED, RedshiftError
from .clock import utc_now

_MOST = 5000
_LONGEST_TEXT = 16_000


@dataclass(slots=True)
class QueryRecord:
    """One statement; `ended_at` is None as long as it runs, `rows` counts returned or changed."""

    query_id: int
    transaction_id: int
    process_id: int
    user: str
    label: str
    text: str
    started_at: datetime.datetime
    ended_at: datetime.datetime | None = None
    status: str = "running"
    error: str = ""
    rows: int = 0
    # The table that it put rows into or took them from, as schema.name.
    wrote: str = ""

    def succeed(self, rows: int) -> None:
        """The statement has ended, its last row included."""
        self._end("success")
        self.rows = rows

    def fail(self, error: RedshiftError) -> None:
        """The statement was given up; one that has ended stays as it is."""
        if self.ended_at is None:
            self._end("canceled" if error.sqlstate == QUERY_CANCELED else "failed")
            self.error = error.message

    def _end(self, status: str) -> None:
        self.status = status
        self.ended_at = utc_now()


class History:
    """The latest statements of all sessions; safe to use from every session's thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._records: deque[QueryRecord] = deque(maxlen=_MOST)

    def begin(self, numbers: tuple[int, int, int], user: str, label: str, text: str) -> QueryRecord:
        """A statement that starts now; `numbers` are of the query, transaction and process."""
        record = QueryRecord(*numbers, user, label, text[:_LONGEST_TEXT], utc_now())
        with self._guard:
            self._records.append(record)
        return record

    def records(self) -> list[QueryRecord]:
        """What is kept, oldest first."""
        with self._guard:
            return list(self._records)
