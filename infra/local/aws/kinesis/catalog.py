"""The streams that exist: on disk, so that a restart finds them, and in memory for every put."""

import sqlite3
import threading
import time
from dataclasses import dataclass

from infra.local.aws.account import Account, resource_name
from infra.local.aws.database import Database
from infra.local.aws.http.errors import ServiceError
from infra.local.aws.kinesis.shards import Shard, hash_ranges
from infra.local.aws.record_log import RecordLogs

DEFAULT_RETENTION_HOURS = 24


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream and its shards in order."""

    name: str
    arn: str
    born: int
    retention_hours: int
    mode: str
    shards: tuple[Shard, ...]

    def shard(self, shard_id: str) -> Shard:
        """A shard by its id, refused when there is none."""
        for shard in self.shards:
            if shard.id == shard_id:
                return shard
        message = f"Shard {shard_id[:80]!r} in stream {self.name} not found."
        raise ServiceError("ResourceNotFoundException", message)


class StreamCatalog:
    """Creates, finds and deletes streams."""

    def __init__(self, database: Database, account: Account) -> None:
        self._database = database
        self._account = account
        self._lock = threading.Lock()
        database.create(
            """CREATE TABLE IF NOT EXISTS kinesis_streams (
                name TEXT PRIMARY KEY, born INTEGER NOT NULL, retention_hours INTEGER NOT NULL,
                mode TEXT NOT NULL)""",
            """CREATE TABLE IF NOT EXISTS kinesis_shards (
                log INTEGER PRIMARY KEY, stream TEXT NOT NULL, number INTEGER NOT NULL)""",
            "CREATE TABLE IF NOT EXISTS kinesis_discarded (log INTEGER PRIMARY KEY)",
        )
        self._streams = self._read_all()

    def get(self, name: str) -> Stream | None:
        """A stream, or None."""
        return self._streams.get(name)

    def names(self) -> list[str]:
        """All streams' names in order."""
        return sorted(self._streams)

    def require(self, request: dict[str, object]) -> Stream:
        """The stream that a request names by StreamName or StreamARN."""
        name = str(request.get("StreamName") or resource_name(str(request.get("StreamARN", ""))))
        if stream := self._streams.get(name):
            return stream
        message = f"Stream {name[:128]} under account {self._account.number} not found."
        raise ServiceError("ResourceNotFoundException", message)

    def create(self, name: str, shard_count: int, mode: str) -> None:
        """Make a stream; refused when the name is taken."""
        born = int(time.time())

        def insert(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO kinesis_streams VALUES (?, ?, ?, ?)",
                (name, born, DEFAULT_RETENTION_HOURS, mode),
            )
            for number in range(shard_count):
                log = RecordLogs.create(connection)
                connection.execute(
                    "INSERT INTO kinesis_shards VALUES (?, ?, ?)", (log, name, number)
                )

        with self._lock:
            if name in self._streams:
                message = f"Stream {name} under account {self._account.number} already exists."
                raise ServiceError("ResourceInUseException", message)
            self._database.write(insert)
            self._streams = self._read_all()

    def retain(self, stream: Stream, hours: int) -> None:
        """Change how long records are kept."""
        with self._lock:
            self._database.write(
                lambda connection: (
                    connection.execute(
                        "UPDATE kinesis_streams SET retention_hours = ? WHERE name = ?",
                        (hours, stream.name),
                    ).rowcount
                )
            )
            self._streams = self._read_all()

    def delete(self, stream: Stream) -> None:
        """Remove a stream; its records are deleted in the background."""

        def remove(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO kinesis_discarded SELECT log FROM kinesis_shards WHERE stream = ?",
                (stream.name,),
            )
            connection.execute("DELETE FROM kinesis_shards WHERE stream = ?", (stream.name,))
            connection.execute("DELETE FROM kinesis_streams WHERE name = ?", (stream.name,))

        with self._lock:
            self._database.write(remove)
            self._streams = self._read_all()

    def _read_all(self) -> dict[str, Stream]:
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM kinesis_streams").fetchall()
            return {row[0]: self._stream(connection, *row) for row in rows}

    def _stream(
        self, connection: sqlite3.Connection, name: str, born: int, hours: int, mode: str
    ) -> Stream:
        logs = connection.execute(
            "SELECT log FROM kinesis_shards WHERE stream = ? ORDER BY number", (name,)
        ).fetchall()
        shards = tuple(
            Shard(index, log, start, end, born)
            for index, ((log,), (start, end)) in enumerate(
                zip(logs, hash_ranges(len(logs)), strict=True)
            )
        )
        arn = self._account.arn("kinesis", f"stream/{name}")
        return Stream(name, arn, born, hours, mode, shards)
