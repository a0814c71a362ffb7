"""The types of sums, differences and products, and errors where floats leave their range.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html
"""

from sqlglot import exp

from .arithmetic import Exact, Types, cast_to, check_arithmetic, closed, exact_type, known_type
from .build import call

ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div)
_FLOATS = ("FLOAT", "DOUBLE")
_MOST = 38
# DuckDB keeps a product within 18 digits where both factors are, and fails past them.
_FEW_DIGITS = 18


def compute(node: exp.Binary, types: Types) -> exp.Expr:
    """A sum, difference or product of Redshift's type; raises 0A000 for SUPER operands."""
    check_arithmetic(node, types)
    names = [known_type(side, types) for side in (node.this, node.expression)]
    if isinstance(node, exp.Sub) and names == ["DATE", "DATE"]:
        return cast_to(node.copy(), "INTEGER")
    if "FLOAT" in names:
        return widen_floats(node, types)
    left, right = (exact_type(name) for name in names)
    if isinstance(node, exp.Mod) or left is None or right is None:
        return node
    if not any(str(name).startswith("DECIMAL") for name in names):
        return node
    return _compute_exactly(node, left, right)


def widen_floats(node: exp.Binary, types: Types) -> exp.Expr:
    """REAL with any other number is DOUBLE PRECISION, where DuckDB has it REAL."""
    made = node.copy()
    sides = (node.this, node.expression)
    names = [known_type(side, types) for side in sides]
    if names.count("FLOAT") != 1 or not all(_is_number(name) for name in names):
        return node
    part = "this" if names[0] == "FLOAT" else "expression"
    made.set(part, cast_to(closed(node.args[part]), "DOUBLE"))
    return made


def computed_type(node: exp.Expr, left: Exact, right: Exact) -> Exact:
    """Precision and scale of left + right, left - right or left * right, of 38 digits at most."""
    (p1, s1), (p2, s2) = left, right
    if isinstance(node, exp.Mul):
        return min(_MOST, p1 + p2 + 1), min(_MOST, s1 + s2)
    scale = max(s1, s2)
    return min(_MOST, max(p1 - s1, p2 - s2) + 1 + scale), scale


def _compute_exactly(node: exp.Binary, left: Exact, right: Exact) -> exp.Expr:
    precision, scale = computed_type(node, left, right)
    made = node.copy()
    if isinstance(node, exp.Mul) and left[0] + right[0] > _FEW_DIGITS:
        widest = min(_MOST, max(_FEW_DIGITS + 1, left[0]))
        made.set("this", cast_to(closed(node.this), f"DECIMAL({widest},{left[1]})"))
    return cast_to(made, f"DECIMAL({precision},{scale})")


def guard_ranges(tree: exp.Expr, types: Types) -> exp.Expr:
    """Raise 22003 where a result of floats is none of finite operands.

    Only the whole of a formula is checked: no sum, difference or product of an infinity is finite,
    and a divisor is a formula of its own.
    """
    for node in reversed(list(tree.walk())):
        if not isinstance(node, ARITHMETIC) or _is_inner(node):
            continue
        floats = [leaf for leaf in _leaves(node) if _is_float(leaf, types)]
        if not floats:
            continue
        finite = exp.and_(*(call("isfinite", leaf) for leaf in floats), copy=False)
        guarded = call("within_range", node, finite)
        if node is tree:
            return guarded
        node.replace(guarded)
    return tree


def _is_inner(node: exp.Expr) -> bool:
    child, parent = node, node.parent
    while isinstance(parent, (exp.Paren, exp.Neg)):
        child, parent = parent, parent.parent
    if isinstance(parent, exp.Div):
        return child.arg_key == "this"
    return isinstance(parent, ARITHMETIC)


def _leaves(node: exp.Expr) -> list[exp.Expr]:
    inner = node
    while isinstance(inner, (exp.Paren, exp.Neg)):
        inner = inner.this
    if not isinstance(inner, ARITHMETIC):
        return [node]
    left, right = inner.this, inner.expression
    return _leaves(left) + ([right] if isinstance(inner, exp.Div) else _leaves(right))


def _is_float(leaf: exp.Expr, types: Types) -> bool:
    widened = isinstance(leaf, exp.Cast) and leaf.to.this is exp.DType.DOUBLE
    return widened or known_type(leaf, types) in _FLOATS


def _is_number(name: str | None) -> bool:
    return name in _FLOATS or exact_type(name) is not None
