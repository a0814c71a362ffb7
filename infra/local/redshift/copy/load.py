"""Runs a COPY in the caller's transaction.

Files are loaded in groups: DuckDB loads one while the next is being fetched, and neither disk nor
memory holds the whole load. Whatever fails, the caller's transaction fails as a whole.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

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
from infra.local.redshift.copy.statement import CopyOptions, CopyStatement
from infra.local.redshift.copy.target import Target, find_target
from infra.local.redshift.copy.workers import Workers

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

THREADS = 4
# What an INSERT adds beyond DuckDB's whole row groups is written a second time at the commit, and
# each INSERT is planned anew: few large groups cost less than many.
GROUP_BYTES = 512 * 1024 * 1024
GROUP_FILES = 1024


def run_copy(
    connection: duckdb.DuckDBPyConnection,
    statement: CopyStatement,
    log: LoadLog,
    check: Callable[[], None],
) -> int:
    """Load the files; the number of rows. Credentials and endpoint: the process's AWS settings.

    `check` raises where the statement was cancelled or its time is up: it is asked all along.
    Raises CopyError where Redshift would fail; each refused value is then in the load log, written
    on a connection of its own. Conflicts with other transactions come up as DuckDB's own errors.
    """
    target = find_target(connection, statement, log.temp_schema)
    run = CopyRun(log, log.next_id(), target.table_id, target.name, _now(), check)
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
    rows = errors = read = 0
    # The folder outlives the workers, which write to it.
    with (
        tempfile.TemporaryDirectory(prefix="copy-", ignore_cleanup_errors=True) as folder,
        Workers(THREADS, run.check) as pool,
    ):
        mapping = pool.run(partial(_read_mapping, client, options, target))
        sources = pool.run(partial(list_sources, client, statement.source, options))
        query = LoadQuery(target, mapping, options, COUNTER if _is_json(options) else None)
        files = fetch_files(client, sources, options, Path(folder), pool)
        for group in _group(files):
            loader = FileGroup(apart, query, run, group, errors)
            rows += loader.load(connection)
            errors, read = loader.error_count, read + len(group)
    if not read:
        raise CopyError(f"No files were found by the manifest {statement.source}")
    return rows


def _read_mapping(client: "S3Client", options: CopyOptions, target: Target) -> JsonMapping:
    mapping = JsonMapping(options.json_option if _is_json(options) else "auto")
    if not mapping.mode.startswith("s3://"):
        return mapping
    document = read_small_object(client, mapping.mode, JSONPATHS_LIMIT)
    return parse_jsonpaths(document, target.columns)


def _is_json(options: CopyOptions) -> bool:
    return options.file_format == "json"


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
