"""Types under names that Redshift does not know, which sqlglot reads as its kin's.

Source: https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html
"""

from collections.abc import Iterator, Sequence

from sqlglot.tokenizer_core import Token, TokenType

from ..errors import RedshiftError

UNDEFINED_TYPE = "42704"

_FOREIGN = frozenset(
    ("blob", "clob", "double", "fixed", "int16", "int32", "int64", "long", "longvarchar", "number",
     "nvarchar2", "short", "str", "string", "varchar2")
)  # fmt: skip
_CASTS = ("cast", "try_cast")
_DEFINITIONS = ("create", "alter")
_BEFORE_A_COLUMN = (TokenType.L_PAREN, TokenType.COMMA, TokenType.COLUMN)


def refuse_foreign_types(tokens: Sequence[Token]) -> None:
    """Raise 42704 for the name of another database's type where a type stands."""
    if all(token.text.lower() not in _FOREIGN for token in tokens):
        return
    for token in (*_types_of_casts(tokens), *_types_of_columns(tokens)):
        word = token.text.lower()
        if word in _FOREIGN and token.token_type is not TokenType.IDENTIFIER:
            raise RedshiftError(UNDEFINED_TYPE, f'type "{word}" does not exist', token.start + 1)


def _types_of_casts(tokens: Sequence[Token]) -> Iterator[Token]:
    """What follows `::`, and AS within CAST's own parentheses."""
    opened: list[bool] = []
    for position, token in enumerate(tokens[:-1]):
        kind = token.token_type
        if kind is TokenType.L_PAREN:
            opened.append(position > 0 and tokens[position - 1].text.lower() in _CASTS)
        elif kind is TokenType.R_PAREN and opened:
            opened.pop()
        elif kind is TokenType.DCOLON or kind is TokenType.ALIAS and opened and opened[-1]:
            yield tokens[position + 1]


def _types_of_columns(tokens: Sequence[Token]) -> Iterator[Token]:
    """What follows the name of a column in a definition, as long as no query has begun."""
    if not tokens or tokens[0].text.lower() not in _DEFINITIONS:
        return
    for before, _, token in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.token_type is TokenType.SELECT:
            return
        if before.token_type in _BEFORE_A_COLUMN or before.text.lower() == "add":
            yield token
