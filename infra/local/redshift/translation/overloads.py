"""Calls of macros that have a form for each type, over aggregates and window functions.

DuckDB chooses among the forms before it has bound an aggregate, and finds "multiple overloads".
What is in a list has been bound: there the choice is made, as `list_transform([min(t)], lambda v:
to_moment(v))[1]`. Over a million rows of LAG that costs a tenth more time.
"""

import re

from sqlglot import exp

from .build import FORMS, call
from .macros import MACROS

_PARAMETER = r"[a-z]\w*(?: [A-Z]+)?"
_FORM = re.compile(rf"(?:^|, )\(({_PARAMETER}(?:, {_PARAMETER})*)\) AS ")


def _has_forms_by_type(body: str) -> bool:
    forms = _FORM.findall(body)
    return len(forms) > 1 and any(part[-1].isupper() for form in forms for part in form.split(", "))


OVERLOADED = frozenset(name for name, body in MACROS.items() if _has_forms_by_type(body))
# DuckDB's, which the translation itself has written.
_AGGREGATES = frozenset(
    {"bit_and", "bit_or", "list", "quantile_cont", "quantile_disc", "string_agg"}
)
_VALUE = "value_in_list"


def choose_overloads(tree: exp.Expr) -> exp.Expr:
    """Let DuckDB know the types of all arguments of such calls, innermost first."""
    for node in reversed(list(tree.walk())):
        if not isinstance(node, exp.Anonymous) or not _has_forms(node):
            continue
        if not any(_is_of_many_rows(given) for given in node.expressions):
            continue
        schema = node.parent
        whole = schema if isinstance(schema, exp.Dot) and schema.expression is node else node
        made = _call_in_list(node, whole)
        if whole is tree:
            tree = made
        else:
            whole.replace(made)
    return tree


def _has_forms(node: exp.Anonymous) -> bool:
    return node.name in OVERLOADED or bool(node._meta and node.meta.get(FORMS))


def _is_of_many_rows(value: exp.Expr) -> bool:
    """Whether an aggregate or a window function is in it, those of subqueries aside."""
    return any(
        isinstance(node, (exp.AggFunc, exp.Window))
        or (isinstance(node, exp.Anonymous) and node.name in _AGGREGATES)
        for node in value.walk(prune=lambda node: isinstance(node, exp.Query))
    )


def _call_in_list(node: exp.Anonymous, whole: exp.Expr) -> exp.Expr:
    places = [n for n, given in enumerate(node.expressions) if not isinstance(given, exp.Literal)]
    values = [node.expressions[place] for place in places]
    item, parts = (values[0], [_value()]) if len(values) == 1 else _together(values)
    for place, part in zip(places, parts, strict=True):
        node.expressions[place].replace(part)
    function = exp.Lambda(this=whole.copy(), expressions=[exp.to_identifier(_VALUE)])
    applied = exp.Transform(this=exp.Array(expressions=[item]), expression=function)
    return call("list_extract", applied, 1)


def _together(values: list[exp.Expr]) -> tuple[exp.Expr, list[exp.Expr]]:
    """Several values as one, and how each is found in it."""
    names = [f"v{number}" for number in range(len(values))]
    pairs = [
        exp.PropertyEQ(this=exp.to_identifier(name), expression=value.copy())
        for name, value in zip(names, values, strict=True)
    ]
    return exp.Struct(expressions=pairs), [call("struct_extract", _value(), n) for n in names]


def _value() -> exp.Expr:
    return exp.to_identifier(_VALUE)
