"""SQL user-defined functions: their definition, and calls of them.

A function is a macro of DuckDB's with typed parameters, in the schema of its own: DuckDB chooses
among those of one name by the types of the arguments, as Redshift does.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_FUNCTION.html
"""

from collections.abc import Sequence

from sqlglot import exp
from sqlglot.dialects.redshift import Redshift

from ..errors import SYNTAX_ERROR, RedshiftError, not_supported
from ..types.declared import DeclaredType
from .build import cast
from .context import Context
from .functions import BY_NAME
from .generate import generate_sql
from .parse import parse_sql
from .query import translate_tree
from .scan import split_statements

_ARGUMENT = "argument_"
# Clauses that the documentation forbids in a function's SELECT.
_FORBIDDEN = ("from_", "where", "group", "having", "order", "limit", "offset", "distinct", "into",
              "with_", "joins", "qualify")  # fmt: skip


def check_name(name: str) -> None:
    """Raise 0A000 for a name that a built-in function has: it would be called instead."""
    if name.upper() in Redshift.Parser.FUNCTIONS or name in BY_NAME:
        raise not_supported(f"a function by the name of the built-in {name}")


def read_body(body: str, arguments: int) -> str:
    """The text of the one expression of a function's SELECT; raises 42601 and 0A000."""
    statements = split_statements(body)
    if len(statements) != 1:
        raise RedshiftError(SYNTAX_ERROR, "a SQL function is made of one SELECT")
    if statements[0].parameters > arguments:
        raise RedshiftError("42P02", f"there is no parameter ${statements[0].parameters}")
    names = tuple(exp.column(f"{_ARGUMENT}{n + 1}") for n in range(arguments))
    tree = parse_sql(statements[0].sql, names)
    if not isinstance(tree, exp.Select) or len(tree.expressions) != 1:
        raise RedshiftError(SYNTAX_ERROR, "a SQL function is made of a SELECT of one expression")
    for clause in _FORBIDDEN:
        if tree.args.get(clause):
            name = clause.strip("_").upper()
            raise RedshiftError("0A000", f"{name} is not supported in a SQL function")
    return str(tree.expressions[0].unalias().sql(dialect="redshift"))


def translate_body(
    expression: str, types: Sequence[DeclaredType], returns: str, context: Context
) -> str:
    """DuckDB SQL of a macro's parameters and body, for CREATE MACRO."""
    tree = parse_sql("SELECT CAST(" + expression + " AS " + returns + ") AS value")
    assert isinstance(tree, exp.Select)
    # The types of the arguments decide how the expression is computed.
    columns = [
        exp.alias_(cast(exp.Null(), kind.duckdb), f"{_ARGUMENT}{n}")
        for n, kind in enumerate(types, 1)
    ]
    if columns:
        given = exp.Subquery(this=exp.select(*columns), alias=exp.to_identifier("arguments"))
        tree.set("from_", exp.From(this=given))
    body = generate_sql(translate_tree(tree, context).expressions[0].this)
    parameters = ", ".join(f"{_ARGUMENT}{n} {kind.duckdb}" for n, kind in enumerate(types, 1))
    return f"({parameters}) AS {body}"
