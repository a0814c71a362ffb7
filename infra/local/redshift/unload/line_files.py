"""Files of lines: delimited text, CSV and JSON. A batch's lines are one buffer, never split."""

from bisect import bisect_right
from pathlib import Path
from typing import IO

import pyarrow as pa

from infra.local.redshift.unload.compression import open_compressor
from infra.local.redshift.unload.destination import Destination
from infra.local.redshift.unload.files import FileSeries
from infra.local.redshift.unload.statement import UnloadOptions


class LineFiles(FileSeries):
    """Takes batches of one text column whose values end in line breaks.

    A file ends before MAXFILESIZE; a compressed one when what it holds reaches it.
    """

    def __init__(
        self,
        destination: Destination,
        options: UnloadOptions,
        scratch: Path,
        folder: str = "",
        header: bytes = b"",
    ) -> None:
        super().__init__(destination, options, scratch, folder)
        self._header = header
        self._out: IO[bytes] | None = None
        self._rows = self._size = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Add the lines, in as few pieces as the size of files allows."""
        lines = batch.column(0)
        _, offsets_buffer, data = lines.buffers()
        offsets = memoryview(offsets_buffer).cast("i")[lines.offset : lines.offset + len(lines) + 1]
        first = 0
        while first < len(lines):
            room = self._options.max_file_bytes - self._size
            last = bisect_right(offsets, offsets[first] + room) - 1
            if last <= first:
                if self._rows:
                    self._finish()
                    continue
                last = first + 1
            self._append(data[offsets[first] : offsets[last]].to_pybytes(), last - first)
            first = last

    def close(self) -> None:
        """Send the last file; of no rows an empty one, but in JSON."""
        if self._out is None and not self.files and self._options.file_format != "json":
            self._open()
        if self._out is not None:
            self._finish()

    def _append(self, data: bytes, rows: int) -> None:
        if self._out is None:
            self._open()
        self._write(data)
        self._rows += rows
        self.data_rows += rows

    def _open(self) -> None:
        self._compressor = open_compressor(self._options.compression)
        self._out = self._next_path().open("wb")
        self._rows = self._size = 0
        if self._header:
            self._write(self._header)

    def _write(self, data: bytes) -> None:
        assert self._out is not None
        packed = self._compressor.compress(data)
        self._out.write(packed)
        self._size += len(packed)

    def _finish(self) -> None:
        assert self._out is not None
        with self._out as out:
            out.write(self._compressor.flush())
        self._out = None
        self._send(self._next_path(), self._rows + bool(self._header))
        self._rows = self._size = 0
