"""A text literal of a set operation takes the type of the column that it stands in.

`select current_date union all select '2026-01-02'` answers with dates: a literal has no type of
its own before it meets another. DuckDB would make text of both.
"""

from collections.abc import Sequence

from sqlglot import exp

from .context import Context
from .functions import translate_functions

# What text is left as it is for, and what DuckDB calls otherwise than Redshift.
_AS_WRITTEN = (None, "VARCHAR", "VARIANT")
_REDSHIFT = {"HUGEINT": "BIGINT", "TINYINT": "SMALLINT"}


def is_text_literal(item: exp.Expr) -> bool:
    """Whether an item of a SELECT is a text without a type."""
    value = item.unalias()
    return isinstance(value, exp.Literal) and value.is_string


def type_literals(select: exp.Select, kinds: Sequence[str | None], context: Context) -> None:
    """Cast the text literals of a query to DuckDB's types of the columns of its set operation."""
    if any(item.is_star for item in select.expressions):
        return
    for item, kind in zip(list(select.expressions), kinds, strict=True):
        if is_text_literal(item) and kind not in _AS_WRITTEN:
            literal = item.unalias()
            cast = exp.cast(literal.copy(), _REDSHIFT.get(str(kind), str(kind)))
            literal.replace(translate_functions(cast, context))
