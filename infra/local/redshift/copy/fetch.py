"""Brings objects from S3 to local files, unpacked, several at once and never far ahead.

Unpacking here instead of in DuckDB costs one pass, gives each file's line count, and lets DuckDB
split a file among its threads.
"""

import bz2
import random
import re
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import pyarrow.compute as pc
from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError
from isal import isal_zlib
from urllib3.exceptions import HTTPError

from infra.local.redshift.copy.body import CountedBody, read_zstd, require_length
from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.objects import MISSING, SourceObject, describe
from infra.local.redshift.copy.statement import CopyOptions

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

WORKERS = 4
AHEAD = 8
ATTEMPTS = 3
# The library's stub calls its exception class an exception.
_DAMAGED = cast(type[Exception], isal_zlib.error)
_DECOMPRESSORS: dict[str, Callable[[], Any]] = {
    "gzip": lambda: isal_zlib.decompressobj(31),
    "bzip2": bz2.BZ2Decompressor,
}
# Arrow searches without the interpreter's lock, and these two many times as fast as `re`.
_ODD_LINE = r"\n(?:null|\s)"
_TRAILING_COMMA = r",\s*[}\]]"
_BLANK_LINE = re.compile(rb"^[ \t\r]*\n", re.MULTILINE)
_NULL_LINE = re.compile(rb"^\s*null", re.MULTILINE)
_MAY_BE_ODD = (b"n", b" ", b"\t", b"\r", b"\n")
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


@dataclass
class LocalFile:
    """An object's content on disk. `lines` leaves blank lines out; `suspect`: see `Unpacker`."""

    source: SourceObject
    path: Path
    scanned_bytes: int
    lines: int
    suspect: bool


def fetch_files(
    client: "S3Client", sources: list[SourceObject], options: CopyOptions, folder: Path
) -> Generator[LocalFile, None, None]:
    """The files in the order of `sources`, at most AHEAD of them waiting. Raises CopyError."""
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="copy-fetch") as pool:
        waiting: list[Future[LocalFile | None]] = []
        upcoming = iter(enumerate(sources))
        try:
            while True:
                while len(waiting) < AHEAD and (following := next(upcoming, None)):
                    number, source = following
                    path = folder / f"{number}.data"
                    waiting.append(pool.submit(_fetch, client, source, options, path))
                if not waiting:
                    return
                found = waiting.pop(0).result()
                if found is not None:
                    yield found
        finally:
            for future in waiting:
                future.cancel()


def _fetch(
    client: "S3Client", source: SourceObject, options: CopyOptions, path: Path
) -> LocalFile | None:
    """One object, again from its start where the transfer breaks. None: missing and optional."""
    for attempt in range(ATTEMPTS):
        try:
            return _transfer(client, source, options, path)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in MISSING and not source.mandatory:
                return None
            raise CopyError(describe(error, source.address)) from error
        except (BotoCoreError, HTTPError, ReadTimeoutError, ConnectionError) as error:
            if attempt == ATTEMPTS - 1:
                raise CopyError(f"S3ServiceException: {error}, {source.address}") from error
            time.sleep(random.uniform(0, 0.2 * 2**attempt))
    raise AssertionError("every attempt returns or raises")


def _transfer(
    client: "S3Client", source: SourceObject, options: CopyOptions, path: Path
) -> LocalFile:
    body = client.get_object(Bucket=source.bucket, Key=source.key)["Body"]
    unpacker = Unpacker(options)
    counted = CountedBody(body)
    zipped = options.compression == "zstd"
    chunks = read_zstd(counted, source) if zipped else counted.chunks()
    with path.open("wb") as out:
        for chunk in chunks:
            out.write(unpacker.feed(chunk, source))
        out.write(unpacker.finish(source))
    require_length(source, counted.size)
    return LocalFile(source, path, counted.size, unpacker.lines, unpacker.suspect)


class Unpacker:
    """Unpacks an object chunk by chunk, counting its lines.

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
        self._has_lines = options.file_format != "parquet"
        # What follows the last line break: lines are looked at whole.
        self._rest = b""

    def feed(self, chunk: bytes, source: SourceObject) -> bytes:
        """The whole lines that this chunk completes; the chunk itself where there are no lines."""
        if not self._has_lines:
            return chunk
        data = self._rest + (self._inflate(chunk, source) if self._inner else chunk)
        end = data.rfind(b"\n") + 1
        self._rest = data[end:]
        return self._examine(data[:end])

    def finish(self, source: SourceObject) -> bytes:
        """The last line, where no line break ends it."""
        if self._inner is not None and not self._inner.eof:
            raise CopyError(f"{self._library} error: unexpected end of {source.address}")
        last, self._rest = self._rest, b""
        return self._examine(last + b"\n") if last.strip() else b""

    def _inflate(self, chunk: bytes, source: SourceObject) -> bytes:
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
        return b"".join(parts)

    def _examine(self, lines: bytes) -> bytes:
        if self._replacement is not None:
            text = lines.decode("utf-8", "surrogateescape")
            lines = _NOT_UTF8.sub(self._replacement, text).encode()
        self.lines += lines.count(b"\n")
        if lines[:1] in _MAY_BE_ODD or _holds(lines, _ODD_LINE):
            self.lines -= sum(1 for _ in _BLANK_LINE.finditer(lines))
            self.suspect = self.suspect or (self._is_json and _holds_null_line(lines))
        if self._is_json and not self.suspect:
            self.suspect = _holds(lines, _TRAILING_COMMA)
        return lines


def _holds(data: bytes, pattern: str) -> bool:
    """Whether the pattern (RE2) is anywhere in it."""
    whole = pa.array([data], pa.large_binary())
    return bool(pc.match_substring_regex(whole, pattern)[0].as_py())


def _holds_null_line(lines: bytes) -> bool:
    return _NULL_LINE.search(lines) is not None
