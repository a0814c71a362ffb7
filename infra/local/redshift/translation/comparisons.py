"""Comparisons and the order of SUPER values, which have their types in the values themselves.

DuckDB orders what differs in type, and takes 5.0 of JSON for another number than 5: numbers are
compared by their value here, and an order among different types is NULL.
Source: https://docs.aws.amazon.com/redshift/latest/dg/query-super.html (dynamic typing, order by)
"""

from collections.abc import Iterator

from sqlglot import exp

from ..errors import not_supported
from .arithmetic import Types, known_type
from .build import call, cast
from .context import Context

_EQUALITIES = (exp.EQ, exp.NEQ, exp.In)
_INEQUALITIES = (exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between)
COMPARISONS = (*_EQUALITIES, *_INEQUALITIES, exp.Ordered)
SIGNS = (exp.Bracket, exp.Dot, exp.ParseJSON, exp.Lateral)
# The functions that answer SUPER values, and what they become.
MAKERS = frozenset({
    "array_concat", "array_flatten", "cast_super", "json_parse", "object", "parse_json",
    "split_to_array", "subarray", "super_array_concat", "super_array_flatten", "super_split",
    "super_subarray",
})  # fmt: skip
PATHS = (exp.Column, exp.Bracket, exp.Dot)
_LITERALS = (exp.Literal, exp.Null, exp.Boolean)
# Never SUPER, nor is what is compared with them alone.
_STATIC = (*_LITERALS, exp.Cast, exp.Count, exp.Sum, exp.Avg, exp.Add, exp.Sub, exp.Mul)
_KINDS = {"VARCHAR": "string", "BOOLEAN": "boolean", "FLOAT": "number", "DOUBLE": "number"}
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "INTEGER_LITERAL", "BIGINT", "HUGEINT")


def may_hold_super(tree: exp.Expr, context: Context) -> bool:
    """Whether anything in the tree tells of SUPER values: types are asked for only then."""
    supers = context.catalog.super_columns()
    for node in tree.walk():
        # Most nodes are names: they are passed over before anything is asked of them.
        if type(node) is exp.Identifier:
            continue
        if makes_super(node) or type(node) is exp.Column and not supers.isdisjoint(_names(node)):
            return True
    return False


def _names(column: exp.Column) -> tuple[str, str]:
    return column.name, column.table


def makes_super(node: exp.Expr) -> bool:
    """Whether the node alone tells: a path, a cast, a function."""
    if isinstance(node, SIGNS):
        return True
    if isinstance(node, exp.Column):
        return bool(node.db)
    if isinstance(node, exp.Anonymous):
        return node.name.lower() in MAKERS
    return isinstance(node, exp.Cast) and node.to.this in (exp.DType.VARIANT, exp.DType.SUPER)


def compared_operands(node: exp.Expr) -> Iterator[exp.Expr]:
    """What of a comparison must have its type known: all of it where something may be SUPER."""
    sides = [side for side in _sides(node) if not isinstance(side, _LITERALS)]
    if not all(_is_static(side) for side in sides):
        yield from sides


def _is_static(side: exp.Expr) -> bool:
    return isinstance(side, _STATIC) and not makes_super(side)


def compare(node: exp.Expr, types: Types) -> exp.Expr:
    """A comparison as it is among SUPER values, where one of its operands is SUPER."""
    sides = _sides(node)
    if all(known_type(side, types) != "VARIANT" for side in sides):
        return node
    if any(known_type(s, types) is None and not isinstance(s, _LITERALS) for s in sides):
        return node
    kinds = [_kind(side, types) for side in sides]
    made = node.copy()
    for side, other in zip(sides, _sides(made), strict=True):
        other.replace(_key(side, types))
    if not isinstance(node, _INEQUALITIES):
        return made
    alike: exp.Expr = exp.EQ(this=kinds[0], expression=kinds[1])
    if len(kinds) == 3:
        alike = exp.and_(alike, exp.EQ(this=kinds[0].copy(), expression=kinds[2]))
    return exp.Case(ifs=[exp.If(this=alike, true=made)])


def _sides(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.Between):
        return [node.this, node.args["low"], node.args["high"]]
    if isinstance(node, exp.In):
        return [node.this, *node.expressions]
    if isinstance(node, exp.Ordered):
        return [node.this]
    return [node.this, node.args["expression"]]


def _key(side: exp.Expr, types: Types) -> exp.Expr:
    """A value of which equal numbers are equal."""
    name = known_type(side, types)
    if name == "VARIANT":
        return call("super_key", side)
    return call("super_key", cast(side, "VARIANT")) if name in ("FLOAT", "DOUBLE") else side.copy()


def _kind(side: exp.Expr, types: Types) -> exp.Expr:
    """What json_typeof() says of a value, told from its type where that suffices."""
    name = known_type(side, types) or ""
    if name == "VARIANT":
        return call("super_type", side)
    if isinstance(side, exp.Literal):
        return exp.Literal.string("string" if side.is_string else "number")
    if isinstance(side, exp.Boolean):
        return exp.Literal.string("boolean")
    if isinstance(side, exp.Null):
        return exp.Null()
    if name in _WHOLE or name.startswith("DECIMAL"):
        return exp.Literal.string("number")
    if name not in _KINDS:
        raise not_supported(f"comparing a SUPER value with {name or side.sql()} without a cast")
    return exp.Literal.string(_KINDS[name])
