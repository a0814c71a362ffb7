"""The thread that puts what was called on disk: all that waits, with one sync for every caller."""

import logging
import threading
from collections.abc import Iterator

from ingest_lambdas.tracker_sdk.backlog import Backlog
from ingest_lambdas.tracker_sdk.chunk import Chunk
from ingest_lambdas.tracker_sdk.intake import Entry, Intake
from ingest_lambdas.tracker_sdk.spool import Spool
from ingest_lambdas.tracker_sdk.tally import Tally

# A call that does not wait is on disk after this long at the latest, but for the write itself.
COMMIT_SECONDS = 0.1
logger = logging.getLogger("headwater.tracker_sdk")


class Committer:
    """`run` is its thread's work."""

    def __init__(self, intake: Intake, spool: Spool, backlog: Backlog, tally: Tally) -> None:
        self._intake = intake
        self._spool = spool
        self._backlog = backlog
        self._tally = tally
        # All that earlier processes left is under way.
        self.adopted = threading.Event()

    def run(self) -> None:
        """Until the intake is drained; meanwhile what earlier processes left is taken over."""
        left_behind = self._spool.adopt()
        while not self._intake.drained:
            entries = self._intake.take(COMMIT_SECONDS)
            if entries:
                self._commit(entries)
            self._adopt_one(left_behind)
        self._backlog.close()
        self.adopted.set()

    def _adopt_one(self, left_behind: Iterator[Chunk]) -> None:
        """A file at a time: callers that wait for the disk must not wait for them all."""
        if self.adopted.is_set():
            return
        try:
            chunk = next(left_behind, None)
        except OSError as error:
            self._complain(error)
            return
        if chunk is None:
            self.adopted.set()
        else:
            self._tally.add("adopted", chunk.count)
            self._backlog.put(chunk)

    def _commit(self, entries: list[Entry]) -> None:
        tickets = [entry.ticket for entry in entries if entry.ticket is not None]
        try:
            chunk = self._spool.append([entry.line for entry in entries], sync=bool(tickets))
        except OSError as error:
            self._complain(error)
            self._keep_in_memory([entry for entry in entries if entry.ticket is None])
            kept = False
        else:
            self._tally.add("accepted", len(tickets))
            self._backlog.put(chunk)
            kept = True
        for ticket in tickets:
            ticket.settle(kept)

    def _keep_in_memory(self, entries: list[Entry]) -> None:
        """The disk takes nothing: calls that do not wait live in memory as long as it has room."""
        lines = [entry.line for entry in entries]
        chunk = Chunk(lines, None, len(lines), sum(map(len, lines)))
        self._tally.add("memory_only", len(lines))
        if lines and not self._backlog.put(chunk):
            self._tally.add("dropped", len(lines))

    def _complain(self, error: OSError) -> None:
        self._tally.note_error(f"the spool cannot be written: {error}")
        logger.error("the spool cannot be written: %s", error)
