"""Runs a COPY in the caller's transaction.

Files are loaded in groups: DuckDB loads one while the next is being fetched, and neither disk nor
memory holds the whole load. Whatever fails, the caller's transaction fails as a whole.
"""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from infra.local.redshift.copy.doubts import COUNTER
from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.fetch import LocalFile, fetch_files
from infra.local.redshift.copy.file_group import FileGroup
from infra.local.redshift.copy.json_source import JsonMapping, parse_jsonpaths
from infra.local.redshift.copy.load_log import CopyRun, LoadLog
from infra.local.redshift.copy.objects import (
    JSONPATHS_LIMIT,
    list_sources,
    open_s3,
    read_small_object,
)
from infra.local.redshift.copy.query import LoadQuery
from infra.local.redshift.copy.statement import CopyStatement
from infra.local.redshift.copy.target import Target, find_target

GROUP_BYTES = 256 * 1024 * 1024
GROUP_FILES = 64


def run_copy(connection: duckdb.DuckDBPyConnection, statement: CopyStatement, log: LoadLog) -> int:
    """Load the files; the number of rows. Credentials and endpoint: the process's AWS settings.

    Raises CopyError where Redshift would fail; each refused value is then in the load log, written
    on a connection of its own. Conflicts with other transactions come up as DuckDB's own errors.
    """
    target = find_target(connection, statement, log.temp_schema)
    run = CopyRun(log, log.next_id(), target.table_id, target.name, _now())
    with closing(_second_connection(connection)) as apart:
        rows = _load(connection, apart, statement, target, run)
    run.write_files(connection, _now())
    log.last_copy_id, log.last_copy_count = run.query_id, rows
    log.notice = f"Load into table '{target.name}' completed, {rows} record(s) loaded successfully."
    return rows


def _load(
    connection: duckdb.DuckDBPyConnection,
    apart: duckdb.DuckDBPyConnection,
    statement: CopyStatement,
    target: Target,
    run: CopyRun,
) -> int:
    options = statement.options
    client = open_s3(options.region, options.credentials)
    mapping = JsonMapping(options.json_option if options.file_format == "json" else "auto")
    if mapping.mode.startswith("s3://"):
        document = read_small_object(client, mapping.mode, JSONPATHS_LIMIT)
        mapping = parse_jsonpaths(document, target.columns)
    sources = list_sources(client, statement.source, options)
    counter = COUNTER if options.file_format == "json" else None
    query = LoadQuery(target, mapping, options, counter)
    rows = errors = read = 0
    with tempfile.TemporaryDirectory(prefix="copy-") as folder:
        files = fetch_files(client, sources, options, Path(folder))
        with closing(files):
            for group in _group(files):
                loader = FileGroup(apart, query, run, group, errors)
                rows += loader.load(connection)
                errors, read = loader.error_count, read + len(group)
    if not read:
        raise CopyError(f"No files were found by the manifest {statement.source}")
    return rows


def _group(files: Iterator[LocalFile]) -> Iterator[list[LocalFile]]:
    group: list[LocalFile] = []
    size = 0
    for file in files:
        group.append(file)
        size += file.path.stat().st_size
        if size >= GROUP_BYTES or len(group) >= GROUP_FILES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _second_connection(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to the same database, with a transaction of its own."""
    row = connection.execute("SELECT current_database()").fetchone()
    apart = connection.cursor()
    apart.execute(f'USE "{row[0] if row else ""}"')
    return apart


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
