"""The state of one session's transaction, and when DuckDB's own begins.

DuckDB's begins with the first statement that reads or writes, not with BEGIN or LOCK: that is when
Redshift takes its snapshot, and so a loader that locks first sees what was committed before.
https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html
"""

from collections.abc import Callable, Hashable, Iterable
from contextlib import nullcontext

import duckdb

from ..errors import IN_FAILED_TRANSACTION, RedshiftError
from .locks import Mode, Relation
from .shared import Shared


class Transaction:
    """`status` is I (none), T (open) or E (failed), as the client is told."""

    def __init__(self, shared: Shared, owner: int, cursor: duckdb.DuckDBPyConnection) -> None:
        self._shared = shared
        self._owner = owner
        self._cursor = cursor
        self._begun = False
        self._version = shared.catalog_version
        # Which snapshot the transaction sees: of a known version of the catalog, or its own alone.
        self._number = 0
        self._changes = 0
        self._seen: int | None = None
        self.status = "I"
        # Around the statements of one simple query: all of them hold, or none.
        self._implicit = False

    def open(self) -> bool:
        """BEGIN; False where one was open already."""
        if self.status != "I" and not self._implicit:
            return False
        self.status = "T"
        self._implicit = False
        return True

    def open_implicitly(self) -> None:
        """Begin one where none is open; a BEGIN makes it the client's own."""
        if self.status == "I":
            self.status = "T"
            self._implicit = True

    def close_implicit(self) -> None:
        """Commit what `open_implicitly` began, unless the client took it over or ended it."""
        if self._implicit:
            self.commit()

    def begin_work(self) -> None:
        """Take the snapshot, unless it is taken."""
        if not self._begun:
            before = self._version.current()
            self._cursor.execute("BEGIN TRANSACTION")
            self._begun = True
            self._number += 1
            self._changes = 0
            self._seen = before if before == self._version.current() else None

    def note_change(self) -> None:
        """The transaction has changed what a name means."""
        self._changes += 1

    def meaning(self) -> Hashable | None:
        """Equal as long as every name means the same; None where that cannot be told."""
        if not self._begun:
            return self._version.current()
        if self._changes or self._seen is None:
            return "transaction", self._number, self._changes
        return self._seen

    def lock(self, wanted: Iterable[tuple[Relation, Mode]], check: Callable[[], None]) -> None:
        """Hold tables till the end of the transaction."""
        self._shared.locks.acquire(self._owner, wanted, check)

    def commit(self) -> None:
        """Make it durable; a conflict raises and leaves nothing open."""
        try:
            if self._begun:
                self._begun = False
                with self._version.changing() if self._changes else nullcontext():
                    self._cursor.execute("COMMIT")
        finally:
            self._end()

    def roll_back(self) -> None:
        """Undo; never raises for a transaction that DuckDB has ended itself."""
        try:
            if self._begun:
                self._begun = False
                self._cursor.execute("ROLLBACK")
        except duckdb.TransactionException:
            pass
        finally:
            self._end()

    def fail(self) -> None:
        """After an error: undo at once, and stay failed where a BEGIN was given."""
        explicit = self.status != "I" and not self._implicit
        self.roll_back()
        if explicit:
            self.status = "E"

    def require_sound(self) -> None:
        """Raise 25P02 in a failed transaction."""
        if self.status == "E":
            raise RedshiftError(
                IN_FAILED_TRANSACTION,
                "current transaction is aborted, commands ignored until end of transaction block",
            )

    def _end(self) -> None:
        self.status = "I"
        self._implicit = False
        self._shared.locks.release(self._owner)
