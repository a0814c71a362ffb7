"""A cursor over tokens, with the few things that a parser of COPY asks of it."""

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.tokens import Token
from infra.local.redshift.errors import SYNTAX_ERROR

END = Token("symbol", "")


class TokenStream:
    """Reads tokens left to right. Every `expect_` raises CopyError (42601) on another token."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0

    def peek(self) -> Token:
        """The token to come; an empty symbol at the end."""
        return self._tokens[self._next] if self._next < len(self._tokens) else END

    def take(self) -> Token:
        """The token to come, moving past it."""
        token = self.peek()
        self._next += 1
        return token

    def accept_word(self, *words: str) -> bool:
        """Move past one of these keywords, if it comes next."""
        if self.peek().is_word(*words):
            self._next += 1
            return True
        return False

    def accept_symbol(self, symbol: str) -> bool:
        """Move past this symbol, if it comes next."""
        if self.peek() == Token("symbol", symbol):
            self._next += 1
            return True
        return False

    def accept_string(self) -> str | None:
        """The string literal that comes next, or None."""
        return self.take().text if self.peek().kind == "string" else None

    def expect_word(self, word: str) -> None:
        """Move past this keyword."""
        if not self.accept_word(word):
            raise self.error()

    def expect_symbol(self, symbol: str) -> None:
        """Move past this symbol."""
        if not self.accept_symbol(symbol):
            raise self.error()

    def expect_string(self) -> str:
        """A string literal, after an optional AS."""
        self.accept_word("as")
        text = self.accept_string()
        if text is None:
            raise self.error()
        return text

    def expect_number(self) -> int:
        """A whole number, after an optional AS."""
        self.accept_word("as")
        if self.peek().kind != "number":
            raise self.error()
        return int(self.take().text)

    def expect_identifier(self) -> str:
        """A bare or quoted identifier."""
        if self.peek().kind not in ("word", "quoted"):
            raise self.error()
        return self.take().text

    def error(self) -> CopyError:
        """A syntax error at the token to come."""
        token = self.peek()
        near = "end of input" if token is END else f'or near "{token.text}"'
        return CopyError(f"syntax error at {near}", SYNTAX_ERROR)
