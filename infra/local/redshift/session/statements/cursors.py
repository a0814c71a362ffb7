"""DECLARE, FETCH and CLOSE of a cursor.

Source: https://docs.aws.amazon.com/redshift/latest/dg/declare.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import (
    NO_ACTIVE_TRANSACTION,
    SYNTAX_ERROR,
    UNKNOWN_PORTAL,
    RedshiftError,
    not_supported,
)
from ...translation.scan import StatementText, leading_words, split_statements
from ...types.fields import Field
from ..cursor import SqlCursor
from ..result import Result
from .handler import Handler, Values
from .query import Query

if TYPE_CHECKING:
    from ..session import Session

_NAME = r'(?P<name>"[^"]+"|\w+)'
_DECLARE = re.compile(
    rf"DECLARE\s+{_NAME}\s+CURSOR\s+(?:WITHOUT\s+HOLD\s+)?FOR\s+(?P<query>.+)",
    re.IGNORECASE | re.DOTALL,
)
_FETCH = re.compile(
    rf"FETCH\s+(?:(?P<how>NEXT|ALL|FORWARD(?:\s+(?:\d+|ALL))?)\s+)?FROM\s+{_NAME}\s*",
    re.IGNORECASE,
)
_CLOSE = re.compile(rf"CLOSE\s+{_NAME}\s*", re.IGNORECASE)
_QUERY = Query()


class Declare(Handler):
    """The query runs when its first row is fetched."""

    writes = False

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Note the query, with the snapshot taken."""
        match = _DECLARE.fullmatch(statement.text)
        if match is None or values:
            raise not_supported("this form of DECLARE")
        transaction = session.transaction
        if not transaction.is_block:
            raise RedshiftError(
                NO_ACTIVE_TRANSACTION,
                "DECLARE CURSOR may only be used in transaction blocks: BEGIN one first",
            )
        if transaction.sql_cursor is not None:
            raise not_supported(f'a cursor beside "{transaction.sql_cursor.name}": CLOSE it first')
        query = split_statements(match.group("query"))[0]
        if leading_words(query.text, 1) not in (("SELECT",), ("WITH",)):
            raise RedshiftError(SYNTAX_ERROR, "syntax error: DECLARE takes a SELECT")
        transaction.begin_work()
        fields = _QUERY.describe(session, query, ()) or []
        transaction.sql_cursor = SqlCursor(_fold(match.group("name")), query, fields)
        return Result("DECLARE CURSOR")


class Fetch(Handler):
    """FETCH [NEXT | ALL | FORWARD [count | ALL]] FROM cursor."""

    writes = False

    def describe(
        self, session: Session, statement: StatementText, values: Values
    ) -> list[Field] | None:
        """The query's columns."""
        return _require(session, _parse(statement)[0]).fields

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """The next rows."""
        name, count = _parse(statement)
        cursor = _require(session, name)
        if not cursor.is_filled:
            answered = _QUERY.run(session, cursor.query, ())
            cursor.fill(answered.fields or [], answered.batches)
        return Result("FETCH {rows}", cursor.fields, cursor.take(count))


class Close(Handler):
    """CLOSE cursor."""

    writes = False

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Forget it."""
        match = _CLOSE.fullmatch(statement.text)
        if match is None:
            raise not_supported("this form of CLOSE")
        _require(session, _fold(match.group("name")))
        session.transaction.close_sql_cursor()
        return Result("CLOSE CURSOR")


def _parse(statement: StatementText) -> tuple[str, int | None]:
    """The cursor's name and the number of rows; None for all that are left."""
    match = _FETCH.fullmatch(statement.text)
    if match is None:
        raise not_supported("this form of FETCH")
    how = (match.group("how") or "NEXT").upper().split()[-1]
    name = _fold(match.group("name"))
    if how.isdigit():
        return name, int(how)
    return name, None if how == "ALL" else 1


def _require(session: Session, name: str) -> SqlCursor:
    cursor = session.transaction.sql_cursor
    if cursor is None or cursor.name != name:
        raise RedshiftError(UNKNOWN_PORTAL, f'cursor "{name}" does not exist')
    return cursor


def _fold(name: str) -> str:
    return name.strip('"').lower()
