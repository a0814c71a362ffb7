"""Statements straight in DuckDB: translated as the server does, timed in DuckDB alone."""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from infra.local.bench.dbt_statements import Sent
from infra.local.bench.served_redshift import DATABASE, USER
from infra.local.redshift.catalog.layout import CATALOG_SCHEMA
from infra.local.redshift.metadata import SCHEMA
from infra.local.redshift.session.access.accounts import Account
from infra.local.redshift.session.database import Database
from infra.local.redshift.session.prepared import prepare_statement
from infra.local.redshift.session.session import Session, Shared

_FETCH = 10_000
_OWN = ("DESCRIBE", "SET ", "SELECT json_serialize_plan")


class TimedCursor:
    """A DuckDB cursor that counts the seconds of the statements that clients' ones became.

    What the server asks and notes for itself, in its own schema and by DESCRIBE, is not counted.
    """

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._counts = False
        self.seconds = 0.0

    def execute(self, sql: Any, *arguments: Any) -> Self:
        """Run it, counting its time unless it is the server's own."""
        self._counts = not _is_own(str(sql))
        self._timed(self._cursor.execute, sql, *arguments)
        return self

    def fetchmany(self, size: int) -> Any:
        """The next rows, whose making is part of the statement."""
        return self._timed(self._cursor.fetchmany, size)

    def commit(self) -> Any:
        """What a transaction has written reaches the file here."""
        self._counts = True
        return self._timed(self._cursor.commit)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def _timed(self, action: Any, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return action(*arguments)
        finally:
            if self._counts:
                self.seconds += time.perf_counter() - began


def _is_own(sql: str) -> bool:
    asks_itself = "duckdb_" in sql and f"{CATALOG_SCHEMA}." not in sql
    return asks_itself or sql.startswith(_OWN) or f"{SCHEMA}." in sql


class TimedDatabase(Database):
    """Its cursors count."""

    def open_cursor(self) -> Any:
        """A cursor of the session that is to be timed."""
        return TimedCursor(super().open_cursor())


def time_straight(file: Path, sent: Iterable[Sent], memory_limit: str, threads: int) -> float:
    """Seconds that DuckDB takes for the statements, run in their order on a file."""
    database = TimedDatabase(file, DATABASE, USER, memory_limit, threads)
    session = Session(Shared(database, 0), 1, 0, Account(USER))
    timed: Any = session.cursor
    timed.seconds = 0.0
    try:
        for statement in sent:
            result = session.execute(prepare_statement(statement.text, ()), ())
            while result.take(_FETCH):
                pass
        return float(timed.seconds)
    finally:
        session.close()
        database.close()
