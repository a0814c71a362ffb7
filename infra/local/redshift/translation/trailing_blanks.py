"""Blanks at the end of a text mean nothing where values are compared.

Whether an operand is text only DuckDB's binder knows: the macro folds away where it is none, and
looks at the last byte alone where it is. PARTITION BY would take twice its time: it is left alone.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
"""

from collections.abc import Iterator

from sqlglot import exp

from ..catalog import CATALOG_SCHEMA
from .build import call

_MACRO = "without_blanks"
_COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between, exp.In)
_PLAIN = (exp.Null, exp.Boolean, exp.Query, exp.Tuple, exp.Any, exp.All)
_PARTS = ("this", "expression", "low", "high")


def pass_over_blanks(tree: exp.Expr) -> None:
    """Compare texts and count distinct ones without their trailing blanks.

    The catalog's own names have none.
    """
    if {table.db for table in tree.find_all(exp.Table)} == {CATALOG_SCHEMA}:
        return
    for operand in [o for node in tree.walk() for o in _operands(node)]:
        if isinstance(operand, exp.Literal):
            if operand.is_string and operand.name.endswith(" "):
                operand.set("this", operand.name.rstrip(" "))
        elif not isinstance(operand, _PLAIN):
            operand.replace(call(_MACRO, operand))


def with_blanks(operand: exp.Expr) -> exp.Expr:
    """What an operand of a comparison was before."""
    is_made = isinstance(operand, exp.Anonymous) and operand.name == _MACRO
    return operand.expressions[0] if is_made else operand


def _operands(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, _COMPARISONS) and not _is_assignment(node):
        yield from (node.args[part] for part in _PARTS if isinstance(node.args.get(part), exp.Expr))
        yield from node.expressions if isinstance(node, exp.In) else ()
    elif isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
        yield from node.this.expressions


def _is_assignment(node: exp.Expr) -> bool:
    return isinstance(node.parent, exp.Update) and node.arg_key == "expressions"
