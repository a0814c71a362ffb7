"""What each kind of statement does, found by its first words."""

from ...translation.scan import StatementText, leading_words
from .handler import Handler
from .registry import HANDLERS, REFUSE


def find_handler(statement: StatementText) -> Handler:
    """The handler for a statement; one that refuses where there is none."""
    words = leading_words(statement.text)
    for length in (3, 2, 1):
        found = HANDLERS.get(words[:length])
        if found is not None:
            return found
    return REFUSE
