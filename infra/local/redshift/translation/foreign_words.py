"""Operators and literals of other databases, which sqlglot reads as Redshift's kin.

An interval is quoted: https://docs.aws.amazon.com/redshift/latest/dg/r_interval_literals.html
"""

import math
from collections.abc import Sequence

from sqlglot.dialects.redshift import Redshift
from sqlglot.tokenizer_core import Token, TokenType

from ..errors import SYNTAX_ERROR, RedshiftError

_OPERATORS = ("==", "??", "&&", "rlike", "regexp", "glob")
_NAMES = (TokenType.STRING, TokenType.IDENTIFIER, TokenType.VAR)
# Of NUMERIC: more of them would be a DOUBLE of DuckDB's.
_MOST_DIGITS = 38
# In front of a subscript; anywhere else a bracket begins a list, which Redshift has not.
_SUBSCRIBED = Redshift.Parser.ID_VAR_TOKENS - {
    TokenType.ALL, TokenType.ANY, TokenType.CASE, TokenType.IN, TokenType.IS, TokenType.SOME,
} | {TokenType.IDENTIFIER, TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.ARRAY}  # fmt: skip


def refuse_foreign_words(tokens: Sequence[Token]) -> None:
    """Raise 42601 for what Redshift's SQL has not, 22003 for a number that no type holds."""
    before: Token | None = None
    for token in tokens:
        if _is_foreign_literal(before, token):
            raise _near(token)
        before = token
        text = token.text.lower()
        if text in _OPERATORS and token.token_type not in _NAMES:
            raise _near(token)
        if token.token_type is TokenType.NUMBER and _is_past_all_numbers(text):
            raise RedshiftError("22003", f'"{token.text}" is out of range', token.start + 1)


def _is_foreign_literal(before: Token | None, token: Token) -> bool:
    """Whether a list in brackets or an interval without quotes begins here."""
    if token.token_type is TokenType.L_BRACKET:
        return before is None or before.token_type not in _SUBSCRIBED
    is_number = token.token_type is TokenType.NUMBER
    return is_number and before is not None and before.token_type is TokenType.INTERVAL


def _near(token: Token) -> RedshiftError:
    message = f'syntax error at or near "{token.text}"'
    return RedshiftError(SYNTAX_ERROR, message, token.start + 1)


def _is_past_all_numbers(text: str) -> bool:
    if "e" not in text:
        return len(text) > _MOST_DIGITS and len(text.replace(".", "").lstrip("0")) > _MOST_DIGITS
    try:
        return math.isinf(float(text))
    except ValueError:
        return False
