"""Finds the expressions whose types Redshift rules differently, and rewrites them to a fixed point.

A rewritten expression changes the types of those around it, in outer queries too: types are asked
again after every rewriting until they stay as they are.
"""

from collections.abc import Callable, Iterator

from sqlglot import exp

from ..catalog import CATALOG_SCHEMA
from ..errors import not_supported
from .arithmetic import Types, cast_to, check_arithmetic, divide, known_type, mean, total
from .blank_keys import extreme
from .build import call
from .comparisons import COMPARISONS, compare, compared_operands, may_hold_super
from .computation import compute, guard_ranges, widen_floats
from .context import Context
from .generate import generate_sql
from .percentiles import interpolate, is_percentile
from .super_arguments import check_argument, noted_arguments
from .type_oracle import MARK, ask_types, mark_operand, wrap_marked

_ROUNDS = 12
_PATHS = (exp.Column, exp.Bracket, exp.Dot)
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod)
_AGGREGATES = (exp.Sum, exp.Avg, exp.Min, exp.Max)
_COMPUTED = (exp.Div, exp.Sum, exp.Avg, exp.Round, exp.Sign)
_WHOLE = {"INTEGER": 2**31 - 1, "BIGINT": 2**63 - 1}
_WRITTEN = {exp.DType.INT: "INTEGER", exp.DType.BIGINT: "BIGINT", exp.DType.DOUBLE: "DOUBLE"}
AsQuery = Callable[[exp.Expr], exp.Expr]


def settle_types(tree: exp.Expr, as_query: AsQuery, context: Context) -> exp.Expr:
    """The tree with Redshift's types; `as_query` makes the SELECT whose binding tells them."""
    if _lists_the_catalog(tree) or not (marks := _mark(tree, may_hold_super(tree, context))):
        return tree
    constants = _constant_types(tree, context)
    types: Types = dict(constants)
    if marks <= constants.keys():
        return guard_ranges(rewrite(tree, types), types)
    asked = ""
    for _ in range(_ROUNDS):
        marked = wrap_marked(as_query(rewrite(tree.copy(), types)), constants)
        probe = generate_sql(marked, spent=True)
        # The same question has the same answer: rewriting by the types has changed nothing.
        found = types if probe == asked else {**ask_types(probe, context), **constants}
        if found == types:
            return guard_ranges(rewrite(tree, types), types)
        types, asked = found, probe
    raise not_supported("an expression whose type does not settle")


def _lists_the_catalog(tree: exp.Expr) -> bool:
    """No SUPER is there to be cast and nothing is computed; its views would make large plans."""
    local = {cte.alias for cte in tree.find_all(exp.CTE)}
    read = {t.db for t in tree.find_all(exp.Table) if t.db or t.name not in local}
    return read == {CATALOG_SCHEMA} and tree.find(*_COMPUTED) is None


def _mark(tree: exp.Expr, with_comparisons: bool) -> set[int]:
    marks: dict[tuple[int, str], int] = {}
    compared = tree.find_all(*COMPARISONS) if with_comparisons else ()
    operands = [*_operands(tree), *(side for node in compared for side in compared_operands(node))]
    operands += noted_arguments(tree) if with_comparisons else ()
    for operand in operands:
        select = operand.find_ancestor(exp.Select)
        mark_operand(operand, id(select), marks)
    return set(marks.values())


def _constant_types(tree: exp.Expr, context: Context) -> Types:
    """Types of marked constants, which the binder folds away before they could be found."""
    found: Types = {}
    for node in tree.walk():
        mark = node.meta.get(MARK) if node._meta else None
        constant = mark is not None and not node.find(exp.Column, exp.AggFunc, exp.Query)
        if constant and mark is not None and mark not in found:
            found[mark] = _written_type(node) or context.catalog.constant_type(generate_sql(node))
    return found


def _written_type(node: exp.Expr) -> str:
    """The type of a whole number or of a cast literal, which need not be asked."""
    if isinstance(node, exp.Literal) and not node.is_string and node.name.isdecimal():
        fitting = (kind for kind, last in _WHOLE.items() if int(node.name) <= last)
        return next(fitting, "")
    if not (isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal)):
        return ""
    return _WRITTEN.get(node.to.this, "")


def _operands(tree: exp.Expr) -> Iterator[exp.Expr]:
    for node in tree.walk():
        if isinstance(node, _ARITHMETIC):
            yield node.this
            yield node.expression
        elif isinstance(node, _AGGREGATES):
            yield _argument(node)
        elif is_percentile(node):
            yield node.expressions[0]
        elif (
            isinstance(node, (exp.Round, exp.Sign))
            or isinstance(node, (exp.Cast, exp.Neg))
            and isinstance(node.this, _PATHS)
        ):
            yield node.this


def _argument(aggregate: exp.Expr) -> exp.Expr:
    inner = aggregate.this
    if isinstance(inner, exp.Distinct):
        found: exp.Expr = inner.expressions[0]
        return found
    assert isinstance(inner, exp.Expr)
    return inner


def rewrite(tree: exp.Expr, types: Types) -> exp.Expr:
    """Apply the rules to every expression whose operands' types are known."""
    types = dict(types)
    for node in reversed(list(tree.walk())):
        new = _rewritten(node, types)
        if new is node:
            continue
        unit = _unit(node) if isinstance(node, (exp.Sum, exp.Avg)) else node
        _hand_over_mark(unit, new, types)
        if unit is tree:
            tree = new
        else:
            unit.replace(new)
    return tree


def _hand_over_mark(old: exp.Expr, new: exp.Expr, types: Types) -> None:
    """What replaces a marked expression has its mark, and a type that may be known already."""
    mark = old.meta.get(MARK) if old._meta else None
    if mark is None:
        return
    for inner in new.walk():
        if inner._meta and inner.meta.get(MARK) == mark:
            del inner.meta[MARK]
    new.meta[MARK] = mark
    if isinstance(new, exp.Cast):
        spelled = _WRITTEN.get(new.to.this)
        types[mark] = spelled or new.to.sql(dialect="duckdb").replace(" ", "")


def _rewritten(node: exp.Expr, types: Types) -> exp.Expr:
    check_argument(node, types)
    if isinstance(node, (*_ARITHMETIC, exp.Neg)):
        return _computed(node, types)
    if isinstance(node, COMPARISONS):
        return compare(node, types)
    if isinstance(node, _AGGREGATES):
        return _aggregated(node, types)
    if is_percentile(node):
        return interpolate(node, types)
    if isinstance(node, exp.Sign):
        name = known_type(node.this, types)
        return cast_to(node.copy(), "DOUBLE" if name in ("DOUBLE", "FLOAT") else "DECIMAL(1,0)")
    if isinstance(node, exp.Round):
        return _round(node, known_type(node.this, types))
    if isinstance(node, exp.Cast) and not isinstance(node, exp.TryCast):
        return _cast(node, known_type(node.this, types))
    return node


def _computed(node: exp.Binary | exp.Neg, types: Types) -> exp.Expr:
    if isinstance(node, exp.Neg):
        check_arithmetic(node, types)
        return node
    if not isinstance(node, exp.Div):
        return compute(node, types)
    made = divide(node, types)
    return widen_floats(node, types) if made is node else made


def _aggregated(node: exp.Expr, types: Types) -> exp.Expr:
    if isinstance(node, (exp.Min, exp.Max)):
        return extreme(node, _argument(node), types)
    rule = total if isinstance(node, exp.Sum) else mean
    return rule(node, _unit(node), known_type(_argument(node), types))


def _unit(aggregate: exp.Expr) -> exp.Expr:
    """The aggregate with its FILTER and OVER."""
    unit = aggregate
    while isinstance(unit.parent, (exp.Filter, exp.Window)) and unit.arg_key == "this":
        unit = unit.parent
    return unit


def _round(node: exp.Round, name: str | None) -> exp.Expr:
    """ROUND keeps its argument's type; DuckDB's would lose the scale."""
    if name and name.startswith("DECIMAL"):
        return cast_to(node.copy(), name)
    if name == "VARIANT":
        if node.args.get("decimals") is not None:
            raise not_supported("ROUND of a SUPER value to a number of digits")
        return call("super_round", node.this)
    return node


def _cast(node: exp.Cast, name: str | None) -> exp.Expr:
    """A cast of a SUPER value that does not fit is NULL in Redshift's default mode."""
    if name == "VARIANT" and not node.to.is_type("VARIANT"):
        return exp.TryCast(this=node.this.copy(), to=node.to.copy())
    return node
