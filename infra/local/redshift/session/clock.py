"""One statement at a time: when it began, when its time is up, whether it was cancelled."""

import datetime
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from ..errors import QUERY_CANCELED, RedshiftError, from_duckdb

_INTERRUPTS = 200
_BETWEEN_INTERRUPTS = 0.05


class StatementClock:
    """Used by the session's thread, but for `cancel`."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._guard = threading.RLock()
        self._cancelled = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._timer: threading.Timer | None = None
        self._deadline: float | None = None
        self.started = utc_now()

    def start(self, timeout_ms: int, *, stoppable: bool = True) -> None:
        """A statement begins; 0 gives it all the time there is."""
        self.stop()
        self._cancelled.clear()
        self.started = utc_now()
        self._deadline = None
        if not stoppable:
            return
        self._idle.clear()
        if timeout_ms:
            self._deadline = time.monotonic() + timeout_ms / 1000
            self._timer = threading.Timer(timeout_ms / 1000, self._interrupt)
            self._timer.daemon = True
            self._timer.start()

    def stop(self) -> None:
        """The statement has ended, its last row included."""
        with self._guard:
            self._idle.set()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def check(self) -> None:
        """Raise 57014 when the statement was cancelled or its time is up."""
        if self.timed_out():
            raise RedshiftError(QUERY_CANCELED, "Query cancelled by statement timeout")
        if self._cancelled.is_set():
            raise RedshiftError(QUERY_CANCELED, "Query cancelled on user's request")

    def explain(self, error: duckdb.Error) -> RedshiftError:
        """The error for the client of what stopped the statement."""
        if isinstance(error, duckdb.InterruptException) and self.timed_out():
            return RedshiftError(QUERY_CANCELED, "Query cancelled by statement timeout")
        return from_duckdb(error)

    def timed_out(self) -> bool:
        """Whether the statement's time is up."""
        return self._deadline is not None and time.monotonic() >= self._deadline

    def pause(self, seconds: float) -> None:
        """Wait, unless cancelled."""
        self._cancelled.wait(seconds)

    def cancel(self) -> None:
        """Stop the running statement; called from another thread."""
        self._cancelled.set()
        self._interrupt()

    @contextmanager
    def shield(self) -> Iterator[None]:
        """Nothing is interrupted within: a transaction has ended, or it has not."""
        with self._guard:
            yield

    def _interrupt(self) -> None:
        """An interrupt is lost on a statement that DuckDB has not begun, so it is repeated."""
        for _ in range(_INTERRUPTS):
            with self._guard:
                if self._idle.is_set():
                    return
                self._cursor.interrupt()
            if self._idle.wait(timeout=_BETWEEN_INTERRUPTS):
                return


def utc_now() -> datetime.datetime:
    """The time, UTC, without a zone: as Redshift's clocks read."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
