"""The delivery streams that exist, on disk as the requests that made them."""

import sqlite3
import threading
import time
from dataclasses import dataclass
from typing import Any

import orjson

from infra.local.aws.account import Account
from infra.local.aws.database import Database
from infra.local.aws.firehose.definition import Definition, definition_from
from infra.local.aws.http.errors import ServiceError
from infra.local.aws.record_log import RecordLogs, delete_below


@dataclass(frozen=True)
class DeliveryStream:
    """One delivery stream; `queue` is the log of its direct puts."""

    definition: Definition
    arn: str
    queue: int
    created: int
    request: dict[str, Any]

    @property
    def consumer(self) -> str:
        """The name of its checkpoints; a namesake made later does not inherit them."""
        return f"delivery:{self.definition.name}:{self.queue}"


class DeliveryStreamCatalog:
    """Creates, finds and deletes delivery streams."""

    def __init__(self, database: Database, account: Account) -> None:
        self._database = database
        self._account = account
        self._lock = threading.Lock()
        database.create(
            """CREATE TABLE IF NOT EXISTS firehose_streams (
                name TEXT PRIMARY KEY, queue INTEGER NOT NULL, created INTEGER NOT NULL,
                request BLOB NOT NULL)"""
        )
        with database.reading() as connection:
            rows = connection.execute("SELECT * FROM firehose_streams").fetchall()
        self._streams = {row[0]: self._stream(*row) for row in rows}

    def names(self) -> list[str]:
        """All names in order."""
        return sorted(self._streams)

    def all(self) -> list[DeliveryStream]:
        """All delivery streams, by name."""
        return [self._streams[name] for name in self.names()]

    def require(self, name: object) -> DeliveryStream:
        """A delivery stream by its name."""
        if found := self._streams.get(str(name)):
            return found
        number = self._account.number
        message = f"Firehose {str(name)[:64]} under account {number} not found."
        raise ServiceError("ResourceNotFoundException", message)

    def create(self, request: dict[str, Any]) -> DeliveryStream:
        """Make a delivery stream; refused when the name is taken."""
        definition = definition_from(request)
        created = int(time.time())

        def insert(connection: sqlite3.Connection) -> int:
            queue = RecordLogs.create(connection)
            row = (definition.name, queue, created, orjson.dumps(request))
            connection.execute("INSERT INTO firehose_streams VALUES (?, ?, ?, ?)", row)
            return queue

        with self._lock:
            if definition.name in self._streams:
                number = self._account.number
                message = f"Firehose {definition.name} under accountId {number} already exists"
                raise ServiceError("ResourceInUseException", message)
            queue = self._database.write(insert)
            stream = self._stream(definition.name, queue, created, orjson.dumps(request))
            self._streams = self._streams | {definition.name: stream}
        return stream

    def delete(self, stream: DeliveryStream) -> None:
        """Remove a delivery stream with what it has not delivered, as AWS does."""

        def remove(connection: sqlite3.Connection) -> None:
            connection.execute(
                "DELETE FROM firehose_streams WHERE name = ?", (stream.definition.name,)
            )
            (end,) = connection.execute(
                "SELECT next FROM logs WHERE id = ?", (stream.queue,)
            ).fetchone()
            delete_below(connection, stream.queue, end)
            connection.execute("DELETE FROM logs WHERE id = ?", (stream.queue,))

        with self._lock:
            self._streams = {
                name: other for name, other in self._streams.items() if other is not stream
            }
            self._database.write(remove)

    def _stream(self, name: str, queue: int, created: int, request: bytes) -> DeliveryStream:
        arn = self._account.arn("firehose", f"deliverystream/{name}")
        described = orjson.loads(request)
        return DeliveryStream(definition_from(described), arn, queue, created, described)
