"""Reads the words of a statement that sqlglot has no tree for: users, groups, roles, grants."""

import re

from ...errors import SYNTAX_ERROR, RedshiftError

_WORD = re.compile(r"""\s*("(?:[^"]|"")*"|'(?:[^'\\]|''|\\.)*'|[\w$#]+|[(),.*:=])""")


class Words:
    """The words left to read. Errors name no literal: it may be a password."""

    def __init__(self, text: str) -> None:
        self._words: list[str] = []
        place, end = 0, len(text.rstrip())
        while place < end:
            found = _WORD.match(text, place)
            if found is None:
                raise RedshiftError(SYNTAX_ERROR, f"syntax error at character {place + 1}")
            self._words.append(found[1])
            place = found.end()
        self._next = 0

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self._next == len(self._words)

    def peek(self, ahead: int = 0) -> str:
        """A word to come, upper-cased; empty behind the last one."""
        place = self._next + ahead
        return self._words[place].upper() if place < len(self._words) else ""

    def take(self, *keywords: str) -> bool:
        """Take these keywords, if they are next."""
        if any(self.peek(n) != word for n, word in enumerate(keywords)):
            return False
        self._next += len(keywords)
        return True

    def expect(self, *keywords: str) -> None:
        """Take these keywords; raises 42601 where others are next."""
        if not self.take(*keywords):
            raise self.error()

    def word(self) -> str:
        """The next word, upper-cased."""
        return self._pop().upper()

    def name(self) -> str:
        """The next word as an identifier, folded."""
        word = self._pop()
        if word[0] == '"':
            return word[1:-1].replace('""', '"').lower()
        if not re.match(r"[\w#]", word):
            self._next -= 1
            raise self.error()
        return word.lower()

    def names(self) -> list[str]:
        """Identifiers between commas."""
        found = [self.name()]
        while self.take(","):
            found.append(self.name())
        return found

    def text(self) -> str:
        """The next word as the value of a literal of text."""
        word = self._pop()
        if len(word) < 2 or word[0] != "'":
            self._next -= 1
            raise self.error()
        return re.sub(r"\\(.)|''", lambda m: m[1] or "'", word[1:-1], flags=re.DOTALL)

    def number(self) -> int:
        """The next word as a whole number."""
        word = self._pop()
        if not word.isdecimal():
            self._next -= 1
            raise self.error()
        return int(word)

    def finish(self) -> None:
        """Raise 42601 where anything is left."""
        if not self.is_done:
            raise self.error()

    def error(self) -> RedshiftError:
        """A syntax error at the next word."""
        word = self.peek()
        if not word:
            return RedshiftError(SYNTAX_ERROR, "syntax error at end of input")
        shown = "a literal" if word[0] == "'" else f'"{word.lower()}"'
        return RedshiftError(SYNTAX_ERROR, f"syntax error at or near {shown}")

    def _pop(self) -> str:
        if self.is_done:
            raise self.error()
        self._next += 1
        return self._words[self._next - 1]
