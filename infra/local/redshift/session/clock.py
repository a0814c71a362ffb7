"""One statement at a time: when it began, when its time is up, whether it was cancelled."""

import datetime
import threading
import time

import duckdb

from ..errors import QUERY_CANCELED, RedshiftError, from_duckdb

_INTERRUPTS = 200
_BETWEEN_INTERRUPTS = 0.05


class StatementClock:
    """Used by the session's thread, but for `cancel`."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._cancelled = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._timer: threading.Timer | None = None
        self._deadline: float | None = None
        self.started = utc_now()

    def start(self, timeout_ms: int) -> None:
        """A statement begins; 0 gives it all the time there is."""
        self.stop()
        self._cancelled.clear()
        self._idle.clear()
        self.started = utc_now()
        self._deadline = None
        if timeout_ms:
            self._deadline = time.monotonic() + timeout_ms / 1000
            self._timer = threading.Timer(timeout_ms / 1000, self._cursor.interrupt)
            self._timer.daemon = True
            self._timer.start()

    def stop(self) -> None:
        """The statement has ended, its last row included."""
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
        """Stop the running statement; called from another thread.

        An interrupt is lost on a statement that DuckDB has not begun, so it is repeated.
        """
        self._cancelled.set()
        for _ in range(_INTERRUPTS):
            if self._idle.is_set():
                return
            self._cursor.interrupt()
            self._idle.wait(timeout=_BETWEEN_INTERRUPTS)


def utc_now() -> datetime.datetime:
    """The time, UTC, without a zone: as Redshift's clocks read."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
