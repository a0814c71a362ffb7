"""What COPY leaves behind to be asked about: rows per file, and the reason of every refused value.

The stl_ and sys_ views of the catalog read these two tables.
"""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime

import duckdb

from infra.local.redshift.copy.doubts import install_doubt_counter
from infra.local.redshift.metadata import SCHEMA

FILES = f"{SCHEMA}.load_files"
ERRORS = f"{SCHEMA}.load_errors"
# UNLOAD's files: their queries are numbered with those of COPY.
UNLOADED = f"{SCHEMA}.unloaded_files"

# A file of before does not have them yet. The fields are those of the line up to the refused one.
_ADDED = (
    "position INTEGER",
    "fields STRUCT(colname VARCHAR, type VARCHAR, col_length VARCHAR, value VARCHAR)[]",
)
_TABLES = {
    FILES: (
        "query_id BIGINT, session_id INTEGER, user_name VARCHAR, table_id BIGINT, "
        "table_name VARCHAR, file_name VARCHAR, file_format VARCHAR, bytes_scanned BIGINT, "
        "lines_scanned BIGINT, error_count BIGINT, started_at TIMESTAMP, ended_at TIMESTAMP"
    ),
    UNLOADED: (
        "query_id BIGINT, session_id INTEGER, user_name VARCHAR, file_name VARCHAR, "
        "file_format VARCHAR, row_count BIGINT, file_bytes BIGINT, started_at TIMESTAMP, "
        "ended_at TIMESTAMP"
    ),
    ERRORS: (
        "query_id BIGINT, session_id INTEGER, user_name VARCHAR, table_id BIGINT, "
        "table_name VARCHAR, file_name VARCHAR, line_number BIGINT, column_name VARCHAR, "
        "column_type VARCHAR, column_length VARCHAR, raw_line VARCHAR, raw_field_value VARCHAR, "
        f"error_code INTEGER, error_reason VARCHAR, started_at TIMESTAMP, {', '.join(_ADDED)}"
    ),
}
RAW_CHARACTERS = 1024


@dataclass(frozen=True)
class LoadedFile:
    """One file of a COPY that succeeded."""

    file_name: str
    file_format: str
    bytes_scanned: int
    lines_scanned: int
    error_count: int


@dataclass(frozen=True)
class LoadField:
    """A column as the log shows it, with the text that a line has for it; None for NULL."""

    colname: str
    type: str
    col_length: str
    value: str | None


@dataclass(frozen=True)
class LoadError:
    """One value or line that was refused. `line_number` counts from 1, `position` from 0.

    `fields` are those of the line up to the refused one; none where the line is no record.
    """

    file_name: str
    line_number: int
    error_code: int
    error_reason: str
    raw_line: str
    fields: tuple[LoadField, ...] = ()
    position: int = 0

    @property
    def field(self) -> LoadField:
        """The refused field, empty where the whole line is refused."""
        return self.fields[-1] if self.fields else LoadField("", "", "", "")


class QueryIds:
    """Numbers queries upward, across the server's connections and restarts."""

    def __init__(self, first: int = 1) -> None:
        self._next = first
        self._lock = threading.Lock()

    def take(self) -> int:
        """A number that no query has had."""
        with self._lock:
            taken = self._next
            self._next += 1
            return taken


def install_load_log(connection: duckdb.DuckDBPyConnection) -> QueryIds:
    """Create what is missing of the tables; the ids that go on from those already used."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    for name, columns in _TABLES.items():
        connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
    for column in _ADDED:
        connection.execute(f"ALTER TABLE {ERRORS} ADD COLUMN IF NOT EXISTS {column}")
    install_doubt_counter(connection)
    row = connection.execute(
        f"SELECT max(query_id) FROM (SELECT query_id FROM {FILES} UNION ALL "
        f"SELECT query_id FROM {ERRORS} UNION ALL SELECT query_id FROM {UNLOADED})"
    ).fetchone()
    return QueryIds((row[0] if row and row[0] else 0) + 1)


@dataclass
class LoadLog:
    """One session's view of its loads: who it is, and what pg_last_copy_id() answers.

    `last_copy_id` is -1 and `last_copy_count` 0 before the session's first COPY, as Redshift's
    functions answer. `next_id` tells the id of the statement that a COPY is. `notice` is the INFO
    text of the last COPY or UNLOAD.
    """

    next_id: Callable[[], int]
    session_id: int
    user_name: str
    temp_schema: str
    last_copy_id: int = -1
    last_copy_count: int = 0
    last_unload_id: int = -1
    last_unload_count: int = 0
    notice: str = ""


@dataclass
class CopyRun:
    """One run of COPY, and the rows that it writes of itself."""

    log: LoadLog
    query_id: int
    table_id: int
    table_name: str
    started_at: datetime
    # Raises where the statement was cancelled or its time is up.
    check: Callable[[], None]
    files: list[LoadedFile] = field(default_factory=list)

    def write_files(self, connection: duckdb.DuckDBPyConnection, ended_at: datetime) -> None:
        """Rows per file, in the caller's transaction: a load rolled back leaves none."""
        rows = [
            [*self._identity(), f.file_name, f.file_format, f.bytes_scanned, f.lines_scanned,
             f.error_count, self.started_at, ended_at]
            for f in self.files
        ]  # fmt: skip
        if rows:
            # Thousands of small files: one statement takes a fiftieth of one for each.
            columns = [list(values) for values in zip(*rows, strict=True)]
            unnested = ", ".join("unnest(?)" for _ in columns)
            connection.execute(f"INSERT INTO {FILES} SELECT {unnested}", columns)

    def write_errors(self, connection: duckdb.DuckDBPyConnection, errors: list[LoadError]) -> None:
        """The refused values; on a connection of their own they survive the rollback."""
        rows = [
            [*self._identity(), e.file_name, e.line_number, e.field.colname, e.field.type,
             e.field.col_length, e.raw_line[:RAW_CHARACTERS],
             (e.field.value or "")[:RAW_CHARACTERS], e.error_code, e.error_reason,
             self.started_at, e.position, [_cut(field) for field in e.fields]]
            for e in errors
        ]  # fmt: skip
        _insert(connection, ERRORS, rows)

    def _identity(self) -> list[object]:
        log = self.log
        return [self.query_id, log.session_id, log.user_name, self.table_id, self.table_name]


def _cut(field: LoadField) -> dict[str, str | None]:
    return asdict(field) | {"value": field.value and field.value[:RAW_CHARACTERS]}


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[list[object]]) -> None:
    if rows:
        places = ", ".join("?" for _ in rows[0])
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
