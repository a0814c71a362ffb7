"""Rows that another transaction changed after a snapshot, which nobody may change on its grounds.

DuckDB refuses only two updates of one column or two deletes of one row. Redshift's SNAPSHOT
protects every updated and deleted row.
https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_DATABASE.html
"""

import duckdb

from ..errors import SERIALIZATION_FAILURE, RedshiftError
from .locks import Relation
from .names import sql_name
from .shared import Shared

# Rows that the transaction itself has added, and not committed, are numbered from here.
_FIRST_UNCOMMITTED = 2**60

_Digests = dict[int, int]


class StaleRows:
    """One transaction's; the table's write lock must be held: nobody else then changes rows."""

    def __init__(self, shared: Shared, cursor: duckdb.DuckDBPyConnection) -> None:
        self._shared = shared
        self._cursor = cursor
        # By table, what the snapshot holds of each row that it holds otherwise than is committed.
        self._stale: dict[Relation, _Digests] = {}

    def find(self, relation: Relation, moment: int) -> None:
        """Before the first change of a table by a transaction whose snapshot is of `moment`."""
        if relation in self._stale:
            return
        self._stale[relation] = {}
        if self._shared.row_changes.since(moment, [relation]) is None:
            return
        seen = _digests(self._cursor, relation)
        with self._shared.database.open_cursor() as beside:
            committed = _digests(beside, relation)
        self._stale[relation] = {r: d for r, d in seen.items() if committed.get(r) != d}

    def require_untouched(self, relation: Relation) -> None:
        """After a change: raises 40001 where it touched such a row."""
        stale = self._stale.get(relation)
        if not stale:
            return
        now = _digests(self._cursor, relation)
        if any(now.get(row) != digest for row, digest in stale.items()):
            raise RedshiftError(
                SERIALIZATION_FAILURE,
                "could not complete because of conflict with concurrent transaction",
                detail=f"Rows of {relation[0]}.{relation[1]} were changed since the snapshot.",
            )

    def clear(self) -> None:
        """The transaction has ended."""
        self._stale = {}


def _digests(cursor: duckdb.DuckDBPyConnection, relation: Relation) -> _Digests:
    # As text: not every type can be hashed.
    rows = cursor.execute(
        f"SELECT rowid, hash(stored::VARCHAR) FROM {sql_name(relation)} AS stored "
        f"WHERE rowid < {_FIRST_UNCOMMITTED}"
    ).fetchall()
    return dict(rows)
