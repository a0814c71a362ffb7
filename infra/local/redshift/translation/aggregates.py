"""Aggregates and windows beyond those whose types `numbers` settles.

Source: https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html
"""

import sqlglot
from sqlglot import exp

from ..errors import not_supported
from .build import Translator, arguments, as_text, call, cast
from .context import Context


def _count(node: exp.Expr, _: Context) -> exp.Expr:
    counted = node.this.expressions if isinstance(node.this, exp.Distinct) else []
    if len(counted) > 1 or any(isinstance(value, exp.Tuple) for value in counted):
        raise not_supported("COUNT(DISTINCT) of several columns")
    return node


def _approximate_count(node: exp.Expr, _: Context) -> exp.Expr:
    # An exact count is within the error that Redshift grants itself.
    return exp.Count(this=exp.Distinct(expressions=[node.this.copy()]), big_int=True)


def _grouping(node: exp.Expr, _: Context) -> exp.Expr:
    # https://docs.aws.amazon.com/redshift/latest/dg/r_GROUP_BY_aggregation-extensions.html
    return cast(exp.Grouping(expressions=[key.copy() for key in node.expressions]), "INTEGER")


def _list(node: exp.Expr, context: Context) -> exp.Expr:
    group = node.this if isinstance(node, exp.WithinGroup) else node
    if not isinstance(group, exp.GroupConcat):
        return _percentile(node, context)
    values = group.this
    separator = group.args.get("separator") or exp.Literal.string("")
    distinct = isinstance(values, exp.Distinct)
    if distinct:
        items = values.expressions
        separator = items[1] if len(items) > 1 else separator
        values = items[0]
    order = node.expression if isinstance(node, exp.WithinGroup) else None
    return _string_agg(values, separator, order, distinct)


def _string_agg(
    value: exp.Expr, separator: exp.Expr, order: exp.Expr | None, distinct: bool
) -> exp.Expr:
    if distinct:
        return _distinct_list(value, separator, order)
    last: exp.Expr = separator.copy()
    if order is not None:
        last = exp.Order(this=last, expressions=[o.copy() for o in order.expressions])
    # Empty text is passed over, as NULL is.
    return exp.Anonymous(this="string_agg", expressions=[call("nullif", as_text(value), ""), last])


def _distinct_list(value: exp.Expr, separator: exp.Expr, order: exp.Expr | None) -> exp.Expr:
    """Values once each, sorted as values, joined as text; without NULL and empty text."""
    keys = order.expressions if order is not None else []
    if keys and [key.this for key in keys] != [value]:
        raise not_supported("LISTAGG(DISTINCT) in another order than its values'")
    sort = "list_reverse_sort" if keys and keys[0].args.get("desc") else "list_sort"
    template = (
        f"array_to_string(list_transform({sort}(list(DISTINCT no_blank_at_end(value)) "
        "FILTER (to_text(value) <> '')), lambda item: to_text(item)), separator)"
    )
    tree = sqlglot.parse_one(template, read="duckdb")
    for column in list(tree.find_all(exp.Column)):
        if column.name in ("value", "separator"):
            column.replace((value if column.name == "value" else separator).copy())
    return tree


def move_windows(tree: exp.Expr) -> None:
    """The OVER of a joined text is that of the list that it is joined of."""
    for window in list(tree.find_all(exp.Window)):
        joined = window.this
        aggregate = joined.find(exp.Filter) if isinstance(joined, exp.ArrayToString) else None
        if aggregate is not None:
            outer = window.copy()
            outer.set("this", aggregate.copy())
            aggregate.replace(outer)
            window.replace(joined)


def _percentile(node: exp.Expr, _: Context) -> exp.Expr:
    inside = node.this
    if not isinstance(inside, (exp.PercentileCont, exp.PercentileDisc)):
        raise not_supported(f"WITHIN GROUP of {inside.sql()}")
    keys = node.expression.expressions
    if len(keys) != 1 or keys[0].args.get("desc"):
        raise not_supported("a percentile in descending order")
    name = "quantile_cont" if isinstance(inside, exp.PercentileCont) else "quantile_disc"
    return call(name, keys[0].this, inside.this)


def _median(node: exp.Expr, _: Context) -> exp.Expr:
    return call("quantile_cont", *arguments(node, 1), exp.Literal.number("0.5"))


def _bits(name: str) -> Translator:
    """BIT_AND and BIT_OR: DISTINCT makes no difference."""

    def translate(node: exp.Expr, _: Context) -> exp.Expr:
        if isinstance(node.parent, exp.Window):
            raise not_supported(f"{name.upper()} as a window function")
        given = node.this.expressions if isinstance(node.this, exp.Distinct) else [node.this]
        return call(name, *given)

    return translate


def _sketched(node: exp.Expr, _: Context) -> exp.Expr:
    # HLL is an approximate count of distinct values: an exact one is within its error.
    (value,) = arguments(node, 1)
    return exp.Count(this=exp.Distinct(expressions=[value.copy()]), big_int=True)


def _keep(node: exp.Expr, _: Context) -> exp.Expr:
    if isinstance(node.parent, exp.WithinGroup):
        return node
    raise not_supported(f"{node.sql_name().lower()}() without WITHIN GROUP")  # type: ignore[attr-defined]


def _list_alone(node: exp.Expr, context: Context) -> exp.Expr:
    return node if isinstance(node.parent, exp.WithinGroup) else _list(node, context)


BY_NAME: dict[str, Translator] = {"hll": _sketched, "median": _median}
BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.ApproxDistinct: _approximate_count,
    exp.BitwiseAndAgg: _bits("bit_and"),
    exp.BitwiseOrAgg: _bits("bit_or"),
    exp.Count: _count,
    exp.GroupConcat: _list_alone,
    exp.Grouping: _grouping,
    exp.GroupingId: _grouping,
    exp.PercentileCont: _keep,
    exp.PercentileDisc: _keep,
    exp.WithinGroup: _list,
}
