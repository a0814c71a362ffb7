"""Compresses a file's bytes as they come."""

import bz2
from typing import Protocol, cast

import pyarrow as pa
from isal import isal_zlib

from infra.local.redshift.unload.statement import Compression

EXTENSIONS: dict[Compression, str] = {
    "none": "",
    "gzip": ".gz",
    "bzip2": ".bz2",
    "zstd": ".zst",
}
_GZIP_WINDOW = 31


class Compressor(Protocol):
    """What takes bytes piece by piece."""

    def compress(self, data: bytes, /) -> bytes:
        """What can be written so far."""

    def flush(self) -> bytes:
        """The rest."""


class _Plain:
    def compress(self, data: bytes, /) -> bytes:
        return data

    def flush(self) -> bytes:
        return b""


class _Zstandard:
    """Each piece becomes a frame of its own: a file of several frames is one zstd file."""

    def compress(self, data: bytes, /) -> bytes:
        sink = pa.BufferOutputStream()
        with pa.CompressedOutputStream(sink, "zstd") as stream:
            stream.write(data)
        return cast(bytes, sink.getvalue().to_pybytes())

    def flush(self) -> bytes:
        return b""


def open_compressor(compression: Compression) -> Compressor:
    """A compressor of one file."""
    match compression:
        case "gzip":
            return cast(Compressor, isal_zlib.compressobj(wbits=_GZIP_WINDOW))
        case "bzip2":
            return bz2.BZ2Compressor()
        case "zstd":
            return _Zstandard()
        case _:
            return _Plain()
