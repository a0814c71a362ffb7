"""Functions of SUPER values and of JSON text.

Source: https://docs.aws.amazon.com/redshift/latest/dg/c_Type_Info_Functions.html
"""

from sqlglot import exp

from ..errors import RedshiftError
from .build import Translator, arguments, call, cast
from .context import Context


def _parse(node: exp.Expr, _: Context) -> exp.Expr:
    return cast(cast(arguments(node, 1)[0], "JSON"), "VARIANT")


def _serialize(node: exp.Expr, _: Context) -> exp.Expr:
    return cast(cast(node.expressions[0], "JSON"), "VARCHAR")


def _is(kind: str) -> Translator:
    def translate(node: exp.Expr, _: Context) -> exp.Expr:
        (value,) = arguments(node, 1)
        # Of NULL they are false.
        kind_of = call("super_type", value)
        found = exp.EQ(this=kind_of, expression=exp.Literal.string(kind))
        return call("coalesce", exp.paren(found), exp.false())

    return translate


def _length(node: exp.Expr, _: Context) -> exp.Expr:
    items = exp.TryCast(
        this=node.expressions[0].copy(), to=exp.DataType.build("VARIANT[]", dialect="duckdb")
    )
    return cast(call("len", items), "INTEGER")


def _array(node: exp.Expr, _: Context) -> exp.Expr:
    if node.args.get("bracket_notation") or any(
        isinstance(item, exp.Query) for item in node.expressions
    ):
        # ARRAY[…] and ARRAY(SELECT …) are PostgreSQL's arrays, which the catalog holds.
        return node
    items = [cast(item, "VARIANT") for item in node.expressions]
    return cast(exp.Array(expressions=items), "VARIANT")


def _object(node: exp.Expr, _: Context) -> exp.Expr:
    if len(node.expressions) % 2:
        raise RedshiftError("42883", "OBJECT needs pairs of names and values")
    names, values = node.expressions[::2], node.expressions[1::2]
    pairs = []
    for name, value in zip(names, values, strict=True):
        if not (isinstance(name, exp.Literal) and name.is_string):
            raise RedshiftError("0A000", "OBJECT with a name that is no literal")
        key = exp.to_identifier(name.name, quoted=True)
        pairs.append(exp.PropertyEQ(this=key, expression=value.copy()))
    return cast(exp.Struct(expressions=pairs), "VARIANT")


BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.Array: _array,
}
BY_NAME: dict[str, Translator] = {
    "json_parse": _parse,
    "json_serialize": _serialize,
    "is_array": _is("array"),
    "is_object": _is("object"),
    "is_boolean": _is("boolean"),
    "is_varchar": _is("string"),
    "json_typeof": lambda node, _: call("super_type", node.expressions[0]),
    "get_array_length": _length,
    "object": _object,
}
