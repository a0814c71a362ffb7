"""Which clauses a statement may have: any other that sqlglot reads is refused by its name.

sqlglot reads the SQL of many databases, and DuckDB answers much of what Redshift does not have.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_synopsis.html
"""

from collections.abc import Callable

from sqlglot import exp

from ..errors import SYNTAX_ERROR, RedshiftError, not_supported

# Their own modules say which of these there are.
_ELSEWHERE = (
    exp.Func, exp.Binary, exp.Unary, exp.Predicate, exp.JSONPathPart,
    exp.DataType, exp.DataTypeParam, exp.Pivot, exp.PivotAlias,
)  # fmt: skip
# Read by sqlglot and answered by DuckDB, but not compared with Redshift, or not Redshift's at all.
_REFUSED = (exp.NullSafeEQ, exp.NullSafeNEQ, exp.Slice)
_QUERY = {"with_", "order", "limit", "offset"}
_SELECT = _QUERY | {
    "expressions", "distinct", "from_", "joins", "where", "group", "having", "qualify", "exclude",
    "connect",
}  # fmt: skip

# Class to the parts that it may have.
_ALLOWED: dict[type[exp.Expr], set[str]] = {
    exp.Select: _SELECT,
    exp.Union: _QUERY | {"this", "expression", "distinct"},
    exp.Except: _QUERY | {"this", "expression", "distinct"},
    exp.Intersect: _QUERY | {"this", "expression", "distinct"},
    exp.Subquery: _QUERY | {"this", "alias", "joins", "pivots"},
    exp.Table: {"this", "alias", "db", "catalog", "joins", "pivots"},
    exp.TableAlias: {"this", "columns"},
    exp.From: {"this"},
    exp.Join: {"this", "on", "side", "kind", "using", "method"},
    exp.Where: {"this"},
    exp.Connect: {"start", "connect"},
    exp.Prior: {"this"},
    exp.Group: {"expressions", "grouping_sets", "cube", "rollup", "all"},
    exp.Cube: {"expressions"},
    exp.Rollup: {"expressions"},
    exp.GroupingSets: {"expressions"},
    exp.Having: {"this"},
    exp.Qualify: {"this"},
    exp.Order: {"expressions"},
    exp.Ordered: {"this", "desc", "nulls_first"},
    exp.Limit: {"expression"},
    exp.Offset: {"expression"},
    exp.Distinct: {"expressions"},
    exp.With: {"expressions", "recursive"},
    exp.CTE: {"this", "alias"},
    exp.Star: {"except_"},
    exp.Alias: {"this", "alias"},
    exp.Column: {"this", "table", "db", "catalog"},
    exp.Window: {"this", "partition_by", "order", "spec", "over"},
    exp.WindowSpec: {"kind", "start", "start_side", "end", "end_side"},
    exp.WithinGroup: {"this", "expression"},
    exp.IgnoreNulls: {"this"},
    exp.RespectNulls: {"this"},
    exp.Identifier: {"this", "quoted"},
    exp.Literal: {"this", "is_string"},
    exp.Null: set(),
    exp.Boolean: {"this"},
    exp.Var: {"this"},
    exp.Tuple: {"expressions"},
    exp.Interval: {"this", "unit"},
    exp.IntervalSpan: {"this", "expression"},
    exp.AtTimeZone: {"this", "zone"},
    exp.AtIndex: {"this", "expression"},
    exp.Bracket: {"this", "expressions"},
    # Columns with types, in the alias of a function of the catalog.
    exp.ColumnDef: {"this", "kind"},
    exp.Unnest: {"expressions", "alias"},
    exp.JSONPath: {"expressions"},
    exp.Values: {"expressions"},
    exp.Update: {"with_", "this", "expressions", "from_", "where"},
    exp.Delete: {"with_", "this", "using", "where"},
    exp.Merge: {"this", "using", "on", "whens"},
    exp.Whens: {"expressions"},
    exp.When: {"matched", "then"},
    exp.Insert: {"with_", "this", "expression", "default"},
}
_NAMES = {
    "conflict": "ON CONFLICT",
    "returning": "RETURNING",
    "locks": "FOR UPDATE",
    "sample": "TABLESAMPLE",
    "windows": "a WINDOW clause",
    "into": "SELECT INTO inside a statement",
    "on": "DISTINCT ON",
    "limit_options": "LIMIT … PERCENT",
    "materialized": "AS MATERIALIZED",
    "except_": "EXCEPT",
    "condition": "a further condition of WHEN",
    "whens": "WHEN",
    "nocycle": "NOCYCLE",
}
_JOIN_KINDS = {"", "INNER", "OUTER", "CROSS"}


def check_shapes(tree: exp.Expr) -> None:
    """Raise 0A000 for a clause, or a part of one, that is not known to be Redshift's."""
    for node in tree.walk():
        kind = type(node)
        allowed = _ALLOWED.get(kind)
        if kind is exp.Values and node is not tree:
            raise not_supported("VALUES outside of INSERT")
        if allowed is None:
            if not isinstance(node, _ELSEWHERE) or isinstance(node, _REFUSED):
                raise not_supported(_spell(kind.__name__))
            continue
        for part, value in node.args.items():
            if part not in allowed and value:
                raise not_supported(
                    _NAMES.get(part) or f"{_spell(part)} of {_spell(kind.__name__)}"
                )
        check = _CHECKS.get(kind)
        if check is not None:
            check(node)


def check_parts(node: exp.Expr) -> None:
    """Raise 0A000 for a part of this node alone that is not known to be Redshift's."""
    allowed = _ALLOWED[type(node)]
    for part, value in node.args.items():
        if part not in allowed and value:
            name = _NAMES.get(part) or f"{_spell(part)} of {_spell(type(node).__name__)}"
            raise not_supported(name)


def _spell(name: str) -> str:
    spaced = "".join(f" {c}" if c.isupper() and i else c for i, c in enumerate(name))
    return spaced.strip("_").replace("_", " ").upper()


def _check_join(node: exp.Expr) -> None:
    kind, method = node.text("kind").upper(), node.text("method").upper()
    if kind not in _JOIN_KINDS or method not in ("", "NATURAL"):
        raise not_supported(f"{method or kind} JOIN")
    if kind == "CROSS" and node.args.get("on"):
        raise RedshiftError(SYNTAX_ERROR, "syntax error: CROSS JOIN takes no ON")
    # What was joined by a comma has no such part, not even an empty one.
    written = "pivots" in node.args
    named = node.args.get("on") or node.args.get("using") or kind == "CROSS" or method
    if written and not named:
        raise RedshiftError(SYNTAX_ERROR, "syntax error: JOIN needs ON or USING")


def _check_set_operation(node: exp.Expr) -> None:
    if not isinstance(node, exp.Union) and not node.args.get("distinct"):
        raise not_supported(f"{_spell(type(node).__name__)} ALL")
    for side in (node.this, node.args["expression"]):
        inner = side.unnest() if isinstance(side, exp.Subquery) else side
        if side.args.get("limit") or inner.args.get("limit") or inner.args.get("offset"):
            # https://docs.aws.amazon.com/redshift/latest/dg/r_UNION.html
            raise RedshiftError("0A000", "LIMIT may not be used within input to set operations.")


def _check_qualify(node: exp.Expr) -> None:
    """Right behind FROM, QUALIFY would be read as the alias of a table that has none.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_QUALIFY_clause.html
    """
    from_ = node.args.get("from_")
    if not node.args.get("qualify") or from_ is None:
        return
    if any(node.args.get(between) for between in ("where", "group", "having")):
        return
    joins = node.args.get("joins") or []
    last = joins[-1] if joins else from_
    if not last.args.get("on") and not last.args.get("using") and not last.this.alias:
        raise RedshiftError(
            SYNTAX_ERROR, "syntax error: QUALIFY behind FROM needs an alias of the table before it"
        )


_CHECKS: dict[type[exp.Expr], Callable[[exp.Expr], None]] = {
    exp.Join: _check_join,
    exp.Select: _check_qualify,
    exp.Union: _check_set_operation,
    exp.Except: _check_set_operation,
    exp.Intersect: _check_set_operation,
}
