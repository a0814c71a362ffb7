"""Operators and functions of other databases, which sqlglot reads as Redshift's own kin."""

import math
from collections.abc import Sequence
from itertools import pairwise

from sqlglot.tokenizer_core import Token, TokenType

from ..errors import SYNTAX_ERROR, RedshiftError, not_supported

_OPERATORS = ("==", "??", "&&", "rlike", "regexp", "glob")
_FUNCTIONS = ("if",)


def refuse_foreign_words(tokens: Sequence[Token]) -> None:
    """Raise 42601 for an operator, 0A000 for a function and 22003 for a number Redshift has not."""
    for token, following in pairwise([*tokens, None]):
        assert token is not None
        text = token.text.lower()
        if token.token_type in (TokenType.STRING, TokenType.IDENTIFIER):
            continue
        if text in _OPERATORS and token.token_type is not TokenType.VAR:
            message = f'syntax error at or near "{token.text}"'
            raise RedshiftError(SYNTAX_ERROR, message, token.start + 1)
        if text in _FUNCTIONS and following and following.token_type is TokenType.L_PAREN:
            raise not_supported(f"function {text}()")
        if token.token_type is TokenType.NUMBER and _is_past_all_numbers(text):
            raise RedshiftError("22003", f'"{token.text}" is out of range', token.start + 1)


def _is_past_all_numbers(text: str) -> bool:
    try:
        return "e" in text and math.isinf(float(text))
    except ValueError:
        return False
