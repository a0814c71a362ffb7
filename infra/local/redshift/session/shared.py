"""What all sessions share: the database, the locks, and who is there to be cancelled."""

from __future__ import annotations

import itertools
import threading
from typing import TYPE_CHECKING

from ..errors import OBJECT_IN_USE, FatalError, RedshiftError
from .catalog_reader import Possibilities
from .catalog_version import CatalogVersion
from .connection_log import ConnectionLog
from .database import Database
from .history import History
from .isolation import Isolation, keep_level
from .known_views import KnownViews
from .locks import LockTable
from .relation_changes import RelationChanges
from .serialization import SerializationGraph

if TYPE_CHECKING:
    from .session import Session


class Shared:
    """One for a server; safe to use from every session's thread."""

    def __init__(self, database: Database, statement_timeout_ms: int) -> None:
        self.database = database
        self.locks = LockTable()
        self.history = History()
        self.connections = ConnectionLog()
        self.isolation = Isolation(database.isolation_level)
        self.serialization = SerializationGraph()
        self.relation_changes = RelationChanges()
        self.row_changes = RelationChanges()
        self.catalog_version = CatalogVersion()
        self.late_binding = KnownViews()
        self.may = Possibilities(
            have_late_binding=database.holds("late_binding_view"),
            have_materialized=database.holds("materialized_view"),
            have_functions=database.holds_functions(),
        )
        self.statement_timeout_ms = statement_timeout_ms
        self._guard = threading.Condition()
        self._sessions: dict[int, Session] = {}
        self._transactions = itertools.count(10_000)

    def enter(self, session: Session, most: int | None) -> None:
        """A session begins; raises 53300 where its user has `most` of them already."""
        with self._guard:
            users = [other.login for other in self._sessions.values()]
            if most is not None and users.count(session.login) >= most:
                raise FatalError("53300", f'too many connections for user "{session.login}"')
            self._sessions[session.process_id] = session

    def next_transaction(self) -> int:
        """A transaction's number (xid), never given twice."""
        return next(self._transactions)

    def change_isolation(self, session: Session, level: str) -> None:
        """Another isolation level, of the session too; raises 55006 where others are connected.

        Source: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_DATABASE.html
        """
        with self._guard:
            if any(other is not session for other in self._sessions.values()):
                raise RedshiftError(
                    OBJECT_IN_USE,
                    f'database "{self.database.name}" is being accessed by other users: '
                    "its isolation level can be changed when they have left",
                )
            keep_level(session.cursor, level)
            self.isolation.level = level

    def leave(self, session: Session) -> None:
        """A session has ended."""
        with self._guard:
            self._sessions.pop(session.process_id, None)
            self._guard.notify_all()

    def sessions(self) -> list[Session]:
        """Those that are connected now, oldest first."""
        with self._guard:
            return sorted(self._sessions.values(), key=lambda session: session.process_id)

    def wait_until_empty(self, seconds: float) -> bool:
        """Whether every session has ended within the time."""
        with self._guard:
            return self._guard.wait_for(lambda: not self._sessions, timeout=seconds)

    def cancel(self, process_id: int, secret: int) -> None:
        """Stop the running statement of a session, if the secret is its own."""
        with self._guard:
            session = self._sessions.get(process_id)
        if session is not None and session.secret == secret:
            session.cancel()

    def cancel_all(self) -> None:
        """Stop the running statements of all sessions."""
        for session in self.sessions():
            session.cancel()
