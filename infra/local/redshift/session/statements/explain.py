"""EXPLAIN: DuckDB's plan, under the column name of Redshift's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...translation.parse import parse_sql
from ...translation.query import translate_query
from ...translation.scan import StatementText
from ...types.fields import VARCHAR, Field
from ..result import Result, Row, rows_result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_FIELDS = [Field("query plan", VARCHAR)]


class Explain(Handler):
    """Shows that the query binds; costs are DuckDB's affair."""

    writes = False

    def describe(
        self, session: Session, statement: StatementText, values: Values
    ) -> list[Field] | None:
        """One column."""
        return _FIELDS

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """The plan, a row for each line."""
        query = re.sub(r"^\s*EXPLAIN\s+(VERBOSE\s+)?", "", statement.sql, flags=re.IGNORECASE)
        sql = translate_query(parse_sql(query, values), session.make_context())
        session.transaction.begin_work()
        plan = session.cursor.execute(f"EXPLAIN {sql}").fetchall()
        lines: list[Row] = [(line,) for row in plan for line in str(row[1]).splitlines()]
        return rows_result("EXPLAIN", _FIELDS, lines)
