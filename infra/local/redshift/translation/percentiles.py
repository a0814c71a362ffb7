"""The types of MEDIAN and PERCENTILE_CONT: exact of exact numbers, to the last digit.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_PERCENTILE_CONT.html
The scale of an exact result is not documented: it is as wide as the values between two others need,
which is what the documentation's examples show.
"""

from sqlglot import exp

from ..errors import not_supported
from .arithmetic import Types, cast_to, exact_type, known_type
from .build import call

_MOST = 38
# DuckDB interpolates in DOUBLE, which holds a difference of so many digits.
_EXACT_DIGITS = 15
# What of it becomes a result, DuckDB knows: between two DATEs it would find a moment.
_MOMENTS = ("TIMESTAMP", "TIMESTAMP WITH TIME ZONE")


def is_percentile(node: exp.Expr) -> bool:
    """Whether the node is a percentile that is interpolated, its values still as they are."""
    return isinstance(node, exp.Anonymous) and node.name == "quantile_cont"


def interpolate(node: exp.Expr, types: Types) -> exp.Expr:
    """The percentile of its values as numbers wide enough; raises 0A000 for other values."""
    value, percentile = node.expressions
    name = known_type(value, types)
    if name is None or name in _MOMENTS or name == '"NULL"':
        return node
    if name in ("FLOAT", "DOUBLE"):
        return call("quantile_cont", cast_to(value.copy(), "DOUBLE"), percentile)
    exact = exact_type(name)
    if exact is None:
        raise not_supported(f"a continuous percentile of {name} values")
    if not isinstance(percentile, exp.Literal):
        raise not_supported("a percentile that is no literal")
    digits = len(percentile.name.partition(".")[2])
    precision, scale = min(_MOST, exact[0] + digits), min(_MOST, exact[1] + digits)
    given = value.copy()
    if precision > _EXACT_DIGITS:
        given = call("few_digits", given, 10**_EXACT_DIGITS // 10**scale)
    return call("quantile_cont", cast_to(given, f"DECIMAL({precision},{scale})"), percentile)
