"""How far each consumer has come in each log, on disk, and how far that leaves it behind."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from infra.local.aws.database import Database

Reader = tuple[str, int]
K = TypeVar("K")


class Checkpoints:
    """Positions already passed: a consumer resumes at its checkpoint + 1."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(
            """CREATE TABLE IF NOT EXISTS checkpoints (
                consumer TEXT NOT NULL, log INTEGER NOT NULL, position INTEGER NOT NULL,
                PRIMARY KEY (consumer, log)) WITHOUT ROWID"""
        )

    def get(self, consumer: str, log: int) -> int | None:
        """The last position passed, None when the consumer never began on this log."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT position FROM checkpoints WHERE consumer = ? AND log = ?", (consumer, log)
            ).fetchone()
        return None if row is None else int(row[0])

    def put(self, consumer: str, positions: Mapping[int, int]) -> None:
        """Move a consumer forward in some logs, all at once; returns once that is on disk."""
        self._database.write(lambda connection: advance(connection, consumer, positions))

    def adopt(self, names: Sequence[str], log: int, former: str, beginning: int) -> None:
        """Make sure that these consumers have a checkpoint in a log, before they begin.

        Others whose names begin with `former` are their predecessors, divided differently: the
        slowest one's checkpoint goes to all. Without any, `beginning` does.
        """

        def run(connection: sqlite3.Connection) -> None:
            rows = connection.execute(
                "SELECT consumer, position FROM checkpoints WHERE log = ? AND"
                " substr(consumer, 1, ?) = ?",
                (log, len(former), former),
            ).fetchall()
            found = dict(rows)
            if found.keys() == set(names):
                return
            start = min(found.values(), default=beginning)
            connection.executemany(
                "DELETE FROM checkpoints WHERE consumer = ? AND log = ?",
                [(name, log) for name in found],
            )
            for name in names:
                advance(connection, name, {log: start})

        self._database.write(run)

    def forget(self, consumer: str) -> None:
        """Drop a consumer's checkpoints in every log."""
        self._database.write(
            lambda connection: (
                connection.execute(
                    "DELETE FROM checkpoints WHERE consumer = ?", (consumer,)
                ).rowcount
            )
        )

    def behind(self, consumers: Mapping[K, Collection[Reader]]) -> dict[K, int]:
        """Records not yet passed, by consumer, as of one moment for all of them.

        A consumer's `readers` are (checkpoint name, log); of several on one log the slowest counts.
        A reader without a checkpoint has everything before it. All is read in one transaction, so
        a consumer that feeds another one's log cannot slip between two looks.
        """
        with self._database.reading() as connection:
            connection.execute("BEGIN")
            try:
                return {name: _behind(connection, readers) for name, readers in consumers.items()}
            finally:
                connection.execute("COMMIT")


def _behind(connection: sqlite3.Connection, readers: Collection[Reader]) -> int:
    slowest: dict[int, int] = {}
    for consumer, log in readers:
        row = connection.execute(
            "SELECT next - 1 - max(first - 1, coalesce((SELECT position FROM checkpoints"
            " WHERE consumer = ? AND log = logs.id), 0)) FROM logs WHERE id = ?",
            (consumer, log),
        ).fetchone()
        slowest[log] = max(slowest.get(log, 0), row[0] if row else 0)
    return sum(slowest.values())


def advance(connection: sqlite3.Connection, consumer: str, positions: Mapping[int, int]) -> None:
    """Record positions passed, within a write; a checkpoint never moves back."""
    connection.executemany(
        "INSERT INTO checkpoints VALUES (?, ?, ?) ON CONFLICT (consumer, log)"
        " DO UPDATE SET position = max(position, excluded.position)",
        [(consumer, log, position) for log, position in positions.items()],
    )
