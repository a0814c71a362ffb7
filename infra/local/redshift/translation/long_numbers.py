"""Whole numbers that no BIGINT holds are NUMERIC of as many digits, where DuckDB makes a HUGEINT.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_types201.html
"""

from collections.abc import Sequence

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

_LEAST = 2**63
_FEWEST_DIGITS = len(str(_LEAST))


def read_long_numbers(tree: exp.Expr, tokens: Sequence[Token]) -> None:
    """Give the long numbers of a statement their type; that of the least BIGINT is BIGINT."""
    if not any(_is_long(t.text) for t in tokens if t.token_type is TokenType.NUMBER):
        return
    for literal in list(tree.find_all(exp.Literal)):
        if literal.is_string or not _is_long(literal.name):
            continue
        negated = literal.parent
        if isinstance(negated, exp.Neg) and int(literal.name) == _LEAST:
            negated.replace(exp.cast(negated.copy(), "BIGINT"))
        else:
            digits = len(literal.name.lstrip("0"))
            literal.replace(exp.cast(literal.copy(), f"DECIMAL({digits}, 0)"))


def _is_long(text: str) -> bool:
    return len(text) >= _FEWEST_DIGITS and text.isdecimal() and int(text) >= _LEAST
