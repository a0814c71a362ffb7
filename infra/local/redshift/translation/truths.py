"""Conditions are BOOLEAN: Redshift makes none of a number or a text, as DuckDB does.

The macro folds away where the binder finds a BOOLEAN, and most conditions are told by their form.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_logical_condition.html
"""

from collections.abc import Iterator

from sqlglot import exp

from ..catalog import CATALOG_SCHEMA
from .build import call

_CLAUSES = (exp.Where, exp.Having, exp.Qualify, exp.Not, exp.And, exp.Or)
_OPEN = (
    exp.Column, exp.Anonymous, exp.Cast, exp.Coalesce, exp.Case, exp.DecodeCase, exp.Add, exp.Sub,
    exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.Dot, exp.Bracket, exp.AggFunc, exp.Window,
)  # fmt: skip


def require_truths(tree: exp.Expr) -> None:
    """Let every condition whose form leaves its type open raise 42804 unless it is BOOLEAN."""
    if any(table.db == CATALOG_SCHEMA for table in tree.find_all(exp.Table)):
        return
    for condition in [c for node in tree.walk() for c in _conditions(node)]:
        inner = condition.unnest()
        is_number = isinstance(inner, exp.Literal) and not inner.is_string
        if is_number or isinstance(inner, _OPEN):
            inner.replace(call("require_boolean", inner))


def _conditions(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, _CLAUSES):
        yield from node.iter_expressions()
    elif isinstance(node, exp.Join) and node.args.get("on"):
        yield node.args["on"]
    elif isinstance(node, exp.Case) and node.this is None:
        yield from (branch.this for branch in node.args["ifs"])
    elif isinstance(node, exp.Is) and isinstance(node.expression, exp.Boolean):
        yield node.this
