"""Short ways to write DuckDB expressions as trees."""

from functools import cache

from sqlglot import exp

# On nodes that are DuckDB's already: what the client wrote never carries it.
MADE_HERE = "duckdb"


def call(name: str, *arguments: exp.Expr | str | int) -> exp.Anonymous:
    """A call of a DuckDB function; plain values become literals."""
    made = exp.Anonymous(this=name, expressions=[_argument(a) for a in arguments])
    made.meta[MADE_HERE] = True
    return made


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
