"""The datetime formats of TO_CHAR, TO_DATE and TO_TIMESTAMP, as parts with their modifiers.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_FORMAT_strings.html
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_PARTS = (
    "Y,YYY", "YYYY", "IYYY", "YYY", "IYY", "YY", "IY", "Y", "I", "B.C.", "A.D.", "BC", "AD", "CC",
    "MONTH", "MON", "MM", "RM", "IDDD", "DDD", "DAY", "DY", "DD", "ID", "D", "IW", "WW", "W", "Q",
    "J", "HH24", "HH12", "HH", "MI", "SSSS", "SS", "MS", "US", "A.M.", "P.M.", "AM", "PM", "TZ",
    "OF",
)  # fmt: skip
_LONGEST_FIRST = "|".join(map(re.escape, sorted(_PARTS, key=len, reverse=True)))
_TOKEN = re.compile(
    rf"(?P<fm>FM)?(?P<part>{_LONGEST_FIRST})(?P<th>TH)?"
    r'|"(?P<text>[^"]*)"|(?P<other>.)',
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A field, its name in capitals and as `written`; or, without a name, text as it stands."""

    name: str
    written: str
    fills: bool = True
    ordinal: str = ""


@lru_cache(maxsize=256)
def read_format(text: str) -> tuple[Part, ...]:
    """The parts of a format."""
    return tuple(map(_part, _TOKEN.finditer(text)))


def _part(match: re.Match[str]) -> Part:
    if match["part"] is None:
        return Part("", match[0] if match["text"] is None else match["text"])
    written = match["part"]
    return Part(written.upper(), written, match["fm"] is None, match["th"] or "")
