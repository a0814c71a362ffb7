"""Brings objects from S3 to local files, unpacked, several at once and never far ahead.

Unpacking here instead of in DuckDB is faster, gives each file's line count, and lets DuckDB split a
file among its threads.
"""

import random
import threading
from collections.abc import Generator, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError
from urllib3.exceptions import HTTPError

from infra.local.redshift.copy.body import CountedBody, read_zstd, require_length
from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.objects import MISSING, SourceObject, describe
from infra.local.redshift.copy.statement import CopyOptions
from infra.local.redshift.copy.unpack import Unpacker
from infra.local.redshift.copy.workers import Workers

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

AHEAD = 8
ATTEMPTS = 3


@dataclass
class LocalFile:
    """An object's content on disk; from `lines` to `long_fractions` it is its `Unpacker`'s.

    `original` is the text that `path` was rewritten from, if any.
    """

    source: SourceObject
    path: Path
    scanned_bytes: int
    lines: int
    suspect: bool
    escapes: bool
    long_fractions: bool
    original: Path | None = None


@dataclass(frozen=True)
class _Fetcher:
    """What is the same for every object of a COPY."""

    client: "S3Client"
    options: CopyOptions
    folder: Path
    stopped: threading.Event

    def fetch(self, number: int, source: SourceObject) -> LocalFile | None:
        """One object, again from its start where the transfer breaks. None: missing, optional."""
        for attempt in range(ATTEMPTS):
            try:
                return self._transfer(source, self.folder / f"{number}.data")
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") in MISSING and not source.mandatory:
                    return None
                raise CopyError(describe(error, source.address)) from error
            except (BotoCoreError, HTTPError, ReadTimeoutError, ConnectionError) as error:
                if attempt == ATTEMPTS - 1 or self.stopped.is_set():
                    raise CopyError(f"S3ServiceException: {error}, {source.address}") from error
                self.stopped.wait(random.uniform(0, 0.2 * 2**attempt))
        raise AssertionError("every attempt returns or raises")

    def _transfer(self, source: SourceObject, path: Path) -> LocalFile:
        body = self.client.get_object(Bucket=source.bucket, Key=source.key)["Body"]
        unpacker = Unpacker(self.options)
        counted = CountedBody(body)
        zipped = self.options.compression == "zstd"
        chunks = read_zstd(counted, source) if zipped else counted.chunks()
        with path.open("wb") as out:
            for chunk in self._until_stopped(chunks):
                out.write(unpacker.feed(chunk, source))
            out.write(unpacker.finish(source))
        require_length(source, counted.size)
        found = unpacker.suspect, unpacker.escapes, unpacker.long_fractions
        return LocalFile(source, path, counted.size, unpacker.lines, *found)

    def _until_stopped(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            if self.stopped.is_set():
                raise CopyError("COPY was stopped")
            yield chunk


def fetch_files(
    client: "S3Client",
    sources: list[SourceObject],
    options: CopyOptions,
    folder: Path,
    workers: Workers,
) -> Generator[LocalFile, None, None]:
    """The files in the order of `sources`, at most AHEAD of them waiting. Raises CopyError."""
    fetcher = _Fetcher(client, options, folder, workers.stopped)
    upcoming = iter(enumerate(sources))
    waiting: list[Future[LocalFile | None]] = []
    while True:
        while len(waiting) < AHEAD and (following := next(upcoming, None)):
            waiting.append(workers.submit(partial(fetcher.fetch, *following)))
        if not waiting:
            return
        found = workers.result(waiting.pop(0))
        if found is not None:
            yield found
