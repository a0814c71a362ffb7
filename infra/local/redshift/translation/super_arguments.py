"""SUPER values as arguments of functions that the documentation does not name for them.

Redshift has its functions of SUPER values, arithmetic and comparisons; what an ordinary function
makes of one is said nowhere: a cast says it.
Source: https://docs.aws.amazon.com/redshift/latest/dg/operators-functions.html
"""

from collections.abc import Iterable, Iterator

from sqlglot import exp

from ..errors import not_supported
from .arithmetic import Types, known_type
from .calls import find_functions
from .comparisons import MAKERS, PATHS, may_hold_super
from .context import Context

_ARGUMENT_OF = "super_argument_of"
_NAMES = MAKERS | {
    "abs", "ceil", "ceiling", "floor", "get_array_length", "is_array", "is_bigint", "is_boolean",
    "is_char", "is_integer", "is_object", "is_scalar", "is_smallint", "is_varchar", "isnull",
    "json_serialize", "json_size", "json_typeof",
}  # fmt: skip
# Others see to arithmetic, comparisons and keys.
_CLASSES = (
    exp.Array, exp.Coalesce, exp.Nvl2, exp.Count, exp.AnyValue, exp.Lag, exp.Lead, exp.FirstValue,
    exp.LastValue, exp.NthValue, exp.Cast, exp.Exists, exp.Round, exp.Sum, exp.Avg, exp.Max,
    exp.Min, exp.In, exp.Is, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between,
    exp.SubqueryPredicate, exp.ParseJSON, exp.GenerateSeries, exp.Explode, exp.Grouping,
    exp.GroupingId, exp.Star,
)  # fmt: skip
_WITH_CONDITION = (exp.Where, exp.Having, exp.Qualify, exp.If, exp.Not)
_SPELLED: dict[type[exp.Expr], str] = {exp.DPipe: "||", exp.GroupConcat: "LISTAGG"}
_OTHERS = (exp.DPipe, exp.Connector, exp.AtTimeZone)
_MAY_BE_SUPER = (*PATHS, exp.Array, exp.Coalesce, exp.Case, exp.Subquery, exp.Window, exp.Paren)


def note_arguments(tree: exp.Expr, context: Context) -> None:
    """Write onto each argument that may be SUPER the name of its function, where it must not be."""
    if not may_hold_super(tree, context):
        return
    for node in tree.walk():
        declared = _declared_super(node, context)
        for place, argument in enumerate(_arguments(node)):
            if place in declared:
                continue
            if isinstance(argument, _MAY_BE_SUPER) or _is_made(argument):
                argument.meta[_ARGUMENT_OF] = _spell(node)


def _declared_super(node: exp.Expr, context: Context) -> set[int]:
    """Places of a user's function whose parameter is SUPER in each of its forms."""
    if not isinstance(node, exp.Anonymous):
        return set()
    forms = [
        form.types
        for form in find_functions(node, context)
        if len(form.types) == len(node.expressions)
    ]
    places = range(len(node.expressions)) if forms else ()
    return {place for place in places if all(types[place] == "VARIANT" for types in forms)}


def hand_over_note(old: exp.Expr, new: exp.Expr) -> None:
    """What replaces an argument is the function's argument."""
    note = old.meta.get(_ARGUMENT_OF) if old._meta else None
    if note is not None:
        new.meta[_ARGUMENT_OF] = note


def noted_arguments(tree: exp.Expr) -> Iterator[exp.Expr]:
    """The arguments whose types must be known."""
    return (node for node in tree.walk() if node._meta and _ARGUMENT_OF in node.meta)


def check_argument(node: exp.Expr, types: Types) -> None:
    """Raise 0A000 for a noted argument that is a SUPER value."""
    note = node.meta.get(_ARGUMENT_OF) if node._meta else None
    if note is not None and known_type(node, types) == "VARIANT":
        raise not_supported(f"{note} of a SUPER value without a cast")


def _arguments(node: exp.Expr) -> Iterable[exp.Expr]:
    if isinstance(node, exp.Anonymous):
        return () if node.name.lower() in _NAMES else node.expressions
    if isinstance(node, exp.Case):
        return (node.this,) if node.this is not None else ()
    if isinstance(node, _WITH_CONDITION):
        return (node.this,)
    if isinstance(node, _CLASSES):
        return ()
    named = isinstance(node, (exp.Func, exp.Predicate, *_OTHERS))
    return node.iter_expressions() if named else ()


def _is_made(argument: exp.Expr) -> bool:
    return isinstance(argument, exp.Anonymous) and argument.name.lower() in MAKERS


def _spell(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return node.name.lower() + "()"
    if isinstance(node, (exp.Where, exp.Having, exp.Qualify, exp.If, exp.Not, exp.Connector)):
        return "a condition"
    return _SPELLED.get(type(node)) or type(node).__name__.upper()
