"""Mathematical functions and operators.

Source: https://docs.aws.amazon.com/redshift/latest/dg/Math_functions.html
"""

from sqlglot import exp

from .build import Translator, arguments, call, cast, renamed
from .context import Context


def _double(name: str, least: int = 1) -> Translator:
    """A function of floating-point numbers, whose result must be one."""

    def translate(node: exp.Expr, _: Context) -> exp.Expr:
        given = [cast(argument, "DOUBLE") for argument in arguments(node, least)]
        return call("finite", call(name, *given))

    return translate


def _power(node: exp.Expr, _: Context) -> exp.Expr:
    return call("finite", call("pow", cast(node.this, "DOUBLE"), cast(node.expression, "DOUBLE")))


def _modulo(node: exp.Expr, _: Context) -> exp.Expr:
    left, right = arguments(node, 2)
    return exp.paren(exp.Mod(this=_closed(left), expression=_closed(right)))


def _closed(node: exp.Expr) -> exp.Expr:
    return exp.paren(node.copy()) if isinstance(node, exp.Binary) else node.copy()


def _truncate(node: exp.Expr, _: Context) -> exp.Expr:
    # TRUNC of a timestamp is its date, of a number its whole part: one macro for each type.
    value, *digits = arguments(node, 1, 2)
    return call("cut_digits", value, *digits) if digits else call("to_whole", value)


def _typed(node: exp.Expr, _: Context) -> exp.Expr:
    """Arithmetic: a literal has its own type, where DuckDB gives it the other operand's."""
    for side, other in (("this", "expression"), ("expression", "this")):
        part = node.args[side]
        if not isinstance(part, exp.Literal) or part.is_string or not part.is_int:
            continue
        if isinstance(node, (exp.Add, exp.Sub)) and _is_moment(node.args[other]):
            # A number added to a moment is one of days.
            node.set(side, call("to_days", cast(part, "INTEGER")))
        elif not isinstance(node.args[other], exp.Literal):
            node.set(side, cast(part, _literal_type(int(part.name))))
    return node


def _literal_type(number: int) -> str:
    if number < 2**31:
        return "INTEGER"
    return "BIGINT" if number < 2**63 else "DECIMAL(38,0)"


def _is_moment(node: exp.Expr) -> bool:
    if isinstance(node, exp.Paren):
        return _is_moment(node.this)
    if isinstance(node, exp.Cast):
        return "TIMESTAMP" in node.to.sql(dialect="duckdb")
    return isinstance(node, exp.Anonymous) and node.name in _MOMENTS


def _hexadecimal(node: exp.Expr, _: Context) -> exp.Expr:
    (value,) = arguments(node, 1)
    return call("to_hexadecimal", value)


_MOMENTS = ("cast_timestamp", "cast_timestamptz", "date_trunc", "to_moment", "add_years")

BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.Add: _typed,
    exp.Sub: _typed,
    exp.Mul: _typed,
    exp.Mod: _typed,
    exp.Pow: _power,
    exp.BitwiseXor: lambda node, _: call("xor", node.this, node.expression),
    exp.Sqrt: lambda node, _: call("square_root", cast(node.this, "DOUBLE")),
    exp.Cbrt: lambda node, _: call("cube_root", cast(node.this, "DOUBLE")),
}
BY_NAME: dict[str, Translator] = {
    "abs": renamed("absolute", 1),
    "acos": _double("acos"),
    "asin": _double("asin"),
    "atan": _double("atan"),
    "atan2": _double("atan2", 2),
    "cbrt": _double("cube_root"),
    "ceil": renamed("ceil_keeping_type", 1),
    "ceiling": renamed("ceil_keeping_type", 1),
    "cos": _double("cos"),
    "cot": _double("cot"),
    "degrees": _double("degrees"),
    "dexp": _double("exp"),
    "dlog1": _double("natural_logarithm"),
    "dlog10": _double("common_logarithm"),
    "exp": _double("exp"),
    "floor": renamed("floor_keeping_type", 1),
    "ln": _double("natural_logarithm"),
    "log": _double("common_logarithm"),
    "mod": _modulo,
    "pi": renamed("pi", 0),
    "power": _double("pow", 2),
    "pow": _double("pow", 2),
    "radians": _double("radians"),
    "random": renamed("random", 0),
    "sign": lambda node, _: exp.Sign(this=arguments(node, 1)[0].copy()),
    "sin": _double("sin"),
    "sqrt": _double("square_root"),
    "tan": _double("tan"),
    "to_hex": _hexadecimal,
    "trunc": _truncate,
}
