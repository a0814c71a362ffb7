"""One piece: the lines of many files in one, counted as they are written."""

import gzip
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from io import BytesIO

from ingest_lambdas.contract.lake_layout import compacted_key
from orchestration.clients.lake import Lake, unpacked_lines
from orchestration.clients.lake_file import LakeFile, Original
from orchestration.clients.read_ahead import read_ahead
from orchestration.compacting.objects import store

# Level 6 is gzip's own default; what compaction gains comes from longer streams.
LEVEL = 6


class LinesDiffer(RuntimeError):
    """A file has other lines than were loaded from it: it stays, and somebody must look."""


def write_piece(lake: Lake, files: Sequence[LakeFile], row_counts: Mapping[str, int]) -> LakeFile:
    """Write the lines of these files of one hour as one object. Raises LinesDiffer.

    The object's name follows from what it replaces, so that a run that died is repeated in place.
    Nobody reads it before it is published. Compressed files pass through memory a few at a time,
    the piece lies on disk until it is stored.
    """
    first = files[0]
    key = compacted_key(first.kind, first.load_hour, _name(files))
    with tempfile.TemporaryFile() as packed:
        with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=LEVEL, mtime=0) as out:
            for file, body in zip(files, read_ahead(lake.body, files), strict=True):
                _append(out, file, body, row_counts[file.key])
        size = packed.tell()
        packed.seek(0)
        etag = store(lake, first.kind, key, packed)
    originals = [Original(f.key, f.byte_count, f.etag, row_counts[f.key]) for f in files]
    return LakeFile(key, first.kind, first.load_hour, size, etag, tuple(originals))


def _append(out: gzip.GzipFile, file: LakeFile, body: bytes, rows: int) -> None:
    written = 0
    for line in unpacked_lines(BytesIO(body), file.key):
        out.write(line if line.endswith(b"\n") else line + b"\n")
        written += 1
    if written != rows:
        raise LinesDiffer(f"{file.key} holds {written} lines, and {rows} were loaded from it")


def _name(files: Sequence[LakeFile]) -> str:
    named = hashlib.sha256()
    for file in files:
        named.update(f"{file.key} {file.etag}\n".encode())
    return named.hexdigest()[:32]
