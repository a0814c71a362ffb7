"""Operators of other databases, which sqlglot reads as Redshift's kin, and boundless numbers."""

import math
from collections.abc import Sequence

from sqlglot.tokenizer_core import Token, TokenType

from ..errors import SYNTAX_ERROR, RedshiftError

_OPERATORS = ("==", "??", "&&", "rlike", "regexp", "glob")
_NAMES = (TokenType.STRING, TokenType.IDENTIFIER, TokenType.VAR)


def refuse_foreign_words(tokens: Sequence[Token]) -> None:
    """Raise 42601 for an operator that Redshift has not, 22003 for a number that no type holds."""
    for token in tokens:
        text = token.text.lower()
        if text in _OPERATORS and token.token_type not in _NAMES:
            message = f'syntax error at or near "{token.text}"'
            raise RedshiftError(SYNTAX_ERROR, message, token.start + 1)
        if token.token_type is TokenType.NUMBER and _is_past_all_numbers(text):
            raise RedshiftError("22003", f'"{token.text}" is out of range', token.start + 1)


def _is_past_all_numbers(text: str) -> bool:
    try:
        return "e" in text and math.isinf(float(text))
    except ValueError:
        return False
