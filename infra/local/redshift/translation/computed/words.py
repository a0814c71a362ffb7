"""Character functions that DuckDB has not, or has otherwise.

Source: https://docs.aws.amazon.com/redshift/latest/dg/String_functions_header.html
"""

import re

from .failure import ComputationError

_SOUNDS = {
    **dict.fromkeys("BFPV", "1"), **dict.fromkeys("CGJKQSXZ", "2"), **dict.fromkeys("DT", "3"),
    "L": "4", **dict.fromkeys("MN", "5"), "R": "6",
}  # fmt: skip


def initcap(text: str) -> str:
    """The first letter of each word in upper case; words end where no letter or digit is."""
    return re.sub(r"[^\W_]+", lambda match: match[0][0].upper() + match[0][1:].lower(), text)


def reverse(text: str) -> str:
    """Characters from the last to the first; DuckDB would keep combining ones together."""
    return text[::-1]


def soundex(text: str) -> str:
    """American Soundex of the letters: the first one and three digits."""
    letters = [letter for letter in text.upper() if "A" <= letter <= "Z"]
    if not letters:
        return ""
    code, last = letters[0], _SOUNDS.get(letters[0])
    for letter in letters[1:]:
        sound = _SOUNDS.get(letter)
        if sound and sound != last:
            code += sound
        if letter not in "HW":
            last = sound
    return (code + "000")[:4]


def difference(left: str, right: str) -> int:
    """How many characters the two Soundex codes share, place by place: 0 to 4."""
    return sum(a == b for a, b in zip(soundex(left), soundex(right), strict=False))


def octetindex(wanted: str, text: str) -> int:
    """Where the bytes of `wanted` begin in those of the text, from 1; 0 where they do not."""
    return text.encode().find(wanted.encode()) + 1


def quote_literal(text: str) -> str:
    """The text as a literal of SQL."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def strtol(text: str, base: int) -> int:
    """A whole number of a base from 2 to 36, within 64 bits."""
    if not 2 <= base <= 36:
        raise ComputationError("22023", f"STRTOL: the base must be 2 to 36, not {base}")
    if text == "" or text.startswith("\0"):
        return 0
    try:
        number = int(text.strip().replace("_", "?"), base)
    except ValueError:
        raise ComputationError(
            "22P02", f'The input "{text}" is not valid to be converted to base {base}'
        ) from None
    if not -(2**63) <= number < 2**63:
        raise ComputationError("22003", f'The input "{text}" is out of range of BIGINT')
    return number


COMPUTED = (
    ("initcap", initcap, ("VARCHAR",), "VARCHAR"),
    ("reverse", reverse, ("VARCHAR",), "VARCHAR"),
    ("soundex", soundex, ("VARCHAR",), "VARCHAR"),
    ("difference", difference, ("VARCHAR", "VARCHAR"), "INTEGER"),
    ("octetindex", octetindex, ("VARCHAR", "VARCHAR"), "INTEGER"),
    ("quote_literal", quote_literal, ("VARCHAR",), "VARCHAR"),
    ("strtol", strtol, ("VARCHAR", "INTEGER"), "BIGINT"),
)
