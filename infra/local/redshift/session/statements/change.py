"""UPDATE and DELETE, with FROM and USING; TRUNCATE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, UNDEFINED_COLUMN, RedshiftError, not_supported
from ...translation.generate import generate_sql
from ...translation.parse import parse_sql
from ...translation.query import probe_change, translate_change
from ...translation.scan import StatementText
from ..locks import Mode, Relation
from ..names import resolve, sql_name
from ..result import Result
from .assignment import require_assignable
from .defaults import default_of, is_default, require_settable
from .handler import Handler, Values
from .literals import is_plain
from .matches import require_single_matches
from .write import fit, open_for_writing, run_change

if TYPE_CHECKING:
    from ..session import Session


class Update(Handler):
    """UPDATE … SET … FROM … WHERE.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_UPDATE.html
    """

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Update and count."""
        tree = parse_sql(statement.sql, values)
        if not isinstance(tree, exp.Update):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in UPDATE")
        _check_sources(tree)
        context = session.make_context()
        target = tree.this.copy()
        defaults = _take_defaults(tree)
        tree = translate_change(tree, context)
        columns = frozenset(i.this.name for i in tree.expressions if isinstance(i, exp.EQ))
        relation = open_for_writing(session, target, context, "update", columns=columns)
        _set_columns(session, tree, relation, defaults)
        if session.parameters.is_on("error_on_nondeterministic_update"):
            require_single_matches(session, tree)
        return Result(f"UPDATE {run_change(session, relation, generate_sql(tree))}")


def _check_sources(tree: exp.Update) -> None:
    from_ = tree.args.get("from_")
    for join in from_.find_all(exp.Join) if from_ is not None else ():
        if join.side and join.find_ancestor(exp.Select) is None:
            raise not_supported("an outer join in FROM of UPDATE")


def _take_defaults(tree: exp.Update) -> set[str]:
    """The columns that are set to DEFAULT, with NULL in its place till their table is known."""
    found = set()
    for item in tree.expressions:
        if not isinstance(item, exp.EQ) or not isinstance(item.this, exp.Column):
            raise not_supported("this form of SET in UPDATE")
        if item.this.table:
            raise RedshiftError(
                UNDEFINED_COLUMN,
                f'column "{item.this.table}" of relation "{tree.this.name}" does not exist',
            )
        if is_default(item.expression):
            found.add(item.this.name.lower())
            item.set("expression", exp.Null())
    return found


def _set_columns(session: Session, tree: exp.Expr, relation: Relation, defaults: set[str]) -> None:
    known = {c.name: c for c in session.descriptions.columns_of(relation)}
    kinds = _types(session, tree)
    for item, kind in zip(tree.expressions, kinds, strict=True):
        name = item.this.name
        value = item.expression
        require_settable(known.get(name))
        if name in defaults:
            value = default_of(session, relation, name)
        elif name in known and not is_plain(value):
            require_assignable(known[name], kind)
        item.set("this", exp.to_identifier(name, quoted=True))
        item.set("expression", fit(value, known.get(name)))


def _types(session: Session, tree: exp.Expr) -> list[str]:
    """DuckDB's types of what is set; not asked where all are literals."""
    if all(is_plain(item.expression) for item in tree.expressions):
        return [""] * len(tree.expressions)
    rows = session.cursor.execute(f"DESCRIBE {generate_sql(probe_change(tree))}").fetchall()
    return [str(row[1]) for row in rows][: len(tree.expressions)]


class Delete(Handler):
    """DELETE [FROM] … USING … WHERE.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_DELETE.html
    """

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Delete and count."""
        tree = parse_sql(statement.sql, values)
        if not isinstance(tree, exp.Delete):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in DELETE")
        tables = tree.args.get("tables") or []
        if not tree.this and len(tables) == 1 and not tree.args.get("using"):
            tree.set("this", tables[0])
            tree.set("tables", None)
        if not isinstance(tree.this, exp.Table):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in DELETE")
        context = session.make_context()
        target = tree.this.copy()
        tree = translate_change(tree, context)
        relation = open_for_writing(session, target, context, "delete")
        return Result(f"DELETE {run_change(session, relation, generate_sql(tree))}")


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
        open_for_writing(session, tree.expressions[0], session.make_context(), "truncate")
        session.cursor.execute(f"DELETE FROM {sql_name(relation)}")
        session.transaction.commit()
        return Result("TRUNCATE TABLE")
