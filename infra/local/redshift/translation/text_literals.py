"""A text literal of a set operation takes the type of the column that it stands in.

`select current_date union all select '2026-01-02'` answers with dates: a literal has no type of
its own before it meets another. DuckDB would make text of both.
"""

import re
from collections.abc import Sequence

from sqlglot import exp

from .context import Context
from .functions import translate_functions

# What text is left as it is for, and what DuckDB calls otherwise than Redshift.
_AS_WRITTEN = (None, "VARCHAR", "VARIANT")
_MOST_DIGITS = 38
_REDSHIFT = {"HUGEINT": "BIGINT", "TINYINT": "SMALLINT"}


def is_text_literal(item: exp.Expr) -> bool:
    """Whether an item of a SELECT is a text without a type."""
    value = item.unalias()
    return isinstance(value, exp.Literal) and value.is_string


def _holding(kind: str, text: str) -> str:
    """Redshift's type of a column, with room for all digits behind the point of a text."""
    found = re.fullmatch(r"DECIMAL\((\d+),\s*(\d+)\)", kind)
    digits = len(text.strip().partition(".")[2])
    if found is None or digits <= int(found[2]):
        return _REDSHIFT.get(kind, kind)
    precision = int(found[1]) + digits - int(found[2])
    return f"DECIMAL({min(precision, _MOST_DIGITS)}, {digits})"


def type_literals(select: exp.Select, kinds: Sequence[str | None], context: Context) -> None:
    """Cast the text literals of a query to DuckDB's types of the columns of its set operation."""
    if any(item.is_star for item in select.expressions):
        return
    for item, kind in zip(list(select.expressions), kinds, strict=True):
        if is_text_literal(item) and kind not in _AS_WRITTEN:
            literal = item.unalias()
            cast = exp.cast(literal.copy(), _holding(str(kind), literal.name))
            literal.replace(translate_functions(cast, context))
