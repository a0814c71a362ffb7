"""What of a statement's text may be kept: no password and no key."""

import re

_LITERAL = r"'(?:[^'\\]|''|\\.)*'"
_ANY_LITERAL = re.compile(_LITERAL, re.DOTALL)
_OF_USER = re.compile(r"\s*(?:CREATE|ALTER)\s+USER\b", re.IGNORECASE)
_SECRET = re.compile(
    r"\b(PASSWORD|CREDENTIALS|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)(\s+(?:AS\s+)?)"
    + _LITERAL,
    re.IGNORECASE | re.DOTALL,
)


def hide_secrets(text: str) -> str:
    """The statement with its passwords and keys as ***.

    In a statement about users every literal is taken for one: it may be misspelt.
    """
    if _OF_USER.match(text):
        return _ANY_LITERAL.sub("'***'", text)
    return _SECRET.sub(r"\1\2'***'", text)
