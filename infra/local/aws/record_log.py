"""Append-only logs of records in one database: a Kinesis shard is one, a Firehose queue another.

A record's position counts from 1 within its log without gaps, so that a log's lag is a
subtraction and a time is found by bisection, however many records are stored.
"""

import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from infra.local.aws.database import Database

POSITIONS = 1 << 40
TRIM_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Record:
    """One stored record; `arrival` in milliseconds since the epoch, never falling in a log."""

    position: int
    arrival: int
    partition_key: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Extent:
    """What a log holds: positions first … next − 1, and the arrival of the last."""

    first: int
    next: int
    arrival: int


class RecordLogs:
    """All logs of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._appended = threading.Condition()
        self.generation = 0
        database.create(
            """CREATE TABLE IF NOT EXISTS logs (
                id INTEGER PRIMARY KEY AUTOINCREMENT, first INTEGER NOT NULL DEFAULT 1,
                next INTEGER NOT NULL DEFAULT 1, arrival INTEGER NOT NULL DEFAULT 0)""",
            """CREATE TABLE IF NOT EXISTS records (
                key INTEGER PRIMARY KEY, arrival INTEGER NOT NULL,
                partition_key TEXT NOT NULL, data BLOB NOT NULL)""",
        )

    @staticmethod
    def create(connection: sqlite3.Connection) -> int:
        """Make a log within a write; its id, never used before."""
        return int(connection.execute("INSERT INTO logs DEFAULT VALUES").lastrowid or 0)

    def append(self, batches: dict[int, Sequence[tuple[str, bytes]]]) -> dict[int, int]:
        """Store (partition key, data) pairs by log, all or none; each log's first new position.

        Returns once they are on disk. Raises KeyError for a log that is gone.
        """
        now = time.time_ns() // 1_000_000
        firsts: dict[int, int] = self._database.write(
            lambda connection: {
                log: _append(connection, log, now, pairs) for log, pairs in batches.items()
            }
        )
        self.announce()
        return firsts

    def announce(self) -> None:
        """Wake whoever waits for records."""
        with self._appended:
            self.generation += 1
            self._appended.notify_all()

    def wait(self, seen: int, seconds: float) -> None:
        """Return once `generation` is past one that was seen, at the latest after some seconds.

        Taking `generation` before looking into the logs makes sure that no append is slept over.
        """
        with self._appended:
            self._appended.wait_for(lambda: self.generation != seen, seconds)

    def extent(self, log: int) -> Extent:
        """What a log holds now; KeyError when it is gone."""
        with self._database.reading() as connection:
            return _extent(connection, log)

    def read(self, log: int, start: int, limit: int, most_bytes: int) -> list[Record]:
        """Records from a position on: up to `limit`, and `most_bytes` unless one alone is more."""
        found: list[Record] = []
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT key, arrival, partition_key, data FROM records"
                " WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
                (log * POSITIONS + start, (log + 1) * POSITIONS, limit),
            )
            for key, arrival, partition_key, data in rows:
                most_bytes -= len(data)
                if most_bytes < 0 and found:
                    break
                found.append(Record(key % POSITIONS, arrival, partition_key, data))
            rows.close()
        return found

    def position_at(self, log: int, arrival: int) -> int:
        """The first position that arrived at or after a time."""
        with self._database.reading() as connection:
            extent = _extent(connection, log)
            low, high = extent.first, extent.next
            while low < high:
                middle = (low + high) // 2
                row = connection.execute(
                    "SELECT arrival FROM records WHERE key = ?", (log * POSITIONS + middle,)
                ).fetchone()
                if row is None or row[0] < arrival:
                    low = middle + 1
                else:
                    high = middle
        return low

    def trim(self, log: int, before: int) -> bool:
        """Delete a bounded number of records below a position; whether some are left to delete."""
        first = self.extent(log).first
        upto = min(before, first + TRIM_CHUNK)
        if upto > first:
            self._database.write(lambda connection: delete_below(connection, log, upto))
        return upto < before


def delete_below(connection: sqlite3.Connection, log: int, position: int) -> None:
    """Drop a log's records below a position, within a write."""
    connection.execute(
        "DELETE FROM records WHERE key >= ? AND key < ?",
        (log * POSITIONS, log * POSITIONS + position),
    )
    connection.execute("UPDATE logs SET first = max(first, ?) WHERE id = ?", (position, log))


def _extent(connection: sqlite3.Connection, log: int) -> Extent:
    row = connection.execute(
        "SELECT first, next, arrival FROM logs WHERE id = ?", (log,)
    ).fetchone()
    if row is None:
        raise KeyError(log)
    return Extent(*row)


def _append(
    connection: sqlite3.Connection, log: int, now: int, pairs: Iterable[tuple[str, bytes]]
) -> int:
    extent = _extent(connection, log)
    arrival = max(now, extent.arrival)
    base = log * POSITIONS + extent.next
    rows = [(base + i, arrival, key, data) for i, (key, data) in enumerate(pairs)]
    connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?)", rows)
    connection.execute(
        "UPDATE logs SET next = next + ?, arrival = ? WHERE id = ?", (len(rows), arrival, log)
    )
    return extent.next
