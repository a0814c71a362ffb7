"""The types of marked constants: most are told by what is written."""

from sqlglot import exp

from .arithmetic import Types
from .context import Context
from .generate import generate_sql
from .type_oracle import MARK

_WHOLE = {"INTEGER": 2**31 - 1, "BIGINT": 2**63 - 1}
_MOST_DIGITS = 38
WRITTEN = {exp.DType.INT: "INTEGER", exp.DType.BIGINT: "BIGINT", exp.DType.DOUBLE: "DOUBLE"}


def constant_types(tree: exp.Expr, context: Context) -> Types:
    """Types of marked constants, which the binder folds away before they could be found."""
    found: Types = {}
    for node in tree.walk():
        mark = node.meta.get(MARK) if node._meta else None
        constant = mark is not None and not node.find(exp.Column, exp.AggFunc, exp.Query)
        if constant and mark is not None and mark not in found:
            found[mark] = written_type(node) or context.catalog.constant_type(generate_sql(node))
    return found


def written_type(node: exp.Expr) -> str:
    """DuckDB's type of a number or of a cast literal, which need not be asked; "" for others."""
    if isinstance(node, exp.Literal) and not node.is_string:
        return _number_type(node.name)
    if not (isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal)):
        return ""
    return WRITTEN.get(node.to.this, "")


def _number_type(text: str) -> str:
    whole, point, fraction = text.partition(".")
    digits = whole + fraction
    if not (digits.isascii() and digits.isdecimal()):
        return ""
    if point:
        fits = len(digits) <= _MOST_DIGITS
        return f"DECIMAL({len(digits)},{len(fraction)})" if fits else ""
    return next((kind for kind, last in _WHOLE.items() if int(text) <= last), "")
