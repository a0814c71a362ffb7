"""Splits the text of a COPY statement into words, strings, numbers and punctuation."""

import re
from dataclasses import dataclass
from typing import Literal

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.errors import SYNTAX_ERROR

Kind = Literal["word", "quoted", "string", "number", "symbol"]

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|--[^\n]*|/\*.*?\*/)
    | (?P<string>'(?:[^'\\]|''|\\.)*')
    | (?P<dollar>\$\$.*?\$\$)
    | (?P<quoted>"(?:[^"]|"")*")
    | (?P<number>\d+)
    | (?P<word>[A-Za-z_\#\u0080-\uffff][\w$\u0080-\uffff]*)
    | (?P<symbol>[(),.;])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"''|\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True)
class Token:
    """`text` is the token's value: unquoted, and lower-case for a bare word."""

    kind: Kind
    text: str

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords (lower-case)."""
        return self.kind == "word" and self.text in words


def split_tokens(sql: str) -> list[Token]:
    """All tokens but white space and comments. Raises CopyError (42601) on anything else."""
    tokens = []
    position = 0
    while position < len(sql):
        match = _TOKEN.match(sql, position)
        if match is None:
            near = sql[position : position + 20]
            raise CopyError(f'syntax error at or near "{near}"', SYNTAX_ERROR)
        position = match.end()
        if match.lastgroup != "space":
            tokens.append(_token(match))
    return tokens


def _token(match: re.Match[str]) -> Token:
    text = match.group()
    match match.lastgroup:
        case "string":
            return Token("string", _ESCAPED.sub(_unescape, text[1:-1]))
        case "dollar":
            return Token("string", text[2:-2])
        case "quoted":
            # Redshift folds quoted identifiers too, unless a session asks otherwise.
            return Token("quoted", text[1:-1].replace('""', '"').lower())
        case "number":
            return Token("number", text)
        case "symbol":
            return Token("symbol", text)
        case _:
            return Token("word", text.lower())


def _unescape(match: re.Match[str]) -> str:
    escaped = match.group(1)
    if escaped is None:
        return "'"
    # '\N' is COPY's own spelling of NULL, so only known escapes lose their backslash.
    if escaped in _ESCAPES:
        return _ESCAPES[escaped]
    return escaped if escaped in "\\'" else "\\" + str(escaped)
