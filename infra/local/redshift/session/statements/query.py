"""SELECT, WITH and VALUES: answered from DuckDB in batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import duckdb

from ...errors import from_duckdb
from ...translation.intervals import select_interval_parts
from ...translation.scan import StatementText
from ...types.fields import INTERVAL, Field, describe_field
from ..locks import Mode
from ..result import BATCH, Result, Row
from ..translations import Translated
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session


class Query(Handler):
    """Its locks on the tables read are shared."""

    writes = False

    def describe(
        self, session: Session, statement: StatementText, values: Values
    ) -> list[Field] | None:
        """The columns, from DuckDB's own description."""
        translated = session.translate(statement, values)
        if translated.fields is None:
            rows = session.cursor.execute(f"DESCRIBE {translated.sql}").fetchall()
            translated.fields = [describe_field(row[0], row[1]) for row in rows]
        return translated.fields

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Start the query; rows come as they are taken."""
        translated = session.translate(statement, values)
        if translated.reads:
            translated = _open(session, statement, values, translated)
        session.cursor.execute(translated.sql)
        described = session.cursor.description or []
        fields = [describe_field(name, str(kind)) for name, kind, *_ in described]
        intervals = [field.type is INTERVAL for field in fields]
        if any(intervals):
            session.cursor.execute(select_interval_parts(translated.sql, intervals))
        return Result("SELECT", fields, _batches(session))


def _open(
    session: Session, statement: StatementText, values: Values, translated: Translated
) -> Translated:
    """Lock what is read and take the snapshot, which a query of the catalog alone does not.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html
    """
    meaning = session.transaction.meaning()
    session.lock(dict.fromkeys(translated.reads, Mode.READ))
    session.transaction.begin_work()
    if session.transaction.meaning() == meaning:
        return translated
    # While it waited, its names may have come to mean something else.
    again = session.translate(statement, values)
    session.lock(dict.fromkeys(again.reads, Mode.READ))
    return again


def _batches(session: Session) -> Iterator[list[Row]]:
    while True:
        try:
            rows: list[Row] = list(session.cursor.fetchmany(BATCH))
        except duckdb.Error as error:
            raise from_duckdb(error) from error
        if not rows:
            return
        yield rows
