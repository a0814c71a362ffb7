"""MERGE: matched rows updated or deleted, others inserted.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.generate import generate_sql
from ...translation.parse import parse_sql
from ...translation.query import translate_change
from ...translation.scan import StatementText
from ..descriptions import Column
from ..result import Result
from .handler import Handler, Values
from .write import fit, open_for_writing, run_count

if TYPE_CHECKING:
    from ..session import Session


class Merge(Handler):
    """A source with two rows for one target row is an error, as in Redshift."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Merge and count."""
        if re.search(r"\bREMOVE\s+DUPLICATES\b", statement.text, re.IGNORECASE):
            raise not_supported("MERGE … REMOVE DUPLICATES")
        tree = parse_sql(statement.sql, values)
        if not isinstance(tree, exp.Merge):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in MERGE")
        context = session.make_context()
        target = tree.this.copy()
        translate_change(tree, context)
        relation = open_for_writing(session, target, context)
        known = {c.name: c for c in session.descriptions.columns_of(relation)}
        for when in tree.args["whens"].expressions:
            _fit_action(when.args["then"], known)
        _require_single_matches(session, tree)
        return Result(f"MERGE {run_count(session, generate_sql(tree))}")


def _fit_action(action: exp.Expr, known: dict[str, Column]) -> None:
    if isinstance(action, exp.Update):
        for item in action.expressions:
            item.set("this", exp.to_identifier(item.this.name, quoted=True))
            item.set("expression", fit(item.expression, known.get(item.this.name)))
    elif isinstance(action, exp.Insert):
        names = [c.name for c in action.this.expressions] if action.this else list(known)
        items = action.expression.expressions
        fitted = [fit(v.copy(), known.get(n)) for n, v in zip(names, items, strict=True)]
        columns = [exp.to_identifier(name, quoted=True) for name in names]
        action.set("this", exp.Tuple(expressions=columns))
        action.set("expression", exp.Tuple(expressions=fitted))


def _require_single_matches(session: Session, tree: exp.Merge) -> None:
    """DuckDB would take either of two source rows; Redshift raises."""
    target, alias = generate_sql(tree.this), tree.this.alias_or_name
    using, on = generate_sql(tree.args["using"]), generate_sql(tree.args["on"])
    sql = (
        f"SELECT 1 FROM {target} JOIN {using} ON {on} "
        f'GROUP BY "{alias}".rowid HAVING count(*) > 1 LIMIT 1'
    )
    if session.cursor.execute(sql).fetchone():
        raise RedshiftError("21000", "Found multiple matches to update the same tuple.")
