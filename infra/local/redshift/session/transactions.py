"""The state of one session's transaction, and when DuckDB's own begins.

DuckDB's begins with the first statement that reads or writes a table, not with BEGIN or LOCK: that
is when Redshift takes its snapshot, and so a loader that locks first sees what was committed
before. https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html
"""

import datetime
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext

import duckdb

from ..errors import IN_FAILED_TRANSACTION, READ_ONLY_TRANSACTION, RedshiftError
from .accesses import Accesses
from .clock import utc_now
from .cursor import SqlCursor
from .locks import Mode, Relation
from .shared import Shared
from .stale_rows import StaleRows


class Transaction:
    """`status` is I (none), T (open) or E (failed), as the client is told."""

    def __init__(
        self,
        shared: Shared,
        owner: int,
        cursor: duckdb.DuckDBPyConnection,
        shield: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """Within `shield` no cancel reaches the cursor."""
        self._shared = shared
        self._shield = shield
        self._owner = owner
        self._cursor = cursor
        self._accesses = Accesses(shared, owner, cursor)
        self._begun = False
        self._version = shared.catalog_version
        # Which snapshot the transaction sees: of a known version of the catalog, or its own alone.
        self._changes = 0
        self._seen: int | None = None
        self._moment = self._row_moment = 0
        self._stale_rows = StaleRows(shared, cursor)
        self._read_only = False
        self.status = "I"
        # Around the statements of one simple query: all of them hold, or none.
        self._implicit = False
        # The one that DECLARE has opened: Redshift lets a session have one at a time.
        self.sql_cursor: SqlCursor | None = None
        # Redshift's xid, and when it began: for svv_transactions. None where nothing has begun.
        self.number = 0
        self.started: datetime.datetime | None = None

    def open(self, *, read_only: bool = False) -> bool:
        """BEGIN; False where one was open already."""
        if self.status != "I" and not self._implicit:
            return False
        self.status = "T"
        self._implicit = False
        self._read_only = read_only
        self._identify()
        return True

    @property
    def is_block(self) -> bool:
        """Whether the client has begun it, and not ended it."""
        return self.status == "T" and not self._implicit

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
            self._identify()
            if self._shared.isolation.serializable:
                self._shared.serialization.begin(self.number, self._take_snapshot)
            else:
                self._take_snapshot()
            self._begun = True
        self._accesses.check(self.number, self._moment)

    def note_change(self) -> None:
        """The transaction has changed what a name means."""
        self._changes += 1

    def meaning(self) -> Hashable | None:
        """Equal as long as every name means the same; None where that cannot be told."""
        if not self._begun:
            return self._version.current()
        if self._changes or self._seen is None:
            return "transaction", self.number, self._changes
        return self._seen

    def lock(
        self,
        wanted: dict[Relation, Mode],
        check: Callable[[], None],
        *,
        reads: set[Relation],
        altering: bool,
    ) -> None:
        """Hold tables till the end of the transaction.

        `reads` are looked at beside what is held in READ or WRITE; `altering` tells that what is
        held EXCLUSIVE changes for older snapshots too.
        """
        self._identify()
        level = self._shared.isolation
        modes = [(relation, level.lock_mode(mode)) for relation, mode in wanted.items()]
        self._shared.locks.acquire(self._owner, modes, check)
        self._accesses.note(wanted, reads, altering=altering)
        if self._begun:
            self._accesses.check(self.number, self._moment)

    def is_outdated(self, relation: Relation) -> bool:
        """Whether others have altered or dropped a relation since the snapshot was taken."""
        moment = self._moment if self._begun else self._shared.relation_changes.now()
        return self._shared.relation_changes.since(moment, [relation]) is not None

    def change_rows(self, relation: Relation, change: Callable[[], int]) -> int:
        """Run an UPDATE, DELETE or MERGE; raises 40001 where the snapshot is too old for it."""
        self._stale_rows.find(relation, self._row_moment)
        count = change()
        self._stale_rows.require_untouched(relation)
        return count

    def commit(self) -> None:
        """Make it durable; a conflict raises and leaves nothing open."""
        try:
            if self._begun:
                self._begun = False
                with self._version.changing() if self._changes else nullcontext():
                    self._make_durable()
                self._shared.relation_changes.note(self._accesses.altered)
                self._shared.row_changes.note(self._accesses.changed)
        finally:
            self._end()

    def roll_back(self) -> None:
        """Undo; never raises for a transaction that DuckDB has ended itself."""
        try:
            if self._begun:
                self._begun = False
                self._shared.serialization.roll_back(self.number)
                with self._shield():
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

    def require_writable(self) -> None:
        """Raise 25006 in a transaction that was begun READ ONLY."""
        if self._read_only:
            raise RedshiftError(READ_ONLY_TRANSACTION, "transaction is read-only")

    def _identify(self) -> None:
        if self.started is None:
            self.number = self._shared.next_transaction()
            self.started = utc_now()

    def _take_snapshot(self) -> None:
        before = self._version.current()
        self._moment = self._shared.relation_changes.now()
        self._row_moment = self._shared.row_changes.now()
        with self._shield():
            self._cursor.execute("BEGIN TRANSACTION")
        self._seen = before if before == self._version.current() else None

    def _make_durable(self) -> None:
        if self._shared.isolation.serializable:
            self._shared.serialization.commit(self.number, self._commit)
        else:
            self._commit()

    def _commit(self) -> None:
        with self._shield():
            self._cursor.execute("COMMIT")

    def close_sql_cursor(self) -> None:
        """Let go of the cursor, and of the rows that it holds."""
        if self.sql_cursor is not None:
            self.sql_cursor.close()
            self.sql_cursor = None

    def _end(self) -> None:
        self.close_sql_cursor()
        self.status = "I"
        self._implicit = False
        self._read_only = False
        self.started = None
        self._changes = 0
        self._accesses.clear()
        self._stale_rows.clear()
        self._shared.locks.release(self._owner)
