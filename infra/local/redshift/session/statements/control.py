"""BEGIN, COMMIT, ROLLBACK and the database's isolation level."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import (
    ACTIVE_TRANSACTION,
    NO_ACTIVE_TRANSACTION,
    SYNTAX_ERROR,
    UNKNOWN_DATABASE,
    RedshiftError,
    not_supported,
)
from ...translation.scan import StatementText
from ..isolation import SERIALIZABLE, SNAPSHOT
from ..result import Notice, Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_LEVEL = r"(?:SERIALIZABLE|READ\s+UNCOMMITTED|READ\s+COMMITTED|REPEATABLE\s+READ)"
_MODES = re.compile(
    rf"(?:\s*,?\s*(?:ISOLATION\s+LEVEL\s+{_LEVEL}|READ\s+WRITE|(?P<read_only>READ\s+ONLY)))*\s*",
    re.IGNORECASE,
)
_BEGIN = re.compile(r"(?:BEGIN(?:\s+(?:WORK|TRANSACTION))?|START\s+TRANSACTION)\b", re.IGNORECASE)
_ALTER_ISOLATION = re.compile(
    r'ALTER\s+DATABASE\s+(?P<name>"[^"]+"|[\w$]+)\s+ISOLATION\s+LEVEL\s+'
    r"(?P<level>SNAPSHOT|SERIALIZABLE)\s*",
    re.IGNORECASE,
)
_LEVELS = {"SNAPSHOT": SNAPSHOT, "SERIALIZABLE": SERIALIZABLE}


def read_modes(text: str) -> bool:
    """Whether a transaction's modes say READ ONLY; raises 42601 for what are no modes.

    The isolation level that they may name has no effect: the database's own holds.
    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_BEGIN.html
    """
    match = _MODES.fullmatch(text)
    if match is None:
        raise RedshiftError(SYNTAX_ERROR, f'syntax error at or near "{text.strip()}"')
    return match.group("read_only") is not None


class Begin(Handler):
    """BEGIN or START TRANSACTION."""

    writes = False

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Open a transaction."""
        read_only = read_modes(_BEGIN.sub("", statement.text, count=1))
        opened = session.open_transaction(read_only=read_only)
        text = "there is already a transaction in progress"
        notices = [] if opened else [Notice(text, "WARNING", ACTIVE_TRANSACTION)]
        return Result("BEGIN", notices=notices)


class CreateDatabase(Handler):
    """CREATE DATABASE: one file holds one database."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Refuse it; within a transaction block as Redshift does."""
        if session.status == "T":
            raise RedshiftError(
                ACTIVE_TRANSACTION, "CREATE DATABASE cannot run inside a transaction block"
            )
        raise not_supported("CREATE DATABASE")


class AlterDatabase(Handler):
    """ALTER DATABASE name ISOLATION LEVEL SNAPSHOT or SERIALIZABLE.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_DATABASE.html
    """

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Change the level, if nobody else is connected."""
        match = _ALTER_ISOLATION.fullmatch(statement.text)
        if match is None:
            raise not_supported("this form of ALTER DATABASE")
        name = match.group("name").strip('"').lower()
        if name != session.shared.database.name:
            raise RedshiftError(UNKNOWN_DATABASE, f'database "{name}" does not exist')
        if session.status == "T":
            raise RedshiftError(
                ACTIVE_TRANSACTION,
                "ALTER DATABASE ISOLATION LEVEL cannot run inside a transaction block",
            )
        session.shared.change_isolation(session, _LEVELS[match.group("level").upper()])
        return Result("ALTER DATABASE")


class Commit(Handler):
    """COMMIT or END; of a failed transaction it is a ROLLBACK."""

    ends_transaction = True
    writes = False

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
    writes = False

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
