"""Where the bytes of a JSON file hold what DuckDB's reader may change: a look of little cost.

A text that looks like a number is mostly a string, such as a browser's version "143.0". Only a
number that stands where a text belongs, a document there, one too long for a double, or NaN is
worth a second look at the file.
"""

import re
import struct
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from infra.local.redshift.copy.conversions import CHARACTER_TYPES
from infra.local.redshift.copy.json_source import JsonMapping
from infra.local.redshift.copy.target import TargetColumn

_SPACE = r"[ \t\r\n]*"
# NaN and Infinity; fewer digits than these are a double's own, whatever their value.
_NUMBER = rf"[:,\[]{_SPACE}-?(?:nan|inf|[0-9.]{{16}}|[0-9.]+e)"
# More digits than a double tells apart, whatever is left of them once they are read. With ten of
# them before the point, the value tells: see `doubts`.
_MOST_DIGITS = 17
_LONG_FRACTION = "|".join(
    rf"[1-9][0-9]{{{before}}}\.[0-9]{{{_MOST_DIGITS - before}}}" for before in range(9)
)
# Looked for as fast as a byte is, and rare.
_FRACTION = rf"\.[0-9]{{{_MOST_DIGITS - 8}}}"
# Only a name has a colon behind it.
_ESCAPED_NAME = rf'\\u(?:[^"\\]|\\.)*"{_SPACE}:'
_BLOCK_BYTES = 1024 * 1024
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_]+")


def suspicious_bytes(mapping: JsonMapping, columns: tuple[TargetColumn, ...]) -> str:
    """The pattern (RE2) of what a file must hold somewhere to be looked at; "" for anything."""
    texts = [column.name for column in columns if column.type in CHARACTER_TYPES]
    if mapping.mode != "auto" or not all(map(_PLAIN_NAME.fullmatch, texts)):
        return ""
    kinds = [_NUMBER, _ESCAPED_NAME]
    if texts:
        kinds.append(f'"(?:{"|".join(texts)})"{_SPACE}:{_SPACE}[-0-9{{\\[]')
    return f"(?i){'|'.join(kinds)}"


def holds_long_fraction(data: bytes) -> bool:
    """Whether a number is in it whose double may look like a shorter one's."""
    return holds(data, _FRACTION) and holds(data, rf"{_LONG_FRACTION}|\b0\.0*[1-9][0-9]{{17}}")


def may_hold(path: Path, pattern: str) -> bool:
    """Whether the pattern is found in a line of the file, which is never in memory as a whole."""
    with path.open("rb") as file:
        return any(
            holds(b"".join(lines), pattern)
            for lines in iter(lambda: file.readlines(_BLOCK_BYTES), [])
        )


def holds(data: bytes, pattern: str) -> bool:
    """Whether the pattern (RE2) is anywhere in it.

    Arrow searches without the interpreter's lock, and many times as fast as `re`.
    """
    ends = pa.py_buffer(struct.pack("=qq", 0, len(data)))
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(data)])
    return bool(pc.match_substring_regex(whole, pattern)[0].as_py())
