"""The functions that are let through or rewritten; any other is refused by its name.

Function reference: https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions.html
"""

from collections.abc import Callable

from sqlglot import exp

from ..errors import not_supported
from . import aggregates, dates, session_facts, strings, super_functions
from .build import MADE_HERE
from .casts import translate_cast
from .context import Context

_VISITED = (exp.Func, exp.Predicate, exp.AtTimeZone, exp.Binary, exp.WithinGroup)
Translator = Callable[[exp.Expr, Context], exp.Expr]

# DuckDB answers these as Redshift documents them.
SAME = {
    exp.Abs, exp.And, exp.AnyValue, exp.Array, exp.Ascii, exp.Avg, exp.Case, exp.Ceil, exp.Chr,
    exp.Coalesce, exp.CumeDist, exp.DecodeCase, exp.DenseRank, exp.Exists, exp.Exp,
    exp.Explode, exp.Extract, exp.FirstValue, exp.Floor, exp.Greatest, exp.If, exp.Lag,
    exp.LastDay, exp.LastValue, exp.Lead, exp.Least, exp.Left, exp.Length, exp.Ln, exp.LogicalAnd,
    exp.LogicalOr, exp.Lower, exp.Max, exp.MD5, exp.Min, exp.NthValue, exp.Ntile, exp.Nullif,
    exp.Nvl2, exp.Or, exp.Pad, exp.PercentRank, exp.Pi, exp.Pow, exp.Rand, exp.Rank, exp.Repeat,
    exp.Replace, exp.Reverse, exp.Right, exp.Round, exp.RowNumber, exp.SHA, exp.Sign,
    exp.SplitPart, exp.Sqrt, exp.Stddev, exp.StddevPop, exp.StddevSamp, exp.StrPosition,
    exp.Substring, exp.Sum, exp.Translate, exp.Trim, exp.Upper, exp.Variance, exp.VariancePop,
    exp.Xor,
}  # fmt: skip

BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.Cast: lambda node, _: translate_cast(node),  # type: ignore[arg-type]
    exp.TryCast: lambda node, _: translate_cast(node),  # type: ignore[arg-type]
    **aggregates.BY_CLASS,
    **dates.BY_CLASS,
    **session_facts.BY_CLASS,
    **strings.BY_CLASS,
    **super_functions.BY_CLASS,
}
BY_NAME: dict[str, Translator] = {
    **dates.BY_NAME,
    **session_facts.BY_NAME,
    **strings.BY_NAME,
    **super_functions.BY_NAME,
}


def translate_functions(tree: exp.Expr, context: Context) -> exp.Expr:
    """Rewrite every function of the tree, innermost first."""
    for node in reversed(list(tree.walk())):
        if not isinstance(node, _VISITED):
            continue
        if node._meta and node.meta.get(MADE_HERE):
            continue
        new = _translate(node, context)
        if new is node:
            continue
        if node is tree:
            tree = new
        else:
            node.replace(new)
    return tree


def _translate(node: exp.Expr, context: Context) -> exp.Expr:
    kind = type(node)
    if kind in BY_CLASS:
        return BY_CLASS[kind](node, context)
    if isinstance(node, exp.Anonymous):
        name = node.name.lower()
        if name in BY_NAME:
            return BY_NAME[name](node, context)
        if context.catalog.has_catalog_function(name):
            return node
        raise not_supported(f"function {name}()")
    if isinstance(node, exp.Func) and kind not in SAME and not isinstance(node, exp.Connector):
        raise not_supported(f"function {node.sql_name().lower()}()")
    return node
