"""Redshift through redshift_connector: sessions with bounds in time, and what may be retried."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import redshift_connector
from redshift_connector.error import Error, InterfaceError, OperationalError

Row = tuple[Any, ...]

# 40001: conflict with a concurrent transaction. 57P0x: the server goes away. 08xxx: connection.
_TRANSIENT_STATES = ("40001", "40P01", "57P01", "57P02", "57P03", "08")
_SERIALIZABLE_VIOLATION = "1023"


@dataclass(frozen=True)
class Warehouse:
    """Address of a Redshift database; `connect` opens a session there."""

    host: str
    port: int
    database: str
    user: str
    password: str = field(repr=False)
    ssl: str = "verify-ca"
    statement_seconds: int = 600

    @contextmanager
    def connect(self) -> Iterator["Session"]:
        """A session whose statements and whose silence are bounded; closed at the end."""
        connection = redshift_connector.connect(
            host=self.host,
            port=self.port,
            database=self.database,
            user=self.user,
            password=self.password,
            ssl=self.ssl != "disable",
            sslmode="verify-ca" if self.ssl == "disable" else self.ssl,
            timeout=self.statement_seconds + 30,
            application_name="headwater",
        )
        connection.autocommit = True
        session = Session(connection)
        try:
            session.execute(f"set statement_timeout to {self.statement_seconds * 1000}")
            yield session
        finally:
            _close(connection)


class Session:
    """One connection: each statement commits by itself, except inside `transaction`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement; the number of rows it changed, -1 where it changes none."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, tuple(parameters))
            return int(cursor.rowcount)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query. The caller bounds it by what it asks for."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, tuple(parameters))
            return [tuple(row) for row in cursor.fetchall()]

    def named_rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows of a query as dictionaries by column name."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, tuple(parameters))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The one value of a query."""
        return self.rows(sql, parameters)[0][0]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Statements inside commit together at the end, or leave nothing."""
        self._connection.autocommit = False
        try:
            yield
            self._connection.commit()
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._connection.autocommit = True

    def _roll_back(self) -> None:
        try:
            self._connection.rollback()
        except (Error, OSError):
            return  # the connection is gone, and with it the transaction


def is_transient(error: Exception) -> bool:
    """Whether the same statements may succeed on a new session."""
    if isinstance(error, OSError):
        return True
    if isinstance(error, InterfaceError | OperationalError):
        return True
    if not isinstance(error, Error):
        return False
    message = _described(error, "M")
    return state_of(error).startswith(_TRANSIENT_STATES) or message.startswith(
        _SERIALIZABLE_VIOLATION
    )


def state_of(error: Error) -> str:
    """The SQLSTATE that the server gave; empty where it gave none."""
    return _described(error, "C")


def message_of(error: Error) -> str:
    """What the server says is wrong, in its own words."""
    return _described(error, "M") or str(error)


def _described(error: Error, field: str) -> str:
    described = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    return str(described.get(field, ""))


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (Error, OSError):
        return  # already gone
