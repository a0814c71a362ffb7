"""COPY: handed to the loader, inside the session's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...copy import parse_copy, run_copy
from ...errors import SYNTAX_ERROR, RedshiftError
from ...translation.scan import StatementText
from ..locks import Mode
from ..result import Notice, Result
from .handler import Handler, Values
from .write import open_for_writing

if TYPE_CHECKING:
    from ..session import Session


class Copy(Handler):
    """Answers COPY and a notice with the number of rows."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Load."""
        parsed = parse_copy(statement.text)
        if parsed is None:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in COPY")
        table = exp.Table(this=exp.to_identifier(parsed.table.lower(), quoted=True))
        if parsed.schema:
            table.set("db", exp.to_identifier(parsed.schema.lower(), quoted=True))
        open_for_writing(session, table, session.make_context(), "insert", mode=Mode.INSERT)
        rows = run_copy(session.cursor, parsed, session.load_log, session.clock.check)
        return Result("COPY", notices=[Notice(session.load_log.notice, "INFO")], sent=rows)
