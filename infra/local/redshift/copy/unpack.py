"""Unpacks an object chunk by chunk, and looks for what DuckDB's JSON reader passes over."""

import bz2
import re
from collections.abc import Callable
from typing import Any, cast

from isal import isal_zlib

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.objects import SourceObject
from infra.local.redshift.copy.statement import CopyOptions
from infra.local.redshift.copy.suspicious_bytes import holds, holds_long_fraction

# The library's stub calls its exception class an exception.
_DAMAGED = cast(type[Exception], isal_zlib.error)
_DECOMPRESSORS: dict[str, Callable[[], Any]] = {
    "gzip": lambda: isal_zlib.decompressobj(31),
    "bzip2": bz2.BZ2Decompressor,
}
_TRAILING_COMMA = r",\s*[}\]]"
_NO_OBJECT = r"\n[^{]"
# A null byte and \\N, which stands for NULL, in whatever way a JSON text writes them.
_ESCAPES = r"\\(?:u00|\\N)"
_BLANK_LINE = re.compile(rb"^[ \t\r]*\n", re.MULTILINE)
_NULL_LINE = re.compile(rb"^\s*null", re.MULTILINE)
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


class Unpacker:
    """Unpacks one object; `lines` counts those of JSON that are not blank.

    `escapes` is false where a JSON file can hold neither a null byte nor \\N, and true of others.
    `long_fractions` tells of numbers in JSON that no double holds, whatever it looks like.

    DuckDB's JSON reader passes over a comma before a closing bracket and over a line of null, which
    Redshift refuses. Where one shows the file is `suspect` and gets a strict look (it may be text).
    """

    def __init__(self, options: CopyOptions) -> None:
        self.lines = 0
        self.suspect = False
        self._open = _DECOMPRESSORS.get(options.compression)
        self._inner = self._open() if self._open else None
        self._library = "bzip2" if options.compression == "bzip2" else "zlib"
        self._replacement = options.invalid_character
        self._is_json = options.file_format == "json"
        self.escapes = not self._is_json
        self.long_fractions = False
        self._has_lines = options.file_format != "parquet"
        # What follows the last line break: lines are looked at whole.
        self._rest = b""

    def feed(self, chunk: bytes, source: SourceObject) -> bytes:
        """The whole lines that this chunk completes; the chunk itself where there are no lines."""
        if not self._has_lines:
            return chunk
        parts = self._inflate(chunk, source) if self._inner else [chunk]
        data = b"".join([self._rest, *parts])
        end = data.rfind(b"\n") + 1
        self._rest = data[end:]
        return self._examine(data[:end])

    def finish(self, source: SourceObject) -> bytes:
        """The last line, where no line break ends it."""
        if self._inner is not None and not self._inner.eof:
            raise CopyError(f"{self._library} error: unexpected end of {source.address}")
        last, self._rest = self._rest, b""
        return self._examine(last + b"\n") if last.strip() else b""

    def _inflate(self, chunk: bytes, source: SourceObject) -> list[bytes]:
        assert self._open is not None and self._inner is not None
        parts = []
        try:
            while chunk:
                # A file may be several compressed streams in a row.
                if self._inner.eof:
                    self._inner = self._open()
                parts.append(self._inner.decompress(chunk))
                chunk = self._inner.unused_data
        except (_DAMAGED, OSError) as error:
            raise CopyError(f"{self._library} error: {error}, {source.address}") from error
        return parts

    def _examine(self, lines: bytes) -> bytes:
        if self._replacement is not None:
            text = lines.decode("utf-8", "surrogateescape")
            lines = _NOT_UTF8.sub(self._replacement, text).encode()
        if self._is_json:
            self._examine_json(lines)
        return lines

    def _examine_json(self, lines: bytes) -> None:
        self.lines += lines.count(b"\n")
        # Nearly every file has but objects, one a line.
        if not lines.startswith(b"{") or holds(lines, _NO_OBJECT):
            self.lines -= sum(1 for _ in _BLANK_LINE.finditer(lines))
            self.suspect = self.suspect or _NULL_LINE.search(lines) is not None
        if not self.suspect:
            self.suspect = holds(lines, _TRAILING_COMMA)
        if not self.escapes:
            self.escapes = holds(lines, _ESCAPES)
        if not self.long_fractions:
            self.long_fractions = holds_long_fraction(lines)
