"""Character functions and pattern matching.

Source: https://docs.aws.amazon.com/redshift/latest/dg/String_functions_header.html
"""

from collections.abc import Callable

from sqlglot import exp

from ..errors import not_supported
from .build import call
from .context import Context

Translator = Callable[[exp.Expr, Context], exp.Expr]


def _concat(node: exp.Expr, _: Context) -> exp.Expr:
    # CONCAT of a NULL is NULL in Redshift; DuckDB's skips it.
    parts = [call("to_text", part) for part in node.expressions]
    joined: exp.Expr = parts[0]
    for part in parts[1:]:
        joined = exp.DPipe(this=joined, expression=part)
    return exp.paren(joined)


def _pattern(node: exp.Expr, name: str) -> str:
    if not isinstance(node, exp.Literal):
        raise not_supported(f"{name} with a pattern that is no literal")
    return node.name


def _only(node: exp.Expr, *known: str) -> None:
    for key, value in node.args.items():
        if value and key not in known:
            raise not_supported(f"the argument {key} of {node.sql_name().lower()}()")  # type: ignore[attr-defined]


def _regexp_substr(node: exp.Expr, _: Context) -> exp.Expr:
    _only(node, "this", "expression", "position")
    text, position = node.this, node.args.get("position")
    if position is not None:
        if not isinstance(position, exp.Literal) or not position.is_int:
            raise not_supported("REGEXP_SUBSTR from a position that is no literal")
        text = call("substr", text, position)
    return call("regexp_extract", text, _pattern(node.expression, "REGEXP_SUBSTR"))


def _regexp_replace(node: exp.Expr, _: Context) -> exp.Expr:
    # sqlglot says single_replace of PostgreSQL; Redshift replaces every match.
    _only(node, "this", "expression", "replacement", "single_replace")
    replacement = node.args.get("replacement") or exp.Literal.string("")
    text = _pattern(replacement, "REGEXP_REPLACE")
    if "$" in text or "\\" in text:
        raise not_supported("a back reference of REGEXP_REPLACE")
    pattern = _pattern(node.expression, "REGEXP_REPLACE")
    return call("regexp_replace", node.this, pattern, text, "g")


def _regexp_count(node: exp.Expr, _: Context) -> exp.Expr:
    _only(node, "this", "expression")
    pattern = _pattern(node.expression, "REGEXP_COUNT")
    count = call("len", call("regexp_extract_all", node.this, pattern))
    return exp.Cast(this=count, to=exp.DataType.build("INT"))


def _matches(node: exp.Expr, _: Context) -> exp.Expr:
    return call("regexp_matches", node.this, node.expression)


def _matches_any_case(node: exp.Expr, _: Context) -> exp.Expr:
    return call("regexp_matches", node.this, node.expression, "i")


def _sha2(node: exp.Expr, _: Context) -> exp.Expr:
    length = node.args.get("length")
    if length is None or length.name not in ("256", "0"):
        raise not_supported("SHA2 of another length than 256")
    return call("sha256", node.this)


def _like(node: exp.Expr, _: Context) -> exp.Expr:
    # A backslash escapes in Redshift without being declared.
    if isinstance(node.parent, exp.Escape):
        return node
    pattern = node.expression
    if isinstance(pattern, exp.Literal) and "\\" not in pattern.name:
        return node
    return exp.Escape(this=node.copy(), expression=exp.Literal.string("\\"))


def _renamed(name: str) -> Translator:
    return lambda node, _: call(name, *node.expressions)


BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.Concat: _concat,
    exp.RegexpExtract: _regexp_substr,
    exp.RegexpReplace: _regexp_replace,
    exp.RegexpCount: _regexp_count,
    exp.RegexpLike: _matches,
    exp.RegexpILike: _matches_any_case,
    exp.SHA2: _sha2,
    exp.Like: _like,
    exp.ILike: _like,
}
BY_NAME: dict[str, Translator] = {
    "func_sha1": _renamed("sha1"),
    "octet_length": _renamed("strlen"),
    "isnull": _renamed("coalesce"),
}
