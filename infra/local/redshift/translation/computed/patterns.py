"""Regular expressions of the PCRE dialect, and the place of a match.

Sources: https://docs.aws.amazon.com/redshift/latest/dg/REGEXP_SUBSTR.html, REGEXP_INSTR.html
"""

import re
from functools import lru_cache
from itertools import islice

from .failure import ComputationError

_CLASSES = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z",
    "space": r"\s", "punct": r"!-/:-@\[-`{-~", "xdigit": "0-9A-Fa-f", "blank": r" \t",
}  # fmt: skip


@lru_cache(maxsize=256)
def _compile(pattern: str, flags: str) -> re.Pattern[str]:
    readable = re.sub(r"\[:(\w+):\]", lambda m: _CLASSES.get(m[1], m[0]), pattern)
    options = re.DOTALL | (re.IGNORECASE if "i" in flags else 0)
    try:
        return re.compile(readable, options)
    except re.error as error:
        raise ComputationError("2201B", f"invalid regular expression: {error}") from None


def _nth(text: str, pattern: str, start: int, occurrence: int, flags: str) -> re.Match[str] | None:
    matches = _compile(pattern, flags).finditer(text, start)
    return next(islice(matches, occurrence - 1, None), None)


def regexp_substr(text: str, pattern: str, occurrence: int, group: int, flags: str) -> str:
    """The match of that number, or its group; empty where there is none."""
    match = _nth(text, pattern, 0, occurrence, flags)
    return (match[group] or "") if match else ""


def regexp_instr(
    text: str, pattern: str, position: int, occurrence: int, option: int, group: int, flags: str
) -> int:
    """Where the match begins, from 1, or (option 1) what is behind it; 0 where there is none."""
    if position > len(text) or occurrence < 1:
        return 0
    match = _nth(text, pattern, max(position, 1) - 1, occurrence, flags)
    if match is None:
        return 0
    return (match.end(group) if option else match.start(group)) + 1


def regexp_count(text: str, pattern: str, flags: str) -> int:
    """How often the pattern matches."""
    return sum(1 for _ in _compile(pattern, flags).finditer(text))


def regexp_replace(text: str, pattern: str, replacement: str, flags: str) -> str:
    """The text with every match replaced."""
    return _compile(pattern, flags).sub(lambda _: replacement, text)


_TEXT = "VARCHAR"
COMPUTED = (
    ("regexp_substr", regexp_substr, (_TEXT, _TEXT, "INTEGER", "INTEGER", _TEXT), _TEXT),
    ("regexp_instr", regexp_instr,
     (_TEXT, _TEXT, "INTEGER", "INTEGER", "INTEGER", "INTEGER", _TEXT), "INTEGER"),
    ("regexp_count", regexp_count, (_TEXT, _TEXT, _TEXT), "INTEGER"),
    ("regexp_replace", regexp_replace, (_TEXT, _TEXT, _TEXT, _TEXT), _TEXT),
)  # fmt: skip
