"""The one DuckDB database behind all sessions, each with a cursor of its own."""

import threading
from pathlib import Path

import duckdb

from ..catalog import install_catalog
from ..copy import install_load_log
from ..metadata import SCHEMA, install_metadata
from ..translation.computed import install_computed
from ..translation.macros import install_macros
from .isolation import read_level

_DEFAULTS = {
    "integer_division": "true",
    "default_null_order": "'nulls_last_on_asc_first_on_desc'",
    "TimeZone": "'UTC'",
    "preserve_insertion_order": "true",
    # A name that is no table must not be taken for a Python variable or a file of the server.
    "python_enable_replacements": "false",
}


class Database:
    """An open database file; safe to use from several threads, each with its own cursor."""

    def __init__(
        self,
        file: Path,
        name: str,
        user: str,
        memory_limit: str,
        threads: int,
        temporary_limit: str = "20GB",
    ) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.name = name
        # DuckDB refuses two threads in one connection, and all cursors are made of this one.
        self._guard = threading.Lock()
        self.user = user
        spill = file.with_name(file.name + ".spill")
        self._root = duckdb.connect(
            config={
                "memory_limit": memory_limit,
                "threads": str(threads),
                "temp_directory": str(spill),
                "max_temp_directory_size": temporary_limit,
                "autoinstall_known_extensions": "false",
                # BEGIN takes the snapshot: begun later, it could see what was changed since.
                "immediate_transaction_mode": "true",
            }
        )
        # Before the file is opened: its log may hold macros that call them.
        install_computed(self._root)
        self._root.execute(f"ATTACH '{_quoted(str(file))}' AS \"{name}\"")
        # The file is this server's alone now: what lies there was left by one that was killed.
        for left in spill.glob("*.tmp"):
            left.unlink()
        connection = self.open_cursor()
        connection.execute("CREATE SCHEMA IF NOT EXISTS public")
        install_metadata(connection, user)
        install_macros(connection)
        self.query_ids = install_load_log(connection)
        install_catalog(connection)
        self.isolation_level = read_level(connection)
        connection.close()

    def open_cursor(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection of its own to the database, with Redshift's defaults set."""
        with self._guard:
            cursor = self._root.cursor()
        cursor.execute(f'USE "{self.name}"')
        for setting, value in _DEFAULTS.items():
            cursor.execute(f"SET {setting} = {value}")
        return cursor

    def holds(self, kind: str) -> bool:
        """Whether the database, now that it is opened, holds a relation of this kind."""
        cursor = self.open_cursor()
        found = cursor.execute(
            f"SELECT 1 FROM {SCHEMA}.relations WHERE kind = ? LIMIT 1", [kind]
        ).fetchone()
        cursor.close()
        return found is not None

    def holds_functions(self) -> bool:
        """Whether the database holds any user-defined function."""
        cursor = self.open_cursor()
        found = cursor.execute(f"SELECT 1 FROM {SCHEMA}.functions LIMIT 1").fetchone()
        cursor.close()
        return found is not None

    def close(self) -> None:
        """Write what the log holds into the file, and let it go."""
        with self._guard:
            self._root.close()


def _quoted(text: str) -> str:
    return text.replace("'", "''")
