"""Where values are told apart or ordered by more than an operator: SUPER ones are refused there.

Redshift takes 5 and 5.0 of JSON for one number; DuckDB tells them apart where it groups, joins
queries or sorts by a position.
Source: https://docs.aws.amazon.com/redshift/latest/dg/query-super.html (dynamic typing, order by)
"""

from collections.abc import Iterator

from sqlglot import exp

from ..catalog import CATALOG_SCHEMA
from ..errors import RedshiftError, not_supported
from .comparisons import PATHS, SIGNS, may_hold_super
from .context import Context
from .set_operations import VARIANT, types_of
from .super_names import SuperNames

_DROPPED = ("group", "having", "qualify", "order", "limit", "offset", "distinct")
Key = tuple[str, exp.Expr]


def spell_positions(tree: exp.Expr, context: Context) -> None:
    """ORDER BY a position as the path that it stands for: so SUPER values are sorted as such."""
    if not may_hold_super(tree, context):
        return
    for select in tree.find_all(exp.Select):
        order = select.args.get("order")
        if order is None or select.args.get("distinct"):
            continue
        for item in order.expressions:
            meant = _projection(select, item.this)
            if isinstance(item.this, exp.Literal) and isinstance(meant, PATHS):
                item.this.replace(meant.copy())


def check_super_keys(tree: exp.Expr, context: Context) -> None:
    """Raise 0A000 for a SUPER value that is a key without a cast."""
    if any(table.db == CATALOG_SCHEMA for table in tree.find_all(exp.Table)):
        return
    if not _may_answer_super(tree, context):
        return
    names = SuperNames(tree, context)
    for select in list(tree.find_all(exp.Select)):
        _check_keys(select, list(_keys(select)), names, context)
        _check_columns(select, names, context)


def _may_answer_super(tree: exp.Expr, context: Context) -> bool:
    """Also by a star."""
    if may_hold_super(tree, context):
        return True
    return tree.find(exp.Star) is not None and bool(context.catalog.super_columns())


def _keys(select: exp.Select) -> Iterator[Key]:
    """Each expression by which this query, and none within it, tells rows apart."""
    group = select.args.get("group")
    for key in _grouped(group) if group is not None else ():
        yield "GROUP BY", _projection(select, key)
    for node in select.find_all(exp.Window, exp.Distinct, exp.Min, exp.Max, exp.In):
        if node.find_ancestor(exp.Select) is not select:
            continue
        if isinstance(node, exp.Window):
            yield from (("PARTITION BY", key) for key in node.args.get("partition_by") or [])
        elif isinstance(node, exp.Distinct):
            yield from (("DISTINCT", key) for key in node.expressions)
        elif not isinstance(node, exp.In):
            yield type(node).__name__.upper(), node.this
        elif node.args.get("query") is not None:
            yield "IN (subquery)", node.this


def _grouped(group: exp.Expr) -> Iterator[exp.Expr]:
    yield from group.expressions
    for part in ("cube", "rollup", "grouping_sets"):
        for item in group.args.get(part) or []:
            yield from item.expressions


def _projection(select: exp.Select, key: exp.Expr) -> exp.Expr:
    """What a position or an alias stands for; any other key as it is."""
    if isinstance(key, exp.Literal) and key.is_int and 0 < int(key.name) <= len(select.expressions):
        found: exp.Expr = select.expressions[int(key.name) - 1].unalias()
        return found
    if isinstance(key, exp.Column) and not key.table:
        for item in select.expressions:
            if isinstance(item, exp.Alias) and item.alias == key.name:
                meant: exp.Expr = item.this
                return meant
    return key


def _check_keys(select: exp.Select, keys: list[Key], names: SuperNames, context: Context) -> None:
    keys = [
        (what, key)
        for what, key in keys
        if names.may_be(key) and not key.find(exp.AggFunc, exp.Window, exp.Star)
    ]
    if not keys:
        return
    probe = select.copy()
    for part in _DROPPED:
        probe.set(part, None)
    probe.set("expressions", [key.copy() for _, key in keys])
    _refuse(select, probe, [what for what, _ in keys], context)


def _check_columns(select: exp.Select, names: SuperNames, context: Context) -> None:
    """The columns of a DISTINCT query, of one behind IN, and those that are sorted by position."""
    distinct = select.args.get("distinct") is not None
    group, order = select.args.get("group"), select.args.get("order")
    if not any(map(names.may_be, select.expressions)):
        return
    if distinct or group is not None and group.args.get("all"):
        _refuse(select, select, ["DISTINCT" if distinct else "GROUP BY"] * 2000, context)
    elif (
        isinstance(select.parent, exp.In)
        or isinstance(select.parent, exp.Subquery)
        and (isinstance(select.parent.parent, exp.In))
    ):
        _refuse(select, select, ["IN (subquery)"], context)
    keys = [_projection(select, item.this) for item in order.expressions] if order else []
    sorted_by = [
        ("ORDER BY a column's position or name", key)
        for key, item in zip(keys, order.expressions if order else [], strict=True)
        if key is not item.this
    ]
    _check_keys(select, sorted_by, names, context)


def _refuse(select: exp.Select, probe: exp.Select, names: list[str], context: Context) -> None:
    try:
        found = types_of(probe, select, context)
    except RedshiftError:
        # Correlated: it cannot be asked alone. What looks like a path is taken for SUPER.
        found = [VARIANT if item.find(*SIGNS) else None for item in probe.expressions]
    for what, kind in zip(names, found, strict=False):
        if kind == VARIANT:
            raise not_supported(f"{what} of a SUPER value without a cast")
