"""UNION, INTERSECT and EXCEPT take columns of one category; DuckDB would make text of both.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_UNION.html
"""

from collections.abc import Iterator

from sqlglot import exp

from ..catalog import CATALOG_SCHEMA
from ..errors import RedshiftError, not_supported
from .context import Context
from .generate import generate_sql
from .text_literals import is_text_literal, type_literals

# What holds a query whose columns are those of a table, or are put into one.
_HOLDERS = (
    exp.From, exp.Join, exp.CTE, exp.Subquery, exp.SetOperation, exp.Create, exp.Insert,
)  # fmt: skip
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
_MOMENTS = ("DATE", "TIMESTAMP")
VARIANT = "VARIANT"
_NAMES = {"INTEGER": "integer", "BIGINT": "bigint", "VARCHAR": "character varying"}


def check_set_operations(tree: exp.Expr, context: Context) -> None:
    """Raise where the queries of a set operation differ in their columns' number or category.

    A literal without a type takes that of its column.
    The system catalog's own types are not Redshift's: what reads it is let be.
    """
    if any(table.db == CATALOG_SCHEMA for table in tree.find_all(exp.Table)):
        return
    for node in list(tree.find_all(exp.SetOperation)):
        if not isinstance(node.parent, exp.SetOperation) and _stands_alone(node):
            _check(node, context)


def _stands_alone(node: exp.Expr) -> bool:
    """Whether a query is told by the CTEs around it: neither correlated nor recursive."""
    child, parent = node, node.parent
    while parent is not None:
        if isinstance(parent, exp.CTE) and parent.parent.args.get("recursive"):  # type: ignore[union-attr]
            return False
        if isinstance(child, exp.Query) and not isinstance(parent, _HOLDERS):
            return False
        child, parent = parent, parent.parent
    return True


def _check(node: exp.Expr, context: Context) -> None:
    _check_order(node)
    kinds: list[str | None] = []
    operation = type(node).__name__.upper()
    selects = list(leaves(node))
    for select in selects:
        found = types_of(select, select, context)
        kinds = kinds or [None] * len(found)
        if len(kinds) != len(found):
            raise RedshiftError(
                "42601", f"each {operation} query must have the same number of columns"
            )
        if VARIANT in found and node.args.get("distinct") is not False:
            raise not_supported(f"{operation} of SUPER values without a cast")
        if VARIANT in found and node.args.get("order"):
            raise not_supported("ORDER BY of SUPER values of a set operation")
        for place, kind in enumerate(found):
            first = kinds[place]
            if first and kind and _category(first) != _category(kind):
                raise RedshiftError(
                    "42804",
                    f"{operation} types {_spell(first)} and {_spell(kind)} cannot be matched",
                )
            kinds[place] = first or kind
    for select in selects:
        type_literals(select, kinds, context)


def _check_order(node: exp.Expr) -> None:
    """Only the columns of the whole are sorted by, by their names or positions."""
    order = node.args.get("order")
    for item in order.expressions if order is not None else []:
        if not isinstance(item.this, (exp.Column, exp.Literal)):
            raise not_supported("ORDER BY of a set operation by an expression of its columns")


def leaves(node: exp.Expr) -> Iterator[exp.Select]:
    """The SELECTs that a set operation is made of, in their order."""
    for side in (node.this, node.args["expression"]):
        inner = side.unnest() if isinstance(side, exp.Subquery) else side
        if isinstance(inner, exp.SetOperation):
            yield from leaves(inner)
        elif isinstance(inner, exp.Select):
            yield inner


def types_of(select: exp.Select, place: exp.Select, context: Context) -> list[str | None]:
    """DuckDB's types of a query that stands in the place of another; None for a literal's."""
    found = context.catalog.column_types(generate_sql(in_scope(select, place), spent=True))
    items = [] if any(item.is_star for item in select.expressions) else select.expressions
    free = [is_text_literal(item) or isinstance(item.unalias(), exp.Null) for item in items]
    free += [False] * (len(found) - len(free))
    pairs = zip(found, free, strict=False)
    return [None if literal or kind == '"NULL"' else kind for kind, literal in pairs]


def in_scope(query: exp.Expr, place: exp.Select) -> exp.Expr:
    """A query by itself, with the common table expressions that are seen from a place."""
    alone = query.copy()
    alone.set("with_", _scope(place))
    return alone


def _scope(select: exp.Select) -> exp.With | None:
    """The common table expressions that a query sees, outermost first."""
    ctes: list[exp.Expr] = []
    node: exp.Expr | None = select
    inside: exp.Expr | None = None
    recursive = False
    while node is not None:
        with_ = node.args.get("with_")
        if with_ is not None:
            listed = with_.expressions
            seen = listed[: listed.index(inside)] if inside in listed else listed
            ctes = [cte.copy() for cte in seen] + ctes
            recursive = recursive or bool(with_.args.get("recursive"))
        inside = node if isinstance(node, exp.CTE) else inside
        node = node.parent
    return exp.With(expressions=ctes, recursive=recursive) if ctes else None


def _category(kind: str) -> str:
    if kind.startswith(_NUMBERS):
        return "number"
    return "moment" if kind.startswith(_MOMENTS) else kind


def _spell(kind: str) -> str:
    return _NAMES.get(kind, kind.lower().split("(")[0])
