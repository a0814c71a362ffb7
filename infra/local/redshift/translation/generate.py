"""sqlglot's tree to DuckDB SQL; what sqlglot cannot say faithfully is refused."""

from sqlglot import ErrorLevel, exp
from sqlglot.errors import UnsupportedError

from ..errors import not_supported


def generate_sql(tree: exp.Expr, *, spent: bool = False) -> str:
    """DuckDB SQL of a translated tree; one that is `spent` need not be copied to keep it whole."""
    try:
        return tree.sql(
            dialect="duckdb", copy=not spent, unsupported_level=ErrorLevel.RAISE, comments=False
        )
    except UnsupportedError as error:
        raise not_supported(str(error)) from error
