"""The line that is typed at the prompt: its history and what completes it."""

import re
import readline
from collections.abc import Iterable
from pathlib import Path

REMEMBERED = 2000
WORD_ENDS = " \t\n,;()=<>+-*/|'\""
# What may hold a secret, as a COPY or a CREATE USER does, is not written to the disk.
SECRET = re.compile(r"password|secret|credentials|access_key|token", re.IGNORECASE)


def is_remembered(statement: str) -> bool:
    """Whether a statement goes into the history."""
    return bool(statement.strip()) and not SECRET.search(statement)


class Line:
    """Reads lines with a history that outlives the prompt, in a file that its user alone reads."""

    def __init__(self, history: Path) -> None:
        """Takes up the history that is there."""
        self._history = history
        readline.set_auto_history(False)
        readline.set_history_length(REMEMBERED)
        if history.exists():
            readline.read_history_file(str(history))

    def complete_with(self, words: Iterable[str]) -> None:
        """Let the tabulator key complete these."""
        known = sorted(set(words))

        def complete(typed: str, state: int) -> str | None:
            matching = [word for word in known if word.startswith(typed.lower())]
            return matching[state] if state < len(matching) else None

        readline.set_completer(complete)
        readline.set_completer_delims(WORD_ENDS)
        readline.parse_and_bind("tab: complete")

    def remember(self, statement: str) -> None:
        """Add a statement, in one line, unless it may hold a secret."""
        if is_remembered(statement):
            readline.add_history(" ".join(statement.split()))
            self._history.touch(mode=0o600)
            readline.write_history_file(str(self._history))
            self._history.chmod(0o600)
