"""Finds the expressions whose types Redshift rules differently, and rewrites them to a fixed point.

A rewritten expression changes the types of those around it, in outer queries too: types are asked
again after every rewriting until they stay as they are.
"""

from collections.abc import Callable, Iterator

from sqlglot import exp

from ..catalog import CATALOG_SCHEMA
from ..errors import not_supported
from .arithmetic import (
    Types,
    cast_to,
    check_arithmetic,
    divide,
    exact_type,
    known_type,
    mean,
    total,
)
from .blank_keys import extreme
from .build import call
from .comparisons import COMPARISONS, compare, compared_operands
from .computation import compute, guard_ranges, widen_floats
from .constant_types import WRITTEN, constant_types
from .context import Context
from .generate import generate_sql
from .percentiles import interpolate, is_percentile
from .settled import Rewriting, has_type_of_first, is_settled
from .super_arguments import check_argument, noted_arguments
from .super_names import SuperNames
from .type_oracle import MARK, ask_types, mark_operand, wrap_marked

_ROUNDS = 12
_PATHS = (exp.Column, exp.Bracket, exp.Dot)
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod)
_AGGREGATES = (exp.Sum, exp.Avg, exp.Min, exp.Max)
_COMPUTED = (exp.Div, exp.Sum, exp.Avg, exp.Round, exp.Sign)
AsQuery = Callable[[exp.Expr], exp.Expr]


def settle_types(tree: exp.Expr, as_query: AsQuery, context: Context) -> exp.Expr:
    """The tree with Redshift's types; `as_query` makes the SELECT whose binding tells them."""
    if _lists_the_catalog(tree) or not (marks := _mark(tree, SuperNames(tree, context))):
        return tree
    constants = constant_types(tree, context)
    types: Types = dict(constants)
    if marks <= constants.keys():
        made, rewriting = rewrite(tree, types)
        return guard_ranges(made, rewriting.types)
    before: Rewriting | None = None
    for _ in range(_ROUNDS):
        made, rewriting = rewrite(tree.copy(), types)
        if before is not None and is_settled(tree, before, rewriting):
            return guard_ranges(made, rewriting.types)
        probe = generate_sql(wrap_marked(as_query(made), constants), spent=True)
        types, before = {**ask_types(probe, context), **constants}, rewriting
    raise not_supported("an expression whose type does not settle")


def _lists_the_catalog(tree: exp.Expr) -> bool:
    """No SUPER is there to be cast and nothing is computed; its views would make large plans."""
    local = {cte.alias for cte in tree.find_all(exp.CTE)}
    read = {t.db for t in tree.find_all(exp.Table) if t.db or t.name not in local}
    return read == {CATALOG_SCHEMA} and tree.find(*_COMPUTED) is None


def _mark(tree: exp.Expr, names: SuperNames) -> set[int]:
    marks: dict[tuple[int, str], int] = {}
    operands = list(_operands(tree))
    if names.may_hold:
        for node in tree.find_all(*COMPARISONS):
            sides = list(compared_operands(node))
            operands += sides if any(map(names.may_be, sides)) else ()
        operands += filter(names.may_be, noted_arguments(tree))
    for operand in operands:
        select = operand.find_ancestor(exp.Select)
        mark_operand(operand, id(select), marks)
    return set(marks.values())


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


def rewrite(tree: exp.Expr, types: Types) -> tuple[exp.Expr, Rewriting]:
    """Apply the rules to every expression whose operands' types are known."""
    asked, types = types, dict(types)
    rewriting = Rewriting(types)
    nodes = list(tree.walk())
    for place in reversed(range(len(nodes))):
        node = nodes[place]
        new = _rewritten(node, types)
        if new is node:
            if isinstance(node, exp.Sum) and _foretell(node, types):
                rewriting.told.add(place)
            continue
        before, after = (tuple(_operand_types(node, known)) for known in (asked, types))
        rewriting.note(place, before, after, new)
        unit = _unit(node) if isinstance(node, (exp.Sum, exp.Avg)) else node
        _hand_over_mark(unit, new, types)
        if unit is tree:
            tree = new
        else:
            unit.replace(new)
    return tree, rewriting


def _operand_types(node: exp.Expr, types: Types) -> Iterator[str | None]:
    for operand in node.iter_expressions():
        yield known_type(operand, types)
        if isinstance(operand, exp.Distinct):
            yield from (known_type(item, types) for item in operand.expressions)


def _foretell(node: exp.Sum, types: Types) -> bool:
    """Whether the type of a sum is told by that of its argument: DuckDB's sums have 38 digits."""
    exact = exact_type(known_type(node.this, types))
    if exact is None or not str(known_type(node.this, types)).startswith("DECIMAL"):
        return False
    if node._meta and MARK in node.meta:
        types[node.meta[MARK]] = f"DECIMAL(38,{exact[1]})"
    return True


def _hand_over_mark(old: exp.Expr, new: exp.Expr, types: Types) -> None:
    """What replaces a marked expression has its mark, and a type that may be known already."""
    told = isinstance(new, exp.Cast) and (
        WRITTEN.get(new.to.this) or new.to.sql(dialect="duckdb").replace(" ", "")
    )
    mark = old.meta.get(MARK) if old._meta else None
    if mark is not None:
        for inner in new.walk():
            if inner._meta and inner.meta.get(MARK) == mark:
                del inner.meta[MARK]
        new.meta[MARK] = mark
    around: exp.Expr | None = old
    while told and around is not None:
        if around._meta and MARK in around.meta:
            types[around.meta[MARK]] = told
        around = around.parent if has_type_of_first(around.parent, around) else None


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
    if name == "VARIANT" and node.to.this is not exp.DType.VARIANT:
        return exp.TryCast(this=node.this.copy(), to=node.to.copy())
    return node
