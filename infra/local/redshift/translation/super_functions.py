"""Functions of SUPER values and of JSON text.

Source: https://docs.aws.amazon.com/redshift/latest/dg/c_Type_Info_Functions.html
"""

from sqlglot import exp

from ..errors import RedshiftError
from .build import Translator, arguments, call, cast, renamed
from .context import Context


def _parse(node: exp.Expr, _: Context) -> exp.Expr:
    return call("parse_json", *arguments(node, 1))


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
    items = [_as_super(item) for item in node.expressions]
    return cast(exp.Array(expressions=items), "VARIANT")


def _as_super(value: exp.Expr) -> exp.Expr:
    """Dates and times are no SUPER values."""
    plain = isinstance(value, (exp.Literal, exp.Null, exp.Boolean))
    return cast(value, "VARIANT") if plain else call("cast_super", value)


def _object(node: exp.Expr, _: Context) -> exp.Expr:
    if len(node.expressions) % 2:
        raise RedshiftError("42883", "OBJECT needs pairs of names and values")
    names, values = node.expressions[::2], node.expressions[1::2]
    pairs = []
    for name, value in zip(names, values, strict=True):
        if not (isinstance(name, exp.Literal) and name.is_string):
            raise RedshiftError("0A000", "OBJECT with a name that is no literal")
        key = exp.to_identifier(name.name, quoted=True)
        pairs.append(exp.PropertyEQ(this=key, expression=_as_super(value)))
    return cast(exp.Struct(expressions=pairs), "VARIANT")


def _type_of(node: exp.Expr, _: Context) -> exp.Expr:
    (value,) = arguments(node, 1)
    kind = call("super_type", value)
    return kind if _is_asked_for_others(node) else call("coalesce", kind, cast(_NO_KIND, "VARCHAR"))


def _is_asked_for_others(node: exp.Expr) -> bool:
    """Whether a kind is but compared with others than null, where false and NULL are the same."""
    place = node.parent
    if isinstance(place, exp.Case) and place.this is node:
        return all(_is_other_kind(branch.this) for branch in place.args["ifs"])
    if isinstance(place, exp.EQ):
        others = [place.expression if place.this is node else place.this]
    elif isinstance(place, exp.In) and place.this is node:
        others = place.expressions
    else:
        return False
    if not others or not all(map(_is_other_kind, others)):
        return False
    while isinstance(place.parent, (exp.And, exp.Or, exp.Paren)):
        place = place.parent
    return isinstance(place.parent, _CONDITIONS) and place.arg_key in ("this", "on")


def _is_other_kind(value: exp.Expr) -> bool:
    return isinstance(value, exp.Literal) and value.is_string and value.name != "null"


def _is_scalar(node: exp.Expr, _: Context) -> exp.Expr:
    kind = call("super_type", *arguments(node, 1))
    found = exp.In(this=kind, expressions=[exp.Literal.string(n) for n in _SCALARS])
    return call("coalesce", exp.paren(found), exp.false())


def _is_whole(bits: int) -> Translator:
    """Whether a value is a whole number of so many bits."""

    def translate(node: exp.Expr, _: Context) -> exp.Expr:
        least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
        bounds = [cast(exp.Literal.number(str(n)), "DECIMAL(38,0)") for n in (least, most)]
        return call("super_whole", *arguments(node, 1), *bounds)

    return translate


def _split(node: exp.Expr, _: Context) -> exp.Expr:
    text, *delimiter = arguments(node, 1, 2)
    return call("super_split", text, *(delimiter or [exp.Literal.string(",")]))


def _size(node: exp.Expr, _: Context) -> exp.Expr:
    text = cast(cast(arguments(node, 1)[0], "JSON"), "VARCHAR")
    return cast(call("strlen", text), "INTEGER")


_SCALARS = ("string", "number", "boolean")
_CONDITIONS = (exp.If, exp.Where, exp.Having, exp.Qualify, exp.Join)
# JSON's null is SQL's here. Of the one JSON_TYPEOF is 'null', of the other no page says what it is.
_NO_KIND = call("error", "[0A000] JSON_TYPEOF of a null is not supported by the local Redshift")

BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.Array: _array,
}
BY_NAME: dict[str, Translator] = {
    "array_concat": renamed("super_array_concat", 2),
    "array_flatten": renamed("super_array_flatten", 1),
    "json_parse": _parse,
    "json_serialize": _serialize,
    "json_size": _size,
    "is_array": _is("array"),
    "is_bigint": _is_whole(64),
    "is_boolean": _is("boolean"),
    "is_char": renamed("super_ascii", 1),
    "is_integer": _is_whole(32),
    "is_object": _is("object"),
    "is_scalar": _is_scalar,
    "is_smallint": _is_whole(16),
    "is_varchar": _is("string"),
    "json_typeof": _type_of,
    "get_array_length": _length,
    "object": _object,
    "split_to_array": _split,
    "subarray": renamed("super_subarray", 3),
}
