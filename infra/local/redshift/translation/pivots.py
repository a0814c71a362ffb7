"""PIVOT and UNPIVOT in FROM, as the grouped or unnested subqueries that they stand for.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_FROM_clause-pivot-unpivot-examples.html
"""

from sqlglot import exp

from ..errors import not_supported
from .build import call

_AGGREGATES = (exp.Count, exp.Sum, exp.Min, exp.Max, exp.Avg)
_CONSTANTS = (exp.Literal, exp.Null, exp.Boolean, exp.Neg)


def replace_pivots(tree: exp.Expr) -> None:
    """Put a subquery in place of every table and subquery that is pivoted."""
    for source in list(tree.find_all(exp.Table, exp.Subquery)):
        pivots = source.args.get("pivots") or []
        if not pivots:
            continue
        if len(pivots) > 1 or _is_join(source):
            raise not_supported("PIVOT of a PIVOT or of a join")
        pivot = pivots[0]
        inner = source.copy()
        inner.set("pivots", None)
        inner.set("joins", None)
        query = _unpivot(pivot, inner) if pivot.args.get("unpivot") else _pivot(pivot, inner)
        alias = pivot.args.get("alias")
        replaced = exp.Subquery(this=query, alias=alias.copy() if alias is not None else None)
        if source.args.get("joins"):
            replaced.set("joins", source.args["joins"])
        source.replace(replaced)


def _is_join(source: exp.Expr) -> bool:
    inner = source.this if isinstance(source, exp.Subquery) else None
    return isinstance(inner, exp.Table)


def _pivot(pivot: exp.Expr, source: exp.Expr) -> exp.Expr:
    """All columns that the pivot does not name are grouped by, implicitly."""
    if len(pivot.expressions) != 1 or len(pivot.args["fields"]) != 1:
        raise not_supported("PIVOT of several aggregates or columns")
    aggregate = pivot.expressions[0]
    suffix = f"_{aggregate.alias}" if isinstance(aggregate, exp.Alias) else ""
    function = aggregate.unalias()
    field = pivot.args["fields"][0]
    if type(function) not in _AGGREGATES or function.find(exp.Query):
        raise not_supported("PIVOT with this aggregate")
    named = {column.name for column in function.find_all(exp.Column)} | {field.this.name}
    columns = [_pivoted(function, field.this, item, suffix) for item in field.expressions]
    select = exp.Select(expressions=[_all_but(named), *columns])
    select.set("from_", exp.From(this=source))
    select.set("group", exp.Group(all=True))
    return select


def _pivoted(function: exp.Expr, column: exp.Expr, item: exp.Expr, suffix: str) -> exp.Expr:
    value = item.this if isinstance(item, exp.PivotAlias) else item
    if not isinstance(value, _CONSTANTS):
        raise not_supported("PIVOT for a value that is no constant")
    if isinstance(value, exp.Null):
        found: exp.Expr = exp.Is(this=column.copy(), expression=exp.Null())
    else:
        found = exp.EQ(this=column.copy(), expression=value.copy())
    name = _alias_of(item) or _text(value)
    counted = exp.Filter(this=function.copy(), expression=exp.Where(this=found))
    return exp.Alias(this=counted, alias=exp.to_identifier(name + suffix, quoted=True))


def _alias_of(item: exp.Expr) -> str:
    return str(item.args["alias"].name) if isinstance(item, exp.PivotAlias) else ""


def _text(value: exp.Expr) -> str:
    if isinstance(value, exp.Literal):
        return str(value.name)
    return value.sql(dialect="redshift").lower()


def _all_but(names: set[str]) -> exp.Expr:
    excluded = [exp.column(name, quoted=True) for name in sorted(names)]
    return exp.Star(except_=excluded)


def _unpivot(pivot: exp.Expr, source: exp.Expr) -> exp.Expr:
    """A row for each of the columns; those that are NULL only where they are asked for."""
    field = pivot.args["fields"][0]
    if len(pivot.expressions) != 1 or len(pivot.args["fields"]) != 1:
        raise not_supported("UNPIVOT of several columns at once")
    value, name = pivot.expressions[0].name, field.this.name
    columns: list[exp.Expr] = []
    labels: list[exp.Expr] = []
    for item in field.expressions:
        column = item.this if isinstance(item, exp.PivotAlias) else item
        if not isinstance(column, exp.Column) or column.table:
            raise not_supported("UNPIVOT of what is no column of its input")
        columns.append(column)
        labels.append(exp.Literal.string(_alias_of(item) or column.name))
    select = exp.Select(
        expressions=[
            _all_but({column.name for column in columns}),
            _spread(labels, name),
            _spread([column.copy() for column in columns], value),
        ]
    )
    select.set("from_", exp.From(this=source))
    if pivot.args.get("include_nulls"):
        return select
    outer = exp.Select(expressions=[exp.Star()])
    outer.set("from_", exp.From(this=exp.Subquery(this=select)))
    missing = exp.Is(this=exp.column(value, quoted=True), expression=exp.Null())
    outer.set("where", exp.Where(this=exp.Not(this=missing)))
    return outer


def _spread(items: list[exp.Expr], name: str) -> exp.Expr:
    listed = exp.Explode(this=call("list_value", *items))
    return exp.Alias(this=listed, alias=exp.to_identifier(name, quoted=True))
