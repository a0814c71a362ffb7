"""INSERT … VALUES, INSERT … SELECT, DEFAULT VALUES."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.generate import generate_sql
from ...translation.parse import parse_sql
from ...translation.query import translate_tree
from ...translation.scan import StatementText
from ..descriptions import Column
from ..locks import Relation
from ..names import sql_name
from ..result import Result
from .handler import Handler, Values
from .write import fit, open_for_writing, run_count

if TYPE_CHECKING:
    from ..session import Session


class Insert(Handler):
    """Every character value is checked against its column's bytes."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Insert and count."""
        tree = parse_sql(statement.sql, values)
        if not isinstance(tree, exp.Insert):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in INSERT")
        context = session.make_context()
        target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        named = [c.name.lower() for c in getattr(tree.this, "expressions", [])]
        source = _source(tree)
        if source is not None:
            source = translate_tree(source, context)
        relation = open_for_writing(session, target, context)
        columns = session.descriptions.columns_of(relation)
        if source is None:
            sql = f"INSERT INTO {sql_name(relation)} DEFAULT VALUES"
        else:
            sql = _insert_sql(session, relation, named, columns, source)
        return Result(f"INSERT 0 {run_count(session, sql)}")


def _source(tree: exp.Insert) -> exp.Expr | None:
    if tree.args.get("default"):
        return None
    source = tree.expression
    if not isinstance(source, (exp.Query, exp.Values)):
        raise not_supported("this form of INSERT")
    with_ = tree.args.get("with_")
    if with_ is not None:
        source.set("with_", with_)
    return source


def _insert_sql(
    session: Session,
    relation: Relation,
    named: list[str],
    columns: list[Column],
    source: exp.Expr,
) -> str:
    known = {column.name: column for column in columns}
    for name in named:
        if columns and name not in known:
            raise RedshiftError("42703", f'column "{name}" of relation does not exist')
    if isinstance(source, exp.Values):
        width = max(len(row.expressions) for row in source.expressions)
        rows = _replace_defaults(session, source, named or list(known), known)
    else:
        rows, width = generate_sql(source), _width(session, source)
    targets = (named or list(known) or session.catalog.column_names(relation))[:width]
    if width > len(targets):
        raise RedshiftError(SYNTAX_ERROR, "INSERT has more expressions than target columns")
    if named and width < len(named):
        raise RedshiftError(SYNTAX_ERROR, "INSERT has more target columns than expressions")
    listed = ", ".join(_quote(name) for name in targets)
    selected = ", ".join(
        generate_sql(fit(exp.column(name, quoted=True), known.get(name))) for name in targets
    )
    return (
        f"INSERT INTO {sql_name(relation)} ({listed}) "
        f"SELECT {selected} FROM ({rows}) AS source({listed})"
    )


def _width(session: Session, source: exp.Expr) -> int:
    return len(session.cursor.execute(f"DESCRIBE {generate_sql(source)}").fetchall())


def _replace_defaults(
    session: Session, source: exp.Values, names: list[str], known: dict[str, Column]
) -> str:
    for row in source.expressions:
        for position, value in enumerate(row.expressions):
            if isinstance(value, exp.Var) and value.name.upper() == "DEFAULT":
                value.replace(_default(session, known.get(names[position])))
    return generate_sql(source)


def _default(session: Session, column: Column | None) -> exp.Expr:
    if column is None or column.default is None:
        if column is not None and column.identity is not None:
            raise not_supported("DEFAULT for an IDENTITY column in VALUES: leave the column out")
        return exp.Null()
    parsed = parse_sql(f"SELECT {column.default} AS value")
    translated = translate_tree(parsed, session.make_context())
    value: exp.Expr = translated.expressions[0].this
    return value


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
