"""Blanks at the end of a text mean nothing where values are compared.

Whether an operand is text only DuckDB's binder knows: the macro folds away where it is none, and
looks at the last byte alone where it is.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
"""

from collections.abc import Iterator

from sqlglot import exp

from ..catalog import CATALOG_SCHEMA
from .blank_joins import guard_named_joins
from .blank_keys import guard, guard_keys, strip, strip_operand
from .blank_rows import tell_rows_apart
from .context import Context
from .mixed_operands import CHECKED, check_operands

_COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between, exp.In)
_QUANTIFIED = (exp.Any, exp.All)
_PARTS = ("this", "expression", "low", "high")
_COMPARED = "compared"


def pass_over_blanks(tree: exp.Expr, context: Context) -> exp.Expr:
    """The tree with texts compared, told apart and sorted without their trailing blanks.

    Where that would cost too much, a text with such blanks raises 0A000 when it is met. The
    catalog's own names have none.
    """
    if {table.db for table in tree.find_all(exp.Table)} == {CATALOG_SCHEMA}:
        return tree
    holder = exp.Paren(this=tree)
    tell_rows_apart(holder, context)
    guard_named_joins(holder, context)
    guard_keys(holder, context)
    nodes = list(holder.walk())
    for node in nodes:
        _mend(node)
    for node in nodes:
        if type(node) in CHECKED:
            check_operands(node)
    made: exp.Expr = holder.this
    made.pop()
    return made


def with_blanks(operand: exp.Expr) -> exp.Expr:
    """What an operand of a comparison was before."""
    return strip_operand(operand) or operand


def _mend(node: exp.Expr) -> None:
    for operand in list(_operands(node)):
        _compare_without_blanks(operand)
    if isinstance(node, exp.In) and node.args.get("query") is not None:
        _strip_columns(node.args["query"])
    elif isinstance(node, exp.Nullif) and not _is_number(node.expression):
        _replace_nullif(node)
    elif isinstance(node, (exp.Greatest, exp.Least)):
        for operand in [node.this, *node.expressions]:
            operand.replace(guard(operand))


def _compare_without_blanks(operand: exp.Expr) -> None:
    if isinstance(operand, exp.Tuple):
        for item in list(operand.expressions):
            _compare_without_blanks(item)
    elif isinstance(operand, _QUANTIFIED):
        if isinstance(operand.this, exp.Query):
            _strip_columns(operand.this)
    elif isinstance(operand, exp.Query):
        _strip_columns(operand)
    else:
        operand.replace(strip(operand))


def _operands(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, _COMPARISONS) and not _is_assignment(node):
        yield from (node.args[part] for part in _PARTS if isinstance(node.args.get(part), exp.Expr))
        yield from node.expressions if isinstance(node, exp.In) else ()
    elif isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
        yield from node.this.expressions
    elif isinstance(node, exp.Case) and node.this is not None:
        yield node.this
        yield from (branch.this for branch in node.args["ifs"])
    elif isinstance(node, exp.DecodeCase):
        # The value, then what it is compared with and what that gives, by turns; then the rest.
        value, *others = node.expressions
        yield value
        yield from others[: len(others) // 2 * 2 : 2]


def _is_assignment(node: exp.Expr) -> bool:
    return isinstance(node.parent, exp.Update) and node.arg_key == "expressions"


def _strip_columns(query: exp.Expr) -> None:
    """A subquery's columns without blanks: what it is compared with is no result."""
    inner = query.unnest() if isinstance(query, exp.Subquery) else query
    items = inner.expressions if isinstance(inner, exp.Select) else []
    if items and not any(item.is_star for item in items):
        for item in items:
            value = item.unalias()
            value.replace(strip(value))
        return
    name = exp.to_identifier(_COMPARED, quoted=True)
    alias = exp.TableAlias(this=name, columns=[name.copy()])
    select = exp.Select(expressions=[strip(exp.column(_COMPARED, quoted=True))])
    select.set("from_", exp.From(this=exp.Subquery(this=inner.copy(), alias=alias)))
    inner.replace(select)


def _replace_nullif(node: exp.Nullif) -> None:
    equal = exp.EQ(this=strip(node.this), expression=strip(node.expression))
    check_operands(equal)
    found = exp.If(this=equal, true=exp.Null())
    node.replace(exp.Case(ifs=[found], default=node.this.copy()))


def _is_number(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string
