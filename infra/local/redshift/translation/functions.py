"""The functions that are let through or rewritten; any other is refused by its name.

Function reference: https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions.html
"""

from sqlglot import exp

from ..catalog.functions import FUNCTIONS as CATALOG_FUNCTIONS
from ..errors import not_supported
from . import (
    aggregates,
    conditions,
    date_formats,
    dates,
    json_functions,
    mathematics,
    patterns,
    session_facts,
    strings,
    super_functions,
    varbytes,
)
from .build import MADE_HERE, Translator
from .calls import translate_call
from .casts import translate_cast
from .context import Context
from .super_arguments import hand_over_note

_VISITED = (exp.Func, exp.Predicate, exp.AtTimeZone, exp.Binary, exp.WithinGroup)

# DuckDB answers these as Redshift documents them, or `numbers` sees to their types.
SAME = {
    exp.And, exp.AnyValue, exp.Avg, exp.Case, exp.Coalesce, exp.CumeDist,
    exp.DecodeCase, exp.DenseRank, exp.Exists, exp.Explode, exp.FirstValue, exp.Greatest, exp.If,
    exp.Lag, exp.LastValue, exp.Lead, exp.Least, exp.LogicalAnd, exp.LogicalOr, exp.Max, exp.Min,
    exp.NthValue, exp.Ntile, exp.Nullif, exp.Nvl2, exp.Or, exp.PercentRank, exp.Rank, exp.Round,
    exp.RowNumber, exp.Stddev, exp.StddevPop, exp.StddevSamp, exp.Sum, exp.Variance,
    exp.VariancePop, exp.Xor,
}  # fmt: skip

# The names under which the parser may read a function into one of its own classes.
READ_BY_THE_PARSER = frozenset({
    "any_value", "array", "avg", "bit_and", "bit_or", "bool_and", "bool_or", "cast", "coalesce",
    "convert", "count", "cume_dist", "current_date", "current_database", "current_schema",
    "current_timestamp", "current_user", "decode", "dense_rank", "extract", "exists",
    "first_value", "generate_series", "greatest", "grouping", "grouping_id", "lag",
    "last_value", "lead", "least", "listagg", "max", "min", "nth_value", "ntile", "nullif", "nvl",
    "nvl2", "percent_rank", "percentile_cont", "percentile_disc", "position", "rank", "round",
    "row_number", "session_user", "stddev", "stddev_pop", "stddev_samp", "substring", "sum",
    "sysdate", "trim", "try_cast", "user", "var_pop", "var_samp", "variance",
})  # fmt: skip

BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.Cast: lambda node, _: translate_cast(node),  # type: ignore[arg-type]
    exp.TryCast: lambda node, _: translate_cast(node),  # type: ignore[arg-type]
    **aggregates.BY_CLASS,
    **dates.BY_CLASS,
    **mathematics.BY_CLASS,
    **patterns.BY_CLASS,
    **session_facts.BY_CLASS,
    **strings.BY_CLASS,
    **super_functions.BY_CLASS,
}
BY_NAME: dict[str, Translator] = {
    **aggregates.BY_NAME,
    **conditions.BY_NAME,
    **date_formats.BY_NAME,
    **dates.BY_NAME,
    **json_functions.BY_NAME,
    **mathematics.BY_NAME,
    **patterns.BY_NAME,
    **session_facts.BY_NAME,
    **strings.BY_NAME,
    **super_functions.BY_NAME,
    **varbytes.BY_NAME,
}


def is_read_as_written(name: str) -> bool:
    """Whether the function of this name is translated by its name, not by the parser's class."""
    return name in BY_NAME or name in CATALOG_FUNCTIONS


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
        hand_over_note(node, new)
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
        if context.catalog.has_catalog_function(name):
            return node
        if name in BY_NAME:
            return BY_NAME[name](node, context)
        called = translate_call(node, context)
        if called is not None:
            return called
        raise not_supported(f"function {name}()")
    if isinstance(node, exp.Func) and kind not in SAME and not isinstance(node, exp.Connector):
        raise not_supported(f"function {node.sql_name().lower()}()")
    return node
