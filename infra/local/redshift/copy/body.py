"""The bytes of one object as they arrive: counted, and unpacked where they are zstd."""

import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.objects import SourceObject

# Unpacked, it stays in the processor's cache while it is looked through and written.
CHUNK_BYTES = 64 * 1024


class CountedBody(io.RawIOBase):
    """A response's body; `size` is what was read of it so far, in bytes."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self.size = 0

    def readable(self) -> bool:
        """It is for reading only."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; none at the end."""
        data: bytes = self._body.read(size if size >= 0 else None)
        self.size += len(data)
        return data

    def chunks(self) -> Iterator[bytes]:
        """All of it, piece by piece."""
        while chunk := self.read(CHUNK_BYTES):
            yield chunk


def read_zstd(body: CountedBody, source: SourceObject) -> Iterator[bytes]:
    """The unpacked bytes of one or several zstd frames. Raises CopyError where they are damaged."""
    try:
        with pa.CompressedInputStream(pa.PythonFile(body, mode="r"), "zstd") as stream:
            while chunk := stream.read(CHUNK_BYTES):
                yield chunk
    except (pa.ArrowException, OSError) as error:
        raise CopyError(f"zstd error: {error}, {source.address}") from error


def require_length(source: SourceObject, size: int) -> None:
    """Raise where a manifest promised another length."""
    if source.content_length is not None and source.content_length != size:
        raise CopyError(
            f"File size does not match the manifest: {source.address} has {size} bytes, "
            f"its content_length is {source.content_length}"
        )
