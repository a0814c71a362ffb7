"""Correlated subqueries that Redshift cannot run, though DuckDB could.

A correlation is told by the name of a table of an outer query before a column's; `scopes` finds
those of columns without one.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_correlated_subqueries.html
"""

from collections.abc import Iterator

from sqlglot import exp

from ..errors import FEATURE_NOT_SUPPORTED, RedshiftError


def check_correlations(tree: exp.Expr) -> None:
    """Raise 0A000 for each documented pattern that is not supported."""
    selects = list(tree.find_all(exp.Select))
    if len(selects) < 2:
        return
    for column in tree.find_all(exp.Column):
        if column.table:
            _check(column)
    for select in selects:
        _check_group(select)


def _check(column: exp.Column) -> None:
    blocks = list(blocks_around(column))
    depth = next((n for n, block in enumerate(blocks) if column.table in _names(block)), 0)
    if depth > 0:
        check_correlation(blocks, depth)


def check_correlation(blocks: list[exp.Expr], depth: int) -> None:
    """Raise where the innermost of these queries may not refer to the one at this depth."""
    inner, outer = blocks[0], blocks[depth]
    if _is_in_from(blocks[depth - 1], outer):
        raise RedshiftError(
            "42P10", "subquery in FROM may not refer to other relations of same query level"
        )
    if depth > 1 or inner.find(exp.Window) or _is_in_outer_join(inner) or _is_grouped(inner):
        raise _refusal()


def blocks_around(node: exp.Expr) -> Iterator[exp.Expr]:
    """The queries and changes around a node, innermost first."""
    scope = node.parent
    while scope is not None:
        if isinstance(scope, (exp.Select, exp.Update, exp.Delete)):
            yield scope
        scope = scope.parent


def _is_in_from(inner: exp.Expr, outer: exp.Expr) -> bool:
    """Whether a query is a table of the other's, not part of a condition of its."""
    child, parent = inner, inner.parent
    while parent is not None and parent is not outer:
        if isinstance(parent, exp.From) or isinstance(parent, exp.Join) and child is parent.this:
            return True
        child, parent = parent, parent.parent
    return False


def _names(block: exp.Expr) -> set[str]:
    from_ = block.args.get("from_")
    sources = [from_.this] if from_ is not None else []
    sources += [join.this for join in block.args.get("joins") or []]
    if isinstance(block, (exp.Update, exp.Delete)):
        sources += [block.this, *(block.args.get("using") or [])]
    inside = [j.this for source in sources for j in source.args.get("joins") or []]
    return {s.alias_or_name for s in [*sources, *inside] if isinstance(s, exp.Expr)}


def _is_in_outer_join(select: exp.Expr) -> bool:
    join = select.find_ancestor(exp.Join, exp.Select)
    return isinstance(join, exp.Join) and bool(join.side) and select.find_ancestor(exp.From) is None


def _is_grouped(select: exp.Expr) -> bool:
    """Grouped, with an aggregate other than MIN and MAX, and asked for by IN."""
    if not select.args.get("group") or not isinstance(select.parent.parent, exp.In):  # type: ignore[union-attr]
        return False
    return any(not isinstance(a, (exp.Min, exp.Max)) for a in select.find_all(exp.AggFunc))


def _check_group(select: exp.Select) -> None:
    group = select.args.get("group")
    keys = {key.name for key in group.expressions} if group is not None else set()
    for place, item in enumerate(select.expressions, 1):
        if item.alias_or_name not in keys and str(place) not in keys:
            continue
        for column in item.find_all(exp.Column):
            blocks = list(blocks_around(column))
            if blocks[0] is not select and column.table in _names(select):
                raise _refusal()


def check_grouped_item(select: exp.Expr, inside: exp.Expr) -> None:
    """Raise where a query groups by the column of its list that has this correlated query in it."""
    group = select.args.get("group")
    keys = {key.name for key in group.expressions} if group is not None else set()
    for place, item in enumerate(select.expressions, 1):
        grouped = item.alias_or_name in keys or str(place) in keys
        if grouped and any(node is inside for node in item.walk()):
            raise _refusal()


def _refusal() -> RedshiftError:
    return RedshiftError(
        FEATURE_NOT_SUPPORTED, "This type of correlated subquery pattern is not supported yet"
    )
