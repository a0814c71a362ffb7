"""What a transaction's statements use, held against what other transactions have done."""

import duckdb

from ..errors import INTERNAL_ERROR, RedshiftError
from .locks import Mode, Relation
from .serialization import Violation
from .shared import Shared


class OutdatedSnapshot(RedshiftError):
    """What the transaction uses was altered or dropped after its snapshot was taken."""


class Accesses:
    """One transaction's at a time; told of before the snapshot is taken, checked after."""

    def __init__(self, shared: Shared, owner: int, cursor: duckdb.DuckDBPyConnection) -> None:
        self._shared = shared
        self._owner = owner
        self._cursor = cursor
        # What was told since the last check.
        self._reads: set[Relation] = set()
        self._writes: set[Relation] = set()
        # Dropped, altered, truncated: older snapshots must not go on answering from them.
        self.altered: set[Relation] = set()
        # Tables whose rows were updated or deleted.
        self.changed: set[Relation] = set()

    def note(self, wanted: dict[Relation, Mode], reads: set[Relation], *, altering: bool) -> None:
        """A statement uses these; UPDATE, DELETE and MERGE read what they write."""
        if altering:
            self.altered.update(r for r, mode in wanted.items() if mode == Mode.EXCLUSIVE)
        self._reads |= reads
        self.changed.update(r for r, mode in wanted.items() if mode == Mode.WRITE)
        self._reads.update(r for r, mode in wanted.items() if mode in (Mode.READ, Mode.WRITE))
        self._writes.update(r for r, mode in wanted.items() if mode in (Mode.INSERT, Mode.WRITE))

    def check(self, number: int, moment: int) -> None:
        """Raise for a snapshot of `moment` that no longer holds, or a cycle (1023)."""
        reads, writes = self._reads, self._writes
        self._reads, self._writes = set(), set()
        gone = self._shared.relation_changes.since(moment, reads | writes)
        if gone is not None:
            raise OutdatedSnapshot(
                INTERNAL_ERROR, f"could not open relation with OID {self._oid(gone)}"
            )
        if self._shared.isolation.serializable:
            try:
                self._shared.serialization.touch(number, reads, writes)
            except Violation as violation:
                raise self._report(violation, sorted(writes or reads)[0]) from violation

    def clear(self) -> None:
        """The transaction has ended."""
        self._reads, self._writes = set(), set()
        self.altered, self.changed = set(), set()

    def _report(self, violation: Violation, relation: Relation) -> RedshiftError:
        numbers = ", ".join(map(str, violation.numbers))
        return RedshiftError(
            INTERNAL_ERROR,
            "1023",
            detail=f"Serializable isolation violation on table - {self._oid(relation)}, "
            f"transactions forming the cycle are: {numbers} (pid:{self._owner})",
        )

    def _oid(self, relation: Relation) -> int:
        row = self._cursor.execute(
            "SELECT table_oid FROM duckdb_tables() WHERE database_name = ? AND schema_name = ? "
            "AND table_name = ? UNION ALL SELECT view_oid FROM duckdb_views() "
            "WHERE database_name = ? AND schema_name = ? AND view_name = ?",
            [self._shared.database.name, *relation] * 2,
        ).fetchone()
        return int(row[0]) if row else 0
