"""What each kind of statement does, found by its first words."""

from ...translation.scan import StatementText, leading_words, outer_words
from .handler import Handler
from .prepare import Execute
from .registry import AFTER_WITH, HANDLERS, REFUSE, SELECT_INTO


def find_handler(statement: StatementText) -> Handler:
    """The handler for a statement; one that refuses where there is none."""
    words = leading_words(statement.text, 5)
    if words[1:3] == ("OR", "REPLACE"):
        words = words[:1] + words[3:]
    if words[:1] in (("SELECT",), ("WITH",)):
        return _find_query(statement.text, words[0])
    if words[:1] == ("EXECUTE",):
        return _EXECUTE
    for length in (3, 2, 1):
        found = HANDLERS.get(words[:length])
        if found is not None:
            return found
    return REFUSE


def _find_query(text: str, first: str) -> Handler:
    """By the verb behind WITH, and by INTO, which makes a table of the query's rows."""
    outer = list(outer_words(text)) if first == "WITH" or "into" in text.lower() else []
    if first == "SELECT":
        return SELECT_INTO if "INTO" in outer else HANDLERS["SELECT",]
    verb = next((word for word in outer if word in AFTER_WITH), "SELECT")
    into = verb == "SELECT" and "INTO" in outer
    return SELECT_INTO if into else AFTER_WITH[verb]


_EXECUTE = Execute(find_handler)
