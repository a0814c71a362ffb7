"""Short ways to read Redshift's calls and to write DuckDB expressions as trees."""

from collections.abc import Callable
from functools import cache

from sqlglot import exp

from ..errors import SYNTAX_ERROR, UNDEFINED_FUNCTION, RedshiftError, not_supported
from .context import Context

Translator = Callable[[exp.Expr, Context], exp.Expr]

# On nodes that are DuckDB's already: what the client wrote never carries it.
MADE_HERE = "duckdb"
# On calls of users' functions of which there are several, told apart by their arguments' types.
FORMS = "forms"


def arguments(node: exp.Expr, least: int, most: int | None = None) -> list[exp.Expr]:
    """The arguments of a call; raises 42883 where their number is wrong, as Redshift does."""
    found: list[exp.Expr] = node.expressions
    if not least <= len(found) <= (least if most is None else most):
        raise RedshiftError(
            UNDEFINED_FUNCTION,
            f"function {node.name.lower()} does not exist with {len(found)} arguments",
        )
    return found


def renamed(name: str, least: int, most: int | None = None, kind: str = "") -> Translator:
    """A translator to a function or macro of DuckDB's with the same arguments, cast to `kind`."""

    def translate(node: exp.Expr, _: Context) -> exp.Expr:
        made: exp.Expr = call(name, *arguments(node, least, most))
        return cast(made, kind) if kind else made

    return translate


def literal_text(node: exp.Expr | None, what: str) -> str:
    """The text of a string literal; raises 0A000 for anything else."""
    if not (isinstance(node, exp.Literal) and node.is_string):
        raise not_supported(f"{what} that is no literal")
    return node.name


def literal_number(node: exp.Expr, what: str) -> int:
    """The value of a whole number's literal, with its sign; raises 0A000 for anything else."""
    inner = node.this if isinstance(node, exp.Neg) else node
    if not (isinstance(inner, exp.Literal) and inner.is_int):
        raise not_supported(f"{what} that is no literal")
    return -int(inner.name) if inner is not node else int(inner.name)


def bare_word(node: exp.Expr, what: str) -> str:
    """A keyword that was written as a name or as text, in capitals: a date part."""
    if isinstance(node, (exp.Column, exp.Var, exp.Literal, exp.Identifier)):
        return node.name.upper()
    if isinstance(node, exp.Func) and not node.args.get("this"):
        return str(node.sql_name()).upper()
    raise RedshiftError(SYNTAX_ERROR, f"{what} must be a name: {node.sql()}")


def call(name: str, *given: exp.Expr | str | int) -> exp.Anonymous:
    """A call of a DuckDB function; plain values become literals."""
    made = exp.Anonymous(this=name, expressions=[_argument(a) for a in given])
    made.meta[MADE_HERE] = True
    return made


def as_text(value: exp.Expr) -> exp.Expr:
    """The text of a value, as Redshift writes it."""
    if isinstance(value, exp.Literal) and value.is_string:
        return value.copy()
    return cast(value, "VARCHAR") if isinstance(value, exp.Null) else call("to_text", value)


def duckdb_type(name: str) -> exp.DataType:
    """A type of DuckDB's, of the caller's own."""
    return _read_type(name).copy()


@cache
def _read_type(name: str) -> exp.DataType:
    return exp.DataType.build(name, dialect="duckdb")


def _argument(value: exp.Expr | str | int) -> exp.Expr:
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.Literal.number(value) if isinstance(value, int) else value.copy()


def cast(value: exp.Expr, name: str) -> exp.Expr:
    """A cast to a type of DuckDB's."""
    made = exp.Cast(this=value.copy(), to=duckdb_type(name))
    made.meta[MADE_HERE] = True
    return made
