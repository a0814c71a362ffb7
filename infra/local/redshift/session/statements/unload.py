"""UNLOAD: the query is translated as any other, and its rows go to S3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...copy import CopyError
from ...errors import FEATURE_NOT_SUPPORTED, SYNTAX_ERROR
from ...translation.generate import generate_sql
from ...translation.parse import parse_sql
from ...translation.query import translate_tree
from ...translation.scan import StatementText, split_statements
from ...unload import parse_unload, run_unload
from ..locks import Mode
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session


class Unload(Handler):
    """Answers UNLOAD and a notice with the number of rows."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Unload."""
        parsed = parse_unload(statement.text)
        context = session.make_context()
        sql = generate_sql(translate_tree(_query(parsed.query), context))
        session.lock(dict.fromkeys(context.reads, Mode.READ))
        session.transaction.begin_work()
        run_unload(session.cursor, parsed, sql, session.load_log, session.clock.check)
        return Result("UNLOAD", notices=[session.load_log.notice])


def _query(text: str) -> exp.Expr:
    statements = split_statements(text)
    if len(statements) != 1:
        raise CopyError("UNLOAD takes one SELECT query", SYNTAX_ERROR)
    tree = parse_sql(statements[0].sql)
    if not isinstance(tree, exp.Query):
        raise CopyError("UNLOAD takes a SELECT query", SYNTAX_ERROR)
    if tree.args.get("limit") is not None:
        # As Redshift: a LIMIT belongs into a subquery.
        raise CopyError("Limit clause is not supported", FEATURE_NOT_SUPPORTED)
    return tree
