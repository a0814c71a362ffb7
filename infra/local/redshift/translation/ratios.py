"""RATIO_TO_REPORT: a value by the sum of its partition, as the documentation defines it.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_WF_RATIO_TO_REPORT.html
"""

from sqlglot import exp

from ..errors import SYNTAX_ERROR, RedshiftError
from .build import arguments, call


def replace_ratios(tree: exp.Expr) -> None:
    """The quotient in the place of each; raises 42601 for an order or a frame."""
    for window in list(tree.find_all(exp.Window)):
        function = window.this
        if not isinstance(function, exp.Anonymous) or function.name.lower() != "ratio_to_report":
            continue
        if window.args.get("order") is not None or window.args.get("spec") is not None:
            raise RedshiftError(
                SYNTAX_ERROR, "syntax error: RATIO_TO_REPORT takes no ORDER BY and no frame"
            )
        (value,) = arguments(function, 1)
        total = window.copy()
        total.set("this", exp.Sum(this=value.copy()))
        window.replace(call("ratio_to_total", value, total))
