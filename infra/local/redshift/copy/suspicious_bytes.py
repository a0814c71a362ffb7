"""Whether the bytes of a JSON file can hold what DuckDB's reader changes: a look that costs little.

A text in doubt is mostly a string, such as a browser's version "143.0". Only a number that stands
where a text belongs, a document there, one too long for a double, or NaN is worth a closer look at
every line.
"""

import mmap
import re
from pathlib import Path

from infra.local.redshift.copy.conversions import CHARACTER_TYPES
from infra.local.redshift.copy.json_source import JsonMapping
from infra.local.redshift.copy.target import TargetColumn

_SPACE = rb"[ \t\r\n]*"
_NO_NUMBER = rb"[:,\[]" + _SPACE + rb"-?(?:nan|inf)"
# Fewer digits than these are a double's own, whatever their value.
_LONG_NUMBER = rb"[:,\[]" + _SPACE + rb"-?(?:[0-9.]{16}|[0-9.]+e)"
_ESCAPED_NAME = rb"\\u"
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_]+")


def suspicious_bytes(
    mapping: JsonMapping, columns: tuple[TargetColumn, ...]
) -> re.Pattern[bytes] | None:
    """What a file must hold somewhere to be looked at; None where every file must be."""
    texts = [column.name for column in columns if column.type in CHARACTER_TYPES]
    if mapping.mode != "auto" or not all(map(_PLAIN_NAME.fullmatch, texts)):
        return None
    kinds = [_NO_NUMBER, _LONG_NUMBER, _ESCAPED_NAME]
    if texts:
        names = "|".join(texts).encode()
        kinds.append(rb'"(?:' + names + rb')"' + _SPACE + rb":" + _SPACE + rb"[-0-9{\[]")
    return re.compile(b"|".join(kinds), re.IGNORECASE)


def may_hold(path: Path, wanted: re.Pattern[bytes] | None) -> bool:
    """Whether the pattern is found in the file, which is never held in memory as a whole."""
    if wanted is None:
        return True
    # An empty file cannot be mapped.
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return wanted.search(content) is not None
