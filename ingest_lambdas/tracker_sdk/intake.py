"""Between the callers and the committer: bounded, and woken at once by who waits for the disk."""

import threading
from dataclasses import dataclass

from ingest_lambdas.tracker_sdk.waiting import Waiting


class Ticket:
    """A caller's wait for its event to be on disk."""

    def __init__(self) -> None:
        self._settled = threading.Event()
        self._kept = False

    def settle(self, kept: bool) -> None:
        """The answer is known."""
        self._kept = kept
        self._settled.set()

    def wait(self) -> bool:
        """Whether the event is on disk."""
        self._settled.wait()
        return self._kept


@dataclass(frozen=True, slots=True)
class Entry:
    """An item's line, with the ticket of a caller that waits."""

    line: bytes
    ticket: Ticket | None = None


class Intake(Waiting):
    """Entries in the order of the calls; at most so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self._most = most_bytes
        self._entries: list[Entry] = []
        self._bytes = 0

    def put(self, entry: Entry) -> bool:
        """False where it is closed or full."""
        with self._changed:
            if self._closed or self._bytes + len(entry.line) > self._most:
                return False
            self._entries.append(entry)
            self._bytes += len(entry.line)
            if entry.ticket is not None and not self._hurried:
                self._hurried = True
                self._changed.notify_all()
        return True

    def take(self, seconds: float) -> list[Entry]:
        """All entries: at once where a caller waits, else after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._hurried or self._closed, timeout=seconds)
            taken, self._entries = self._entries, []
            self._bytes = 0
            self._hurried = False
            return taken

    def _is_empty(self) -> bool:
        return not self._entries
