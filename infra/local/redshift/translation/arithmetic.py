"""Redshift's types of arithmetic: division, SUM and AVG, ROUND, casts of SUPER values.

Precision and scale: https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html
SUM and AVG: https://docs.aws.amazon.com/redshift/latest/dg/r_SUM.html and r_AVG.html
The documentation does not say what becomes of digits past the scale of a quotient: they are cut.
"""

import re

from sqlglot import exp

from ..errors import not_supported
from .build import call, duckdb_type
from .type_oracle import MARK

Types = dict[int, str]
Exact = tuple[int, int]

_WHOLE = {
    "TINYINT": 3,
    "SMALLINT": 5,
    "USMALLINT": 5,
    "INTEGER": 10,
    "INTEGER_LITERAL": 10,
    "UINTEGER": 10,
    "BIGINT": 19,
    "UBIGINT": 20,
    "HUGEINT": 38,
}
_FLOATS = ("FLOAT", "DOUBLE")
_MOST = 38
_LEAST_SCALE = 4


def exact_type(name: str | None) -> Exact | None:
    """Precision and scale of an exact type; None for any other."""
    if name in _WHOLE:
        return _WHOLE[name], 0
    match = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", name or "")
    return (int(match.group(1)), int(match.group(2))) if match else None


def known_type(node: exp.Expr, types: Types) -> str | None:
    """DuckDB's type of a marked node, None where it was not asked or is not known."""
    return types.get(node.meta.get(MARK, 0)) if node._meta else None


def quotient_type(left: Exact, right: Exact) -> Exact:
    """Precision and scale of left / right; past 38 digits the scale gives way, down to 4."""
    (p1, s1), (p2, s2) = left, right
    scale = max(_LEAST_SCALE, s1 + p2 - s2 + 1)
    precision = p1 - s1 + s2 + scale
    if precision > _MOST:
        scale = max(_MOST + scale - precision, min(scale, _LEAST_SCALE))
        precision = _MOST
    return precision, scale


def check_arithmetic(node: exp.Expr, types: Types) -> None:
    """Refuse arithmetic on SUPER values, which DuckDB would round to the other operand's type.

    And on a text beside a DECIMAL, of which it would make a DOUBLE, or with a fraction beside a
    whole number, which it would round.
    """
    names = [str(known_type(operand, types)) for operand in node.iter_expressions()]
    if "VARIANT" in names:
        raise not_supported("arithmetic on a SUPER value without a cast")
    texts = [n for n in node.iter_expressions() if isinstance(n, exp.Literal) and n.is_string]
    fraction = any(not text.name.strip().lstrip("+-").isdecimal() for text in texts)
    if texts and any(n.startswith("DECIMAL") or fraction and n in _WHOLE for n in names):
        raise not_supported(f"arithmetic on the text '{texts[0].name}' without a cast")


def divide(node: exp.Div, types: Types) -> exp.Expr:
    """Division by the operands' types: whole numbers cut, decimals exact, floats as floats."""
    check_arithmetic(node, types)
    left_name, right_name = (known_type(side, types) for side in (node.this, node.expression))
    left, right = exact_type(left_name), exact_type(right_name)
    if left is None or right is None:
        return node
    if left_name in _WHOLE and right_name in _WHOLE:
        return exp.Paren(
            this=exp.IntDiv(this=closed(node.this), expression=closed(node.expression))
        )
    return _divide_exactly(node, left, right)


def closed(node: exp.Expr) -> exp.Expr:
    """The operand of an operator, with brackets of its own where it is a formula itself."""
    return exp.Paren(this=node.copy()) if isinstance(node, exp.Binary) else node.copy()


def _divide_exactly(node: exp.Div, left: Exact, right: Exact) -> exp.Expr:
    precision, scale = quotient_type(left, right)
    shift = scale - left[1] + right[1]
    above = _unscaled(node.this, left[1])
    below = _unscaled(node.expression, right[1])
    if shift >= 0:
        above = exp.Mul(this=above, expression=_power(shift))
    else:
        below = exp.Paren(this=exp.Mul(this=below, expression=_power(-shift)))
    whole = exp.IntDiv(this=exp.Paren(this=above), expression=below)
    return cast_to(_scaled(whole, scale), f"DECIMAL({precision},{scale})")


def _unscaled(node: exp.Expr, scale: int) -> exp.Expr:
    value = closed(node)
    if scale:
        value = exp.Mul(this=value, expression=exp.Literal.number(f"{10**scale}"))
    return cast_to(value, "HUGEINT")


def _scaled(whole: exp.Expr, scale: int) -> exp.Expr:
    unit = exp.Literal.number("0." + "0" * (scale - 1) + "1")
    value = cast_to(exp.Paren(this=whole), f"DECIMAL({_MOST},0)")
    return exp.Mul(this=value, expression=cast_to(unit, f"DECIMAL({scale},{scale})"))


def _power(digits: int) -> exp.Expr:
    return cast_to(exp.Literal.number(10**digits), "HUGEINT")


def cast_to(node: exp.Expr, name: str) -> exp.Expr:
    """A cast that later steps leave alone: its type is DuckDB's."""
    return exp.Cast(this=node, to=duckdb_type(name))


def total(node: exp.Expr, unit: exp.Expr, name: str | None) -> exp.Expr:
    """SUM: BIGINT of small whole numbers, NUMERIC(38,0) of BIGINT, else as DuckDB has it.

    `unit` is the aggregate `node` with its FILTER and OVER; `node` itself means no change.
    """
    if name == "VARIANT":
        raise not_supported("SUM of a SUPER value without a cast")
    if name in ("BIGINT", "HUGEINT", "UBIGINT"):
        return cast_to(unit.copy(), "DECIMAL(38,0)")
    if name in _FLOATS:
        return call("total_in_range", unit)
    return cast_to(unit.copy(), "BIGINT") if name in _WHOLE else node


def mean(node: exp.Expr, unit: exp.Expr, name: str | None) -> exp.Expr:
    """AVG: a whole number of whole numbers, NUMERIC(38,s) of NUMERIC(p,s), DOUBLE of floats.

    `unit` is the aggregate `node` with its FILTER and OVER; `node` itself means no change.
    """
    if name == "VARIANT":
        raise not_supported("AVG of a SUPER value without a cast")
    exact = exact_type(name)
    if exact is None:
        return call("total_in_range", unit) if name in _FLOATS else node
    scale = exact[1]
    whole = exp.IntDiv(
        this=_unscaled(_as(unit, exp.Sum), scale),
        expression=exp.Nullif(this=_as(unit, exp.Count), expression=exp.Literal.number(0)),
    )
    if not scale:
        return cast_to(exp.Paren(this=whole), "BIGINT" if name in _WHOLE else "DECIMAL(38,0)")
    return cast_to(_scaled(whole, scale), f"DECIMAL({_MOST},{scale})")


def _as(unit: exp.Expr, aggregate: type[exp.AggFunc]) -> exp.Expr:
    other = unit.copy()
    found = other if isinstance(other, exp.Avg) else other.find(exp.Avg)
    assert found is not None
    replaced = aggregate(this=found.this.copy())
    if found is other:
        return replaced
    found.replace(replaced)
    return other
