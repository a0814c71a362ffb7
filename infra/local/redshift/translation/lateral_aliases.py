"""Aliases that a later expression of the same list of columns names.

DuckDB refuses to follow those that may raise an error, and does not know their types where a macro
has several. Redshift "just inlines the previously defined aliases": so is done here. A column of
FROM that has the same name comes first in both.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_list.html
"""

from sqlglot import exp

from .context import Context
from .generate import generate_sql


def inline_aliases(tree: exp.Expr, context: Context) -> None:
    """Put the expressions of such aliases in the places where they are named."""
    for select in tree.find_all(exp.Select):
        for position, item in enumerate(select.expressions):
            if isinstance(item, exp.Alias) and not _is_random(item.this):
                _inline(select, position, context)


def _is_random(value: exp.Expr) -> bool:
    return any(str(node.this) == "random" for node in value.find_all(exp.Anonymous))


def _inline(select: exp.Select, position: int, context: Context) -> None:
    value, name = select.expressions[position].this, select.expressions[position].alias
    named = [
        column
        for item in select.expressions[position + 1 :]
        if value.find(exp.Anonymous) or item.find(exp.Anonymous)
        for column in _unqualified(item)
        if column.name == name
    ]
    if named and not _is_column(name, select, context):
        for column in named:
            column.replace(exp.paren(value.copy()))


def _unqualified(item: exp.Expr) -> list[exp.Column]:
    """Columns without a table, but those of subqueries, where other names may come first."""
    columns = item.find_all(exp.Column)
    return [c for c in columns if not c.table and c.find_ancestor(exp.Select) is item.parent]


def _is_column(name: str, select: exp.Select, context: Context) -> bool:
    """Whether FROM may have a column of the name: only DuckDB's binder knows."""
    from_ = select.args.get("from_")
    if from_ is None:
        return False
    probe = exp.Select(expressions=[exp.column(exp.to_identifier(name, quoted=True))])
    probe.set("from_", from_.copy())
    probe.set("joins", [join.copy() for join in select.args.get("joins") or []])
    _put_before(probe, select)
    error = context.catalog.plan(generate_sql(probe, spent=True)).get("error_message")
    return f'Referenced column "{name}" not found' not in str(error or "")


def _put_before(probe: exp.Select, select: exp.Select) -> None:
    """Give the probe the common table expressions that the select can see."""
    found: list[exp.Expr] = []
    scope: exp.Expr | None = select
    while scope is not None:
        with_ = scope.args.get("with_")
        found += [with_] if with_ is not None else []
        scope = scope.parent
    if found:
        seen = [cte.copy() for with_ in reversed(found) for cte in with_.expressions]
        recursive = any(with_.args.get("recursive") for with_ in found)
        probe.set("with_", exp.With(expressions=seen, recursive=recursive))
