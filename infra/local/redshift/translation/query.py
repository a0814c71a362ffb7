"""A query, or any statement with expressions in it, through all steps of the translation."""

from collections.abc import Callable

from sqlglot import exp

from .aggregates import move_windows
from .column_limits import require_columns
from .context import Context
from .correlation import check_correlations
from .functions import translate_functions
from .generate import generate_sql
from .identifiers import drop_qualifiers, fold_identifiers, name_projections
from .lateral_aliases import inline_aliases
from .numbers import settle_types
from .overloads import choose_overloads
from .pivots import replace_pivots
from .ratios import replace_ratios
from .recursion import check_with, replace_connect_by
from .row_comparisons import spread_rows
from .same_names import check_same_names
from .scopes import check_scopes
from .semistructured import shift_subscripts, unnest_in_from
from .series import replace_series
from .set_operations import check_set_operations
from .shapes import check_shapes
from .super_arguments import note_arguments
from .super_keys import check_super_keys, spell_positions
from .tables import expand_late_binding_views, note_tables, refuse_table_functions
from .trailing_blanks import pass_over_blanks
from .truths import require_truths
from .windows import check_windows


def translate_tree(
    tree: exp.Expr,
    context: Context,
    as_query: Callable[[exp.Expr], exp.Expr] = lambda tree: tree,
) -> exp.Expr:
    """The tree that DuckDB answers as Redshift would, or RedshiftError with 0A000."""
    expand_late_binding_views(tree, context)
    check_shapes(tree)
    fold_identifiers(tree, context)
    check_with(tree, context)
    check_correlations(tree)
    spread_rows(tree)
    replace_connect_by(tree)
    drop_qualifiers(tree, context)
    name_projections(tree)
    replace_pivots(tree)
    replace_series(tree)
    replace_ratios(tree)
    unnest_in_from(tree)
    refuse_table_functions(tree, context)
    check_windows(tree)
    spell_positions(tree, context)
    note_arguments(tree, context)
    tree = translate_functions(tree, context)
    move_windows(tree)
    tree = context.catalog.rewrite_names(tree)
    note_tables(tree, context)
    if context.limited:
        require_columns(as_query(tree), context)
    shift_subscripts(tree)
    # The binder is asked from here on: it must know the types of what it is asked of.
    tree = choose_overloads(tree)
    check_scopes(tree, context)
    check_same_names(tree, context)
    inline_aliases(tree, context)
    tree = choose_overloads(tree)
    check_set_operations(tree, context)
    tree = settle_types(tree, as_query, context)
    require_truths(tree)
    check_super_keys(tree, context)
    return pass_over_blanks(tree, context)


def translate_query(tree: exp.Expr, context: Context) -> str:
    """DuckDB SQL of a query."""
    return generate_sql(translate_tree(tree, context), spent=True)


def translate_change(tree: exp.Expr, context: Context) -> exp.Expr:
    """The tree of an UPDATE, DELETE or MERGE."""
    return translate_tree(tree, context, probe_change)


def probe_change(tree: exp.Expr) -> exp.Expr:
    """A SELECT of all of a change's expressions, over its target and what it joins."""
    sources = [tree.this, *_sources(tree)]
    select = exp.Select(expressions=_expressions(tree) or [exp.Literal.number(1)])
    select.set("from_", exp.From(this=sources[0].copy()))
    select.set("joins", [exp.Join(this=s.copy(), kind="CROSS") for s in sources[1:]])
    with_ = tree.args.get("with_")
    if with_ is not None:
        select.set("with_", with_.copy())
    return select


def _sources(tree: exp.Expr) -> list[exp.Expr]:
    using = tree.args.get("using") or []
    from_ = tree.args.get("from_")
    listed = list(using) if isinstance(using, list) else [using]
    if from_ is not None:
        listed += [from_.this, *(join.this for join in from_.this.args.get("joins") or [])]
    return listed


def _expressions(tree: exp.Expr) -> list[exp.Expr]:
    found = [i.expression for i in tree.expressions if isinstance(i, exp.EQ)]
    where, on = tree.args.get("where"), tree.args.get("on")
    found += [where.this] if where is not None else []
    found += [on] if isinstance(on, exp.Expr) else []
    whens = tree.args.get("whens")
    for when in whens.expressions if whens is not None else []:
        then = when.args.get("then")
        if isinstance(then, exp.Update):
            found += [item.expression for item in then.expressions]
        elif isinstance(then, exp.Insert) and isinstance(then.expression, exp.Tuple):
            found += list(then.expression.expressions)
    return [expression.copy() for expression in found]
