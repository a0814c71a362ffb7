"""UPDATE and DELETE, with FROM and USING; TRUNCATE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError
from ...translation.generate import generate_sql
from ...translation.parse import parse_sql
from ...translation.query import translate_change
from ...translation.scan import StatementText
from ..locks import Mode
from ..names import resolve, sql_name
from ..result import Result
from .handler import Handler, Values
from .write import fit, open_for_writing, run_count

if TYPE_CHECKING:
    from ..session import Session


class Update(Handler):
    """UPDATE … SET … FROM … WHERE."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Update and count."""
        tree = parse_sql(statement.sql, values)
        if not isinstance(tree, exp.Update):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in UPDATE")
        context = session.make_context()
        target = tree.this.copy()
        tree = translate_change(tree, context)
        relation = open_for_writing(session, target, context)
        known = {c.name: c for c in session.descriptions.columns_of(relation)}
        for item in tree.expressions:
            if not isinstance(item, exp.EQ):
                raise RedshiftError(SYNTAX_ERROR, "syntax error in SET of UPDATE")
            item.set("this", exp.to_identifier(item.this.name, quoted=True))
            item.set("expression", fit(item.expression, known.get(item.this.name)))
        return Result(f"UPDATE {run_count(session, generate_sql(tree))}")


class Delete(Handler):
    """DELETE FROM … USING … WHERE."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Delete and count."""
        tree = parse_sql(statement.sql, values)
        if not isinstance(tree, exp.Delete):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in DELETE")
        context = session.make_context()
        target = tree.this.copy()
        tree = translate_change(tree, context)
        open_for_writing(session, target, context)
        return Result(f"DELETE {run_count(session, generate_sql(tree))}")


class Truncate(Handler):
    """TRUNCATE commits the transaction in which it runs, as Redshift's does.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNCATE.html
    """

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Empty the table and commit."""
        tree = parse_sql(statement.sql, values)
        if not isinstance(tree, exp.TruncateTable) or len(tree.expressions) != 1:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in TRUNCATE")
        relation = resolve(session, tree.expressions[0])
        session.lock({relation: Mode.EXCLUSIVE})
        open_for_writing(session, tree.expressions[0], session.make_context())
        session.cursor.execute(f"DELETE FROM {sql_name(relation)}")
        session.transaction.commit()
        return Result("TRUNCATE TABLE")
