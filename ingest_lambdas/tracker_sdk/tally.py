"""What became of the calls: counted once each, and waited for."""

import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class DeliveryReport:
    """Calls since the tracker was made, and what was found of earlier processes.

    accepted: calls that returned True. declined: calls that returned False.
    adopted: events of processes that ended before they had sent them.
    delivered: acknowledged by Kinesis or answered 200. retried: sent again, counted each time.
    refused: answered for good that they are unusable; kept in the spool, under
    the source's `refused/`.
    memory_only: accepted while the disk took nothing, counted when they were taken.
    dropped: accepted, and lost: the disk was full and memory too, or the process was told to end.
    pending: neither delivered, refused nor dropped yet.
    """

    accepted: int = 0
    declined: int = 0
    adopted: int = 0
    delivered: int = 0
    retried: int = 0
    refused: int = 0
    memory_only: int = 0
    dropped: int = 0
    last_error: str = ""

    @property
    def pending(self) -> int:
        """Still under way."""
        return self.accepted + self.adopted - self.delivered - self.refused - self.dropped


class Tally:
    """The counters; safe to use from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._counts: dict[str, int] = {}
        self._error = ""

    def add(self, name: str, number: int = 1) -> None:
        """Count; `name` is a field of the report."""
        with self._changed:
            self._counts[name] = self._counts.get(name, 0) + number
            self._changed.notify_all()

    def note_error(self, error: str) -> None:
        """What went wrong last, for whoever looks."""
        with self._changed:
            self._error = error

    def report(self) -> DeliveryReport:
        """The counts now."""
        with self._changed:
            return self._report()

    def wait_until_none_pending(self, seconds: float) -> bool:
        """Whether nothing was pending any more within the time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._report().pending <= 0, timeout=seconds)

    def _report(self) -> DeliveryReport:
        return DeliveryReport(**self._counts, last_error=self._error)
