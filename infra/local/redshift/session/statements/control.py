"""BEGIN, COMMIT, ROLLBACK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import not_supported
from ...translation.scan import StatementText
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session


class Begin(Handler):
    """BEGIN or START TRANSACTION; isolation levels below the database's are accepted."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Open a transaction."""
        if "READ ONLY" in " ".join(statement.text.upper().split()):
            raise not_supported("a transaction READ ONLY")
        opened = session.open_transaction()
        notices = [] if opened else ["there is already a transaction in progress"]
        return Result("BEGIN", notices=notices)


class Commit(Handler):
    """COMMIT or END; of a failed transaction it is a ROLLBACK."""

    ends_transaction = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make the transaction durable."""
        if session.status == "E":
            session.transaction.roll_back()
            return Result("ROLLBACK")
        session.transaction.commit()
        return Result("COMMIT")


class RollBack(Handler):
    """ROLLBACK or ABORT."""

    ends_transaction = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Undo the transaction."""
        session.transaction.roll_back()
        return Result("ROLLBACK")
