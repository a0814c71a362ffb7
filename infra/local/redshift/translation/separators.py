"""Commas and words that stand where SQL has none, which sqlglot reads over.

Source of the reserved words: https://docs.aws.amazon.com/redshift/latest/dg/r_pg_keywords.html
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from ..errors import SYNTAX_ERROR, RedshiftError

# Neither in front of a comma nor behind one.
_CLAUSES = {
    TokenType.COMMA, TokenType.FROM, TokenType.WHERE, TokenType.GROUP_BY, TokenType.HAVING,
    TokenType.QUALIFY, TokenType.ORDER_BY, TokenType.LIMIT, TokenType.UNION, TokenType.EXCEPT,
    TokenType.INTERSECT, TokenType.JOIN, TokenType.ON, TokenType.AND, TokenType.OR,
    TokenType.SEMICOLON,
}  # fmt: skip
_BEFORE_NO_COMMA = _CLAUSES | {TokenType.L_PAREN, TokenType.SELECT, TokenType.DISTINCT}
_BEHIND_NO_COMMA = _CLAUSES | {TokenType.R_PAREN}
_BEFORE_NO_FROM = {TokenType.FROM, TokenType.SELECT, TokenType.JOIN}

# Those of the reserved words that sqlglot would take for a name.
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        "all and any as asc between both case cast check collate column constraint create cross "
        "desc distinct do else end except for foreign freeze from full grant group having ilike "
        "in inner intersect into is isnull join leading like limit natural not notnull on only or "
        "order outer primary references select similar some table then to trailing union unique "
        "using when where with",
    )
)


def check_separators(tokens: Sequence[Token]) -> None:
    """Raise 42601 for a comma that separates nothing, and for FROM behind what must have names."""
    before: Token | None = None
    for token in tokens:
        if token.token_type is TokenType.COMMA:
            if before is None or before.token_type in _BEFORE_NO_COMMA:
                raise _near(token.text, token)
        elif before is not None and _is_misplaced(before.token_type, token.token_type):
            raise _near(token.text, token)
        before = token
    if before is not None and before.token_type is TokenType.COMMA:
        raise RedshiftError(SYNTAX_ERROR, "syntax error at end of input", before.end + 2)


def _is_misplaced(before: TokenType, kind: TokenType) -> bool:
    if before is TokenType.COMMA:
        return kind in _BEHIND_NO_COMMA
    return kind is TokenType.FROM and before in _BEFORE_NO_FROM


def refuse_reserved_names(tree: exp.Expr, tokens: Sequence[Token]) -> None:
    """Raise 42601 where a reserved word stands unquoted for a name, but behind a dot or AS."""
    refused = _RESERVED - {
        token.text.lower()
        for before, token in pairwise(tokens)
        if before.token_type in (TokenType.DOT, TokenType.ALIAS)
    }
    for identifier in tree.find_all(exp.Identifier):
        if not identifier.quoted and identifier.name.lower() in refused:
            raise _near(identifier.name)


def _near(word: str, token: Token | None = None) -> RedshiftError:
    position = None if token is None else token.start + 1
    return RedshiftError(SYNTAX_ERROR, f'syntax error at or near "{word}"', position)
