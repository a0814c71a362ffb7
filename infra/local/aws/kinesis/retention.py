"""Deletes records past their stream's retention, and all of deleted streams, little by little."""

import sqlite3
import threading
import time
from functools import partial

from infra.local.aws.database import Database
from infra.local.aws.kinesis.catalog import StreamCatalog
from infra.local.aws.record_log import RecordLogs

SECONDS_BETWEEN_SWEEPS = 60.0


class Retention:
    """One background thread; each delete is small, so that puts hardly wait for it."""

    def __init__(self, database: Database, catalog: StreamCatalog, logs: RecordLogs) -> None:
        self._database = database
        self._catalog = catalog
        self._logs = logs
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="retention", daemon=True)

    def start(self) -> None:
        """Begin to sweep."""
        self._thread.start()

    def stop(self) -> None:
        """End after the delete at hand."""
        self._stop.set()
        self._thread.join()

    def sweep(self, now: float) -> None:
        """Trim everything that is due at a time in seconds since the epoch."""
        for name in self._catalog.names():
            if stream := self._catalog.get(name):
                horizon = int((now - stream.retention_hours * 3600) * 1000)
                for shard in stream.shards:
                    self._trim(shard.log, self._logs.position_at(shard.log, horizon))
        for log in self._discarded():
            self._trim(log, self._logs.extent(log).next)
            if not self._stop.is_set():
                self._database.write(partial(_drop, log))

    def _trim(self, log: int, before: int) -> None:
        while not self._stop.is_set() and self._logs.trim(log, before):
            self._stop.wait(0.01)

    def _discarded(self) -> list[int]:
        with self._database.reading() as connection:
            return [log for (log,) in connection.execute("SELECT log FROM kinesis_discarded")]

    def _run(self) -> None:
        while not self._stop.wait(SECONDS_BETWEEN_SWEEPS):
            self.sweep(time.time())


def _drop(log: int, connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM logs WHERE id = ?", (log,))
    connection.execute("DELETE FROM kinesis_discarded WHERE log = ?", (log,))
