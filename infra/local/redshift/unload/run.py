"""Runs an UNLOAD: the query's rows become files, one after another, each sent when it is whole."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from infra.local.redshift.copy.load_log import LoadLog
from infra.local.redshift.copy.objects import open_s3
from infra.local.redshift.unload.columns import UnloadColumn, describe_columns, parquet_of
from infra.local.redshift.unload.destination import Destination
from infra.local.redshift.unload.files import FileSeries, UnloadedFile
from infra.local.redshift.unload.line_files import LineFiles
from infra.local.redshift.unload.lines import header_line, line_sql
from infra.local.redshift.unload.manifest import render_manifest
from infra.local.redshift.unload.parquet_files import ParquetFiles
from infra.local.redshift.unload.partitions import list_partitions, split_columns
from infra.local.redshift.unload.statement import UnloadOptions, UnloadStatement
from infra.local.redshift.unload.unload_log import LoggedFile, UnloadRun, write_files

BATCH_ROWS = 2048
_STORED = "temp.main.redshift_unload"


@dataclass(frozen=True)
class _Job:
    """One UNLOAD under way; `check` raises when the statement is to end."""

    connection: duckdb.DuckDBPyConnection
    destination: Destination
    options: UnloadOptions
    scratch: Path
    check: Callable[[], None]

    def write(self, relation: str, columns: list[UnloadColumn], folder: str) -> FileSeries:
        """All rows of a DuckDB relation, as the files of one folder."""
        series = self._open_series(columns, folder)
        rows = self.connection.sql(f"SELECT {self._values(columns)} FROM {relation}")
        for batch in rows.to_arrow_reader(BATCH_ROWS):
            self.check()
            series.write(batch)
        series.close()
        return series

    def _values(self, columns: list[UnloadColumn]) -> str:
        if self.options.file_format != "parquet":
            return f"{line_sql(columns, self.options)} AS line"
        return ", ".join(f"{parquet_of(c)} AS {_quote(c.name)}" for c in columns)

    def _open_series(self, columns: list[UnloadColumn], folder: str) -> FileSeries:
        if self.options.file_format == "parquet":
            supers = frozenset(c.name for c in columns if c.type == "super")
            return ParquetFiles(self.destination, self.options, self.scratch, folder, supers)
        header = header_line(columns, self.options)
        return LineFiles(self.destination, self.options, self.scratch, folder, header)


def run_unload(
    connection: duckdb.DuckDBPyConnection,
    statement: UnloadStatement,
    sql: str,
    log: LoadLog,
    check: Callable[[], None],
) -> int:
    """Write the rows of `sql`, the query in DuckDB's words; how many. Raises CopyError.

    The log is written in the caller's transaction, so that it sees its own files at once.
    """
    options = statement.options
    began = _now()
    columns = describe_columns(connection, sql)
    client = open_s3(options.region, options.credentials)
    with tempfile.TemporaryDirectory(prefix="unload-") as folder:
        destination = Destination(client, _target(statement))
        job = _Job(connection, destination, options, Path(folder), check)
        _prepare(destination, options)
        all_series = _write_all(job, columns, sql)
        files = [file for series in all_series for file in series.files]
        if options.manifest:
            _send_manifest(job, files, columns)
    rows = sum(series.data_rows for series in all_series)
    _note(connection, log, options, files, rows, began)
    return rows


def _note(
    connection: duckdb.DuckDBPyConnection,
    log: LoadLog,
    options: UnloadOptions,
    files: list[UnloadedFile],
    rows: int,
    began: datetime,
) -> None:
    run = UnloadRun(log.next_id(), log.session_id, log.user_name, options.file_format, began)
    logged = [LoggedFile(file.address, file.rows, file.size) for file in files]
    write_files(connection, run, logged, _now())
    log.last_unload_id, log.last_unload_count = run.query_id, rows
    log.notice = f"UNLOAD completed, {rows} record(s) unloaded successfully."


def _target(statement: UnloadStatement) -> str:
    """A prefix of partitions ends in a slash: r_UNLOAD, TO."""
    needs_slash = statement.options.partition_by and not statement.target.endswith("/")
    return statement.target + ("/" if needs_slash else "")


def _prepare(destination: Destination, options: UnloadOptions) -> None:
    if options.clean_path:
        if not options.partition_by:
            destination.clean()
    elif not options.allow_overwrite:
        destination.require_empty()


def _write_all(job: _Job, columns: list[UnloadColumn], sql: str) -> list[FileSeries]:
    relation = f"({sql}) AS unloaded({', '.join(column.source for column in columns)})"
    if not job.options.partition_by:
        return [job.write(relation, columns, "")]
    keys, held = split_columns(
        columns, job.options.partition_by, include=job.options.include_partitions
    )
    # The query runs once: its folders must be those of its rows.
    job.connection.execute(f"CREATE TEMP TABLE {_STORED} AS SELECT * FROM {relation}")
    written = []
    for partition in list_partitions(job.connection, _STORED, keys):
        if job.options.clean_path:
            job.destination.clean(partition.folder)
        rows = f"{_STORED} WHERE {partition.condition}"
        written.append(job.write(rows, held, partition.folder))
    job.connection.execute(f"DROP TABLE {_STORED}")
    return written


def _send_manifest(job: _Job, files: list[UnloadedFile], columns: list[UnloadColumn]) -> None:
    path = job.scratch / "manifest"
    path.write_bytes(render_manifest(files, columns, verbose=job.options.manifest_verbose))
    job.destination.upload(path, "manifest")


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
