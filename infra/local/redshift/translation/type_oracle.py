"""What type an expression has: asked of DuckDB's binder, which alone knows names in their scope.

Redshift's types of SUM, AVG, division and casts follow from the operands'. Each operand is wrapped
as list_extract([operand], mark), which keeps its type; the bound plan is searched for the marks.
"""

from collections.abc import Container, Iterator
from typing import Any

import duckdb
from sqlglot import exp

from ..errors import RedshiftError, from_duckdb, not_supported
from .context import Context

# Parts of a plan in which no expression is.
_TYPES = frozenset(("return_type", "returned_types", "types", "type_info", "value"))
_FIRST = 918_000_001
MARK = "redshift_mark"


def mark_operand(node: exp.Expr, scope: int, marks: dict[tuple[int, str], int]) -> None:
    """Give an operand its mark: the same for the same text in a SELECT, so that GROUP BY agrees."""
    key = (scope, node.sql())
    node.meta[MARK] = marks.setdefault(key, _FIRST + len(marks))


def wrap_marked(tree: exp.Expr, known: Container[int]) -> exp.Expr:
    """Wrap every marked node of the tree, innermost first, but those whose types are known.

    Constants are known: a mark past the end of a constant list would fold to NULL, and with it
    whatever it is part of.
    """
    for node in reversed(list(tree.walk())):
        mark = node.meta.get(MARK) if node._meta else None
        if mark is None or mark in known:
            continue
        del node.meta[MARK]
        list_of_one = exp.Array()
        wrapped = exp.Anonymous(
            this="list_extract", expressions=[list_of_one, exp.Literal.number(mark)]
        )
        if node is tree:
            tree = wrapped
        else:
            node.replace(wrapped)
        # Only now: what is in the list is no longer where it was.
        list_of_one.append("expressions", node)
    return tree


def ask_types(query: str, context: Context) -> dict[int, str]:
    """DuckDB's type of each marked expression of a wrapped query."""
    plan = context.catalog.plan(query)
    if plan.get("error"):
        raise _failure(plan)
    return dict(_find_marks(plan["plans"]))


_ERRORS: dict[str, type[duckdb.Error]] = {
    "binder": duckdb.BinderException,
    "catalog": duckdb.CatalogException,
    "parser": duckdb.ParserException,
    "conversion": duckdb.ConversionException,
}


def _failure(plan: dict[str, Any]) -> RedshiftError:
    message = str(plan.get("error_message", ""))
    kind = _ERRORS.get(str(plan.get("error_type", "")).lower())
    if kind is None:
        return not_supported(f"typing this statement ({message})")
    return from_duckdb(kind(message))


def _find_marks(plans: Any) -> Iterator[tuple[int, str]]:
    left = [plans]
    while left:
        node = left.pop()
        if type(node) is list:
            left += [each for each in node if type(each) is dict or type(each) is list]
        else:
            children = node.get("children") or []
            if len(children) == 2 and "return_type" in node:
                mark = _constant(children[1])
                if mark is not None:
                    yield mark, type_name(node["return_type"])
            left += [
                value
                for name, value in node.items()
                if (type(value) is dict or type(value) is list) and name not in _TYPES
            ]


def _constant(node: dict[str, Any]) -> int | None:
    while node.get("type") == "OPERATOR_CAST" and node.get("children"):
        node = node["children"][0]
    value = (node.get("value") or {}).get("value") if node.get("type") == "VALUE_CONSTANT" else None
    return value if isinstance(value, int) and value >= _FIRST else None


def type_name(described: dict[str, Any]) -> str:
    """DuckDB's type as SQL spells it; nested types by their kind alone."""
    name = str(described["id"])
    details = described.get("type_info") or {}
    if name == "DECIMAL":
        return f"DECIMAL({details['width']},{details['scale']})"
    return name
