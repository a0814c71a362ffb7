"""Conditional functions that the parser does not read.

Source: https://docs.aws.amazon.com/redshift/latest/dg/c_conditional_expressions.html
"""

from sqlglot import exp

from .build import Translator, arguments


def _is_null(node: exp.Expr, _: object) -> exp.Expr:
    # ISNULL(a, b) is NVL(a, b).
    given = [argument.copy() for argument in arguments(node, 2)]
    return exp.Coalesce(this=given[0], expressions=given[1:])


BY_NAME: dict[str, Translator] = {"isnull": _is_null}
