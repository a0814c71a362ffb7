"""Numbers beside texts, where DuckDB casts the text and rounds what it reads.

Redshift makes texts of whole numbers and of floats, and a DECIMAL of a text beside one. Which it is
only the types tell, as DuckDB's binder finds them; it asks for no value. A text that is no literal
raises 0A000 where it is compared with another type, and so does a literal with a fraction that the
number beside it does not hold.
Source: https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html
(general compatibility and conversion rules)
"""

import re
from collections.abc import Iterator

from sqlglot import exp

from .blank_keys import strip_beside, strip_operand
from .build import call

_EQUALITIES = (exp.EQ, exp.NEQ)
# A number and a text have no order for DuckDB either.
_ORDERS = (exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between)
_CHOICES = (exp.Coalesce, exp.Greatest, exp.Least)
_COMPARING = frozenset((*_EQUALITIES, *_ORDERS, exp.In, exp.Case, exp.DecodeCase))
_CHOOSING = frozenset((*_CHOICES, exp.Case, exp.DecodeCase))
CHECKED = _COMPARING | _CHOOSING
_FRACTION = re.compile(r"\s*[+-]?(\d+\.\d*|\.?\d+)(e[+-]?\d+)?\s*", re.IGNORECASE)
_WORDED_MOMENT = re.compile(r"\s*(\d{4}-\d{1,2}-\d{1,2}.*[A-SU-Ya-su-y]|[+-]?inf)", re.DOTALL)
_WHOLE = re.compile(r"\s*[+-]?\d+\s*")


def check_operands(node: exp.Expr) -> None:
    """Let what a node would answer otherwise raise once its types are bound.

    Its texts are without their blanks by now.
    """
    kind = type(node)
    if kind in _COMPARING:
        compared = list(_compared(node))
        _check_literals(compared)
        if kind not in _ORDERS:
            _check_texts(compared)
    if kind in _CHOOSING:
        _check_literals(list(_chosen(node)))


def _compared(node: exp.Expr) -> Iterator[exp.Expr]:
    """What is compared with each other: the first operand with each other one."""
    if isinstance(node, (*_EQUALITIES, *_ORDERS)):
        if isinstance(node, exp.Between):
            yield from (node.this, node.args["low"], node.args["high"])
        elif not _is_apart(node):
            yield from (node.this, node.expression)
    elif isinstance(node, exp.In):
        yield from (node.this, *node.expressions)
    elif isinstance(node, exp.Case) and node.this is not None:
        yield from (node.this, *(branch.this for branch in node.args["ifs"]))
    elif isinstance(node, exp.DecodeCase):
        yield from _decoded(node, compared=True)


def _is_apart(node: exp.Expr) -> bool:
    """Whether it is no comparison of two values: SET of an UPDATE, or one with ANY or ALL."""
    is_set = isinstance(node.parent, exp.Update) and node.arg_key == "expressions"
    return is_set or isinstance(node.expression, (exp.Any, exp.All))


def _chosen(node: exp.Expr) -> Iterator[exp.Expr]:
    """What a choice is made of: all takes one type."""
    if isinstance(node, _CHOICES):
        yield from (node.this, *node.expressions)
    elif isinstance(node, exp.Case):
        yield from (branch.args["true"] for branch in node.args["ifs"])
        if node.args.get("default") is not None:
            yield node.args["default"]
    elif isinstance(node, exp.DecodeCase):
        yield from _decoded(node, compared=False)


def _decoded(node: exp.DecodeCase, *, compared: bool) -> list[exp.Expr]:
    """The value and what it is compared with, or what that gives and the rest."""
    value, *others = node.expressions
    pairs, rest = others[: len(others) // 2 * 2], others[len(others) // 2 * 2 :]
    return [value, *pairs[::2]] if compared else [*pairs[1::2], *rest]


def _check_literals(group: list[exp.Expr]) -> None:
    literals = [operand for operand in group if _is_in_doubt(operand)]
    if not literals:
        return
    beside = next((operand for operand in group if not _is_untyped(operand)), None)
    if beside is not None:
        for literal in literals:
            literal.replace(call("literal_beside", literal, strip_operand(beside) or beside))


def _check_texts(group: list[exp.Expr]) -> None:
    """Ask one operand that may be a text for the type of another."""
    typed = [operand for operand in group if not _is_untyped(operand)]
    for operand in typed:
        value = strip_operand(operand)
        others = [other for other in typed if other is not operand]
        if value is not None and others:
            other = strip_operand(others[0]) or others[0]
            operand.replace(strip_beside(value, other))
            return


def _is_in_doubt(operand: exp.Expr) -> bool:
    """Whether a text reads as a number with a fraction, or as a moment with a word behind it."""
    if not (isinstance(operand, exp.Literal) and operand.is_string):
        return False
    text = operand.name
    is_fraction = _FRACTION.fullmatch(text) and not _WHOLE.fullmatch(text)
    return bool(is_fraction or _WORDED_MOMENT.match(text))


def _is_untyped(operand: exp.Expr) -> bool:
    return isinstance(operand, exp.Null) or isinstance(operand, exp.Literal) and operand.is_string
