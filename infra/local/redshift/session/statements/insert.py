"""INSERT … VALUES, INSERT … SELECT, DEFAULT VALUES."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.generate import generate_sql
from ...translation.parse import parse_sql
from ...translation.query import translate_tree
from ...translation.scan import StatementText
from ...translation.shapes import check_parts
from ...types.fields import TIMESTAMP
from ..descriptions import Column
from ..locks import Mode, Relation
from ..names import sql_name
from ..result import Result
from .assignment import check_assignment
from .defaults import default_of, is_default, require_settable
from .handler import Handler, Values
from .literals import is_plain, type_rows
from .write import fit, open_for_writing, run_count

if TYPE_CHECKING:
    from ..session import Session

_OFFSET = re.compile(r"(?<=:\d\d)(\.\d+)?\s*[+-]\d{1,2}(:?\d\d)?\s*$")


class Insert(Handler):
    """Every character value is checked against its column's bytes."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Insert and count."""
        tree = parse_sql(statement.sql, values)
        if not isinstance(tree, exp.Insert):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in INSERT")
        check_parts(tree)
        context = session.make_context()
        target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        named = [c.name.lower() for c in getattr(tree.this, "expressions", [])]
        source = _source(tree)
        if source is not None:
            source = translate_tree(source, context)
        relation = open_for_writing(session, target, context, "insert", mode=Mode.INSERT)
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
    if isinstance(source, exp.Values):
        _check_rows(source)
    return source


def _check_rows(source: exp.Values) -> None:
    widths = {len(row.expressions) for row in source.expressions}
    if len(widths) > 1:
        raise RedshiftError(SYNTAX_ERROR, "VALUES lists must all be the same length")
    if len(source.expressions) > 1 and source.find(exp.Query):
        raise not_supported("a subquery in INSERT … VALUES of several rows")


def _insert_sql(
    session: Session,
    relation: Relation,
    named: list[str],
    columns: list[Column],
    source: exp.Expr,
) -> str:
    known = {column.name: column for column in columns}
    _check_names(relation, named, known)
    order = named or list(known) or session.catalog.column_names(relation)
    if isinstance(source, exp.Values):
        first = source.expressions[0].expressions
        generated = {name for name, value in zip(order, first, strict=False) if is_default(value)}
        plain = all(is_plain(value) for row in source.expressions for value in row.expressions)
        _drop_offsets(source, [known.get(name) for name in order])
        type_rows(source, [known.get(name) for name in order[: len(first)]])
        rows, width = _replace_defaults(session, relation, source, order), len(first)
        if not plain:
            check_assignment(session, rows, source, order, known)
    else:
        generated = set()
        rows = generate_sql(source)
        width = check_assignment(session, rows, source, order, known)
    targets = order[:width]
    if width > len(targets):
        raise RedshiftError(SYNTAX_ERROR, "INSERT has more expressions than target columns")
    if named and width < len(named):
        raise RedshiftError(SYNTAX_ERROR, "INSERT has more target columns than expressions")
    for name in targets:
        if name not in generated:
            require_settable(known.get(name))
    listed = ", ".join(_quote(name) for name in targets)
    selected = ", ".join(
        generate_sql(fit(exp.column(name, quoted=True), known.get(name))) for name in targets
    )
    return (
        f"INSERT INTO {sql_name(relation)} ({listed}) "
        f"SELECT {selected} FROM ({rows}) AS source({listed})"
    )


def _check_names(relation: Relation, named: list[str], known: dict[str, Column]) -> None:
    for name in named:
        if known and name not in known:
            raise RedshiftError(
                "42703", f'column "{name}" of relation "{relation[1]}" does not exist'
            )
        if named.count(name) > 1:
            raise RedshiftError("42701", f'column "{name}" specified more than once')


def _replace_defaults(
    session: Session, relation: Relation, source: exp.Values, order: list[str]
) -> str:
    for row in source.expressions:
        for position, value in enumerate(row.expressions):
            if is_default(value) and position < len(order):
                value.replace(default_of(session, relation, order[position]))
    return generate_sql(source)


def _drop_offsets(source: exp.Values, columns: list[Column | None]) -> None:
    """A TIMESTAMP has no zone: the offset of a literal for one is not read."""
    for row in source.expressions:
        for value, column in zip(row.expressions, columns, strict=False):
            is_moment = column is not None and column.type.oid == TIMESTAMP.oid
            if is_moment and isinstance(value, exp.Literal) and value.is_string:
                value.set("this", _OFFSET.sub(r"\1", value.name))


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
