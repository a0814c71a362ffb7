"""A query, or any statement with expressions in it, through all steps of the translation."""

from sqlglot import exp

from .context import Context
from .generate import generate_sql
from .identifiers import fold_identifiers, name_projections
from .tables import check_tables, expand_late_binding_views


def translate_tree(tree: exp.Expression, context: Context) -> exp.Expression:
    """The tree that DuckDB answers as Redshift would, or RedshiftError with 0A000."""
    expand_late_binding_views(tree, context)
    fold_identifiers(tree, context)
    name_projections(tree)
    check_tables(tree, context)
    return tree


def translate_query(tree: exp.Expression, context: Context) -> str:
    """DuckDB SQL of a query."""
    return generate_sql(translate_tree(tree, context))


def translate_change(tree: exp.Expression, context: Context) -> exp.Expression:
    """The tree of an UPDATE, DELETE or MERGE; its target is written, not read."""
    return translate_tree(tree, context)
