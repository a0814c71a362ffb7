"""BEGIN, COMMIT, ROLLBACK."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import ACTIVE_TRANSACTION, NO_ACTIVE_TRANSACTION, not_supported
from ...translation.scan import StatementText
from ..result import Notice, Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session


_SNAPSHOT = re.compile(r"ALTER\s+DATABASE\s+\S+\s+ISOLATION\s+LEVEL\s+SNAPSHOT", re.IGNORECASE)


class Begin(Handler):
    """BEGIN or START TRANSACTION, at snapshot isolation, which every weaker level may be given."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Open a transaction."""
        refuse_serializable(statement.text)
        if "READ ONLY" in " ".join(statement.text.upper().split()):
            raise not_supported("a transaction READ ONLY")
        opened = session.open_transaction()
        text = "there is already a transaction in progress"
        notices = [] if opened else [Notice(text, "WARNING", ACTIVE_TRANSACTION)]
        return Result("BEGIN", notices=notices)


def refuse_serializable(text: str) -> None:
    """Raise 0A000: run at snapshot isolation, it would let pass what Redshift refuses with 1023.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html
    """
    if re.search(r"\bSERIALIZABLE\b", text, re.IGNORECASE):
        raise not_supported("ISOLATION LEVEL SERIALIZABLE")


class AlterDatabase(Handler):
    """ALTER DATABASE name ISOLATION LEVEL SNAPSHOT, which it has."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Refuse any other change."""
        refuse_serializable(statement.text)
        if not _SNAPSHOT.fullmatch(statement.text):
            raise not_supported("this form of ALTER DATABASE")
        return Result("ALTER DATABASE")


class Commit(Handler):
    """COMMIT or END; of a failed transaction it is a ROLLBACK."""

    ends_transaction = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make the transaction durable."""
        if session.status == "E":
            session.transaction.roll_back()
            return Result("ROLLBACK")
        notices = _warn_of_none(session)
        session.transaction.commit()
        return Result("COMMIT", notices=notices)


class RollBack(Handler):
    """ROLLBACK or ABORT."""

    ends_transaction = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Undo the transaction."""
        notices = _warn_of_none(session)
        session.transaction.roll_back()
        return Result("ROLLBACK", notices=notices)


def _warn_of_none(session: Session) -> list[Notice]:
    if session.status != "I":
        return []
    text = "there is no transaction in progress"
    return [Notice(text, "WARNING", NO_ACTIVE_TRANSACTION)]
