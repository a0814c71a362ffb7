"""Parquet files: version 1.0, each row group compressed with Snappy, as r_UNLOAD says."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from infra.local.redshift.unload.destination import Destination
from infra.local.redshift.unload.files import FileSeries
from infra.local.redshift.unload.statement import UnloadOptions


class ParquetFiles(FileSeries):
    """Gathers batches to row groups of ROWGROUPSIZE; a file ends with the group that fills it.

    `json_columns` are those that hold SUPER, marked as JSON in the file.
    """

    def __init__(
        self,
        destination: Destination,
        options: UnloadOptions,
        scratch: Path,
        folder: str = "",
        json_columns: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(destination, options, scratch, folder)
        self._json_columns = json_columns
        self._writer: pq.ParquetWriter | None = None
        self._gathered: list[pa.RecordBatch] = []
        self._gathered_bytes = self._rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Add the rows to the row group to come."""
        self._gathered.append(batch)
        self._gathered_bytes += batch.nbytes
        if self._gathered_bytes >= self._options.row_group_bytes:
            self._write_group()

    def close(self) -> None:
        """Send the last file; none where there was no row."""
        if self._gathered:
            self._write_group()
        if self._writer is not None:
            self._finish()

    def _write_group(self) -> None:
        table = self._marked(pa.Table.from_batches(self._gathered))
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._next_path(), table.schema, version="1.0", compression="snappy"
            )
        self._writer.write_table(table, row_group_size=table.num_rows)
        self._rows += table.num_rows
        self.data_rows += table.num_rows
        self._gathered, self._gathered_bytes = [], 0
        if self._next_path().stat().st_size >= self._options.max_file_bytes:
            self._finish()

    def _marked(self, table: pa.Table) -> pa.Table:
        for position, name in enumerate(table.column_names):
            if name in self._json_columns:
                marked = table.column(position).cast(pa.json_(pa.string()))
                table = table.set_column(position, name, marked)
        return table

    def _finish(self) -> None:
        assert self._writer is not None
        self._writer.close()
        self._writer = None
        self._send(self._next_path(), self._rows)
        self._rows = 0
