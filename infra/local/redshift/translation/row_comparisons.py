"""Rows compared with rows, part by part, so that each pair has the rules of its own types.

`(a, b) = (c, d)` is `a = c AND b = d`, with NULLs too.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_expression_lists.html
"""

from sqlglot import exp

from ..errors import not_supported

_EQUALITIES = (exp.EQ, exp.NEQ)
_ORDERS = (exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between)


def spread_rows(tree: exp.Expr) -> None:
    """Replace comparisons of rows by those of their parts. Raises 0A000 for an order of rows."""
    if tree.find(exp.Tuple) is None:
        return
    for node in list(tree.find_all(*_EQUALITIES, *_ORDERS, exp.In)):
        if not isinstance(node.this, exp.Tuple):
            continue
        if isinstance(node, _ORDERS):
            raise not_supported("an order of rows")
        if isinstance(node, exp.In):
            _spread_members(node)
        elif isinstance(node.expression, exp.Tuple) and not isinstance(node.parent, exp.Update):
            equal = _equal(node.this, node.expression)
            node.replace(equal if isinstance(node, exp.EQ) else exp.Not(this=equal))


def _spread_members(node: exp.In) -> None:
    """A list of rows; a subquery's columns have one type each, which DuckDB wants to be alike."""
    if node.expressions and all(isinstance(item, exp.Tuple) for item in node.expressions):
        equal = [_equal(node.this, item) for item in node.expressions]
        node.replace(exp.Paren(this=exp.or_(*equal, copy=False)))


def _equal(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    if not (isinstance(left, exp.Tuple) and isinstance(right, exp.Tuple)):
        return exp.EQ(this=left.copy(), expression=right.copy())
    if len(left.expressions) != len(right.expressions):
        raise not_supported("a comparison of rows of different lengths")
    parts = zip(left.expressions, right.expressions, strict=True)
    return exp.Paren(this=exp.and_(*(_equal(*pair) for pair in parts), copy=False))
