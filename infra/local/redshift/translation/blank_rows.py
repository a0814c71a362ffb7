"""Rows that DISTINCT and set operations tell apart, where texts may end with blanks.

Which columns are texts is asked: where there are none, the query stays as it is.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
"""

from collections.abc import Sequence

from sqlglot import exp

from ..errors import RedshiftError
from .blank_keys import guard, strip
from .context import Context
from .generate import generate_sql
from .set_operations import in_scope, leaves

Columns = list[tuple[str, str]]
_TEXT = "VARCHAR"
_MOVED = ("with_", "order", "limit", "offset")
_ROWS = "told_apart"


def tell_rows_apart(holder: exp.Expr, context: Context) -> None:
    """Rewrite every SELECT DISTINCT and every set operation that has a column of text."""
    for node in reversed(list(holder.find_all(exp.SetOperation))):
        if not isinstance(node.parent, exp.SetOperation) and not _is_recursive(node):
            _rewrite_operation(node, context)
    for select in reversed(list(holder.find_all(exp.Select))):
        if select.args.get("distinct") and not select.args["distinct"].args.get("on"):
            _rewrite_distinct(select, context)


def _is_recursive(node: exp.Expr) -> bool:
    cte = node.parent
    return isinstance(cte, exp.CTE) and bool(cte.parent.args.get("recursive"))  # type: ignore[union-attr]


def _rewrite_distinct(select: exp.Select, context: Context) -> None:
    columns = _columns(select, select, context)
    if columns is None:
        for item in select.expressions:
            if not item.is_star:
                value = item.unalias()
                value.replace(guard(value))
        return
    order = select.args.get("order")
    places = [_place(select, ordered.this, columns) for ordered in _keys(order)]
    if any(kind == _TEXT for _, kind in columns):
        inner = select.copy()
        inner.set("distinct", None)
        _put_around(select, inner, columns, places, distinct=True)


def _rewrite_operation(node: exp.Expr, context: Context) -> None:
    operations = [n for n in node.find_all(exp.SetOperation) if _belongs(n, node)]
    distinct = [n for n in operations if n.args.get("distinct") is not False]
    order = node.args.get("order")
    if not distinct and order is None:
        return
    first = next(iter(leaves(node)))
    columns = _columns(node, first, context)
    if columns is not None and all(kind != _TEXT for _, kind in columns):
        return
    if columns is None or any(not isinstance(n, exp.Union) for n in operations):
        _guard_leaves(distinct, columns)
        distinct = []
    if columns is not None:
        _mend_union(node, distinct, columns)


def _belongs(node: exp.Expr, top: exp.Expr) -> bool:
    """Whether the operation is one of the top one's own, none of a query within a side."""
    while node is not top:
        node = node.parent  # type: ignore[assignment]
        if not isinstance(node, (exp.SetOperation, exp.Subquery)):
            return False
    return True


def _mend_union(top: exp.Expr, distinct: Sequence[exp.Expr], columns: Columns) -> None:
    """Each UNION as the distinct rows of a UNION ALL, and the whole sorted without blanks."""
    keys = _keys(top.args.get("order"))
    places = [_place(top, ordered.this, columns) for ordered in keys]
    for node in reversed(distinct):
        inner = node.copy()
        inner.set("distinct", False)
        if node is not top:
            _put_around(node, inner, columns, [], distinct=True)
        else:
            _put_around(node, inner, columns, places, distinct=True)
            return
    if places:
        _put_around(top, top.copy(), columns, places, distinct=False)


def _guard_leaves(operations: Sequence[exp.Expr], columns: Columns | None) -> None:
    for leaf in {id(leaf): leaf for node in operations for leaf in leaves(node)}.values():
        items = leaf.expressions
        if not any(item.is_star for item in items):
            for place, item in enumerate(items):
                if columns is None or columns[place][1] == _TEXT:
                    value = item.unalias()
                    value.replace(guard(value))
        elif columns is not None:
            _put_around(leaf, leaf.copy(), columns, [], distinct=None)


def _put_around(
    node: exp.Expr, inner: exp.Expr, columns: Columns, places: list[int], distinct: bool | None
) -> None:
    """A query in the node's place, over it: of distinct rows, of all, or (None) of guarded ones."""
    names = [f"c{number}" for number in range(len(columns))]
    marks = [exp.to_identifier(name, quoted=True) for name in names]
    alias = exp.TableAlias(this=exp.to_identifier(_ROWS, quoted=True), columns=marks)
    keys = [_key(name, kind) for name, (_, kind) in zip(names, columns, strict=True)]
    select = exp.Select(
        expressions=[
            exp.alias_(_value(name, kind, distinct is None), shown, quoted=True)
            for name, (shown, kind) in zip(names, columns, strict=True)
        ]
    )
    moved = {part: inner.args.pop(part) for part in _MOVED if inner.args.get(part)}
    if distinct:
        select.set("distinct", exp.Distinct(on=exp.Tuple(expressions=keys)))
    select.set("from_", exp.From(this=exp.Subquery(this=inner, alias=alias)))
    for part, value in moved.items():
        select.set(part, value)
    for ordered, place in zip(_keys(moved.get("order")), places, strict=True):
        ordered.this.replace(keys[place].copy())
    node.replace(select)


def _value(name: str, kind: str, is_guarded: bool) -> exp.Expr:
    column = exp.column(name, quoted=True)
    return guard(column) if is_guarded and kind == _TEXT else column


def _key(name: str, kind: str) -> exp.Expr:
    column = exp.column(name, quoted=True)
    return strip(column) if kind == _TEXT else column


def _keys(order: exp.Expr | None) -> list[exp.Expr]:
    return order.expressions if order is not None else []


def _place(query: exp.Expr, key: exp.Expr, columns: Columns) -> int:
    """Which of the columns a key of ORDER BY is; raises 42P10 where it is none of them."""
    names = [name for name, _ in columns]
    if isinstance(key, exp.Literal) and key.is_int and 0 < int(key.name) <= len(names):
        return int(key.name) - 1
    for place, item in enumerate(query.expressions if isinstance(query, exp.Select) else []):
        if not any(i.is_star for i in query.expressions) and item.unalias() == key:
            return place
    if isinstance(key, exp.Column) and key.name in names:
        return names.index(key.name)
    raise RedshiftError(
        "42P10", "for SELECT DISTINCT, ORDER BY expressions must appear in select list"
    )


def _columns(query: exp.Expr, place: exp.Select, context: Context) -> Columns | None:
    """Names and types; None of a correlated query, which cannot be asked alone."""
    try:
        return context.catalog.columns(generate_sql(in_scope(query, place)))
    except RedshiftError:
        return None
