"""What UNLOAD leaves behind to be asked about: each file that it wrote.

The stl_ and sys_ views of the catalog read that table.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from infra.local.redshift.copy.load_log import UNLOADED


@dataclass(frozen=True)
class LoggedFile:
    """One file in S3; `rows` counts a header line too."""

    name: str
    rows: int
    size: int


@dataclass(frozen=True)
class UnloadRun:
    """Who unloads, under which query id."""

    query_id: int
    session_id: int
    user_name: str
    file_format: str
    started_at: datetime


def write_files(
    connection: duckdb.DuckDBPyConnection,
    run: UnloadRun,
    files: list[LoggedFile],
    ended_at: datetime,
) -> None:
    """A row for each file."""
    rows = [
        [run.query_id, run.session_id, run.user_name, file.name, run.file_format, file.rows,
         file.size, run.started_at, ended_at]
        for file in files
    ]  # fmt: skip
    if rows:
        connection.executemany(
            f"INSERT INTO {UNLOADED} VALUES ({', '.join('?' for _ in rows[0])})", rows
        )
