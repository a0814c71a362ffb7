"""A session's statements, written into the server's history one after the other."""

from ..errors import RedshiftError
from .history import History, QueryRecord
from .secrecy import hide_secrets
from .shared import Shared


class Recorder:
    """Numbers each statement and its transaction; used by the session's thread alone."""

    def __init__(self, shared: Shared, process_id: int) -> None:
        self._ids = shared.database.query_ids
        self._history: History = shared.history
        self._process_id = process_id
        self._record: QueryRecord | None = None
        self.transaction_id = 0

    def begin(self, user: str, label: str, text: str, in_transaction: bool) -> None:
        """A statement starts; outside a transaction it is one of its own."""
        query_id = self._ids.take()
        if not in_transaction:
            self.transaction_id = query_id
        numbers = (query_id, self.transaction_id, self._process_id)
        self._record = self._history.begin(numbers, user, label, hide_secrets(text))

    def current_id(self) -> int:
        """The id of the statement that runs or ran last, -1 before the first."""
        return self._record.query_id if self._record is not None else -1

    def current(self) -> QueryRecord | None:
        """The statement that runs or ran last."""
        return self._record

    def note_write(self, relation: tuple[str, str]) -> None:
        """The statement changes the rows of this table."""
        if self._record is not None:
            self._record.wrote = ".".join(relation)

    def succeed(self, rows: int) -> None:
        """The statement has ended, its last row included."""
        if self._record is not None:
            self._record.succeed(rows)

    def fail(self, error: RedshiftError) -> None:
        """The statement was given up."""
        if self._record is not None:
            self._record.fail(error)
