"""One SQLite file whose writes are durable when acknowledged, and cheap when there are many.

Writers queue operations; one thread runs all that wait in a single transaction and syncs once
(group commit). WAL with synchronous=FULL: what a future has answered survives kill -9 and power
loss. Readers use connections of their own and never wait for the writer.
"""

import fcntl
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

LARGEST_GROUP = 64
Operation = Callable[[sqlite3.Connection], Any]
_Queued = tuple[Operation, "Future[Any]"]


def _hold(path: Path) -> TextIO:
    """A lock file held until it is closed, or until the process ends however it ends."""
    held = path.open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        raise
    return held


class Database:
    """The file, its one writer thread and its pool of reading connections."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; BlockingIOError when another process holds it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._held = _hold(path.with_suffix(".lock"))
        self._queue: queue.SimpleQueue[_Queued | None] = queue.SimpleQueue()
        self._readers: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._writer_connection = self._connect(path)
        self._writer = threading.Thread(target=self._write_groups, name="commit", daemon=True)
        self._writer.start()

    @staticmethod
    def _connect(path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=30
        )
        for pragma in ("page_size=8192", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        path.chmod(0o600)
        return connection

    def create(self, *statements: str) -> None:
        """Run DDL that a module owns, before its first use."""

        def run(connection: sqlite3.Connection) -> None:
            for statement in statements:
                connection.execute(statement)

        self.write(run)

    def write(self, operation: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run an operation in the next group; its result once the group is on disk."""
        return self.submit(operation).result()

    def submit(self, operation: Callable[[sqlite3.Connection], Any]) -> "Future[Any]":
        """Queue an operation; the future is done once it is on disk, or has failed alone."""
        future: Future[Any] = Future()
        if self._closed.is_set():
            raise RuntimeError("the database is closed")
        self._queue.put((operation, future))
        return future

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that only reads, borrowed from the pool."""
        try:
            connection = self._readers.get_nowait()
        except queue.Empty:
            connection = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False, timeout=30
            )
            connection.execute("PRAGMA query_only=ON")
        try:
            yield connection
        finally:
            self._readers.put(connection)

    def close(self) -> None:
        """Commit what is queued, then close every connection."""
        if self._closed.is_set():
            return
        self._closed.set()
        self._queue.put(None)
        self._writer.join()
        while not self._queue.empty():
            if late := self._queue.get():
                late[1].set_exception(RuntimeError("the database is closed"))
        while not self._readers.empty():
            self._readers.get_nowait().close()
        self._writer_connection.close()
        self._held.close()

    def _write_groups(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            ended = False
            while len(group) < LARGEST_GROUP and not self._queue.empty():
                if (following := self._queue.get()) is None:
                    ended = True
                    break
                group.append(following)
            self._commit(group)
            if ended:
                return

    def _commit(self, group: list[_Queued]) -> None:
        answers: list[Callable[[], None]] = []
        try:
            self._writer_connection.execute("BEGIN IMMEDIATE")
            for operation, future in group:
                answers.append(self._run_alone(operation, future))
            self._writer_connection.execute("COMMIT")
        except Exception as failure:
            with suppress(sqlite3.Error):  # a full disk may have ended the transaction already
                self._writer_connection.execute("ROLLBACK")
            for _, future in group:
                future.set_exception(failure)
            return
        for answer in answers:
            answer()

    def _run_alone(self, operation: Operation, future: "Future[Any]") -> Callable[[], None]:
        """Run one operation of a group so that its failure undoes nothing but itself."""
        self._writer_connection.execute("SAVEPOINT operation")
        try:
            result = operation(self._writer_connection)
        except Exception as failure:
            self._writer_connection.execute("ROLLBACK TO operation")
            self._writer_connection.execute("RELEASE operation")
            return lambda failure=failure: future.set_exception(failure)  # type: ignore[misc]
        self._writer_connection.execute("RELEASE operation")
        return lambda: future.set_result(result)
