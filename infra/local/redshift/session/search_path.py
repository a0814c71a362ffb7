"""Where a session looks for names without a schema, told to DuckDB as well."""

from collections.abc import Hashable

import duckdb

from ..translation.macros import MACRO_SCHEMA
from .catalog_reader import CatalogReader
from .database import Database


class SearchPath:
    """`schemas` are those of the parameter that exist."""

    def __init__(
        self, database: Database, cursor: duckdb.DuckDBPyConnection, catalog: CatalogReader
    ) -> None:
        self._database = database
        self._cursor = cursor
        self._catalog = catalog
        self.schemas: tuple[str, ...] = ("public",)
        self._followed: Hashable = None
        self._tell(cursor)

    def follow(self, parameter: str, user: str, meaning: Hashable | None) -> None:
        """Take the parameter's value; missing schemas are skipped, $user is the user's own.

        It is asked again which schemas there are where `meaning` is another, or None.
        """
        if meaning is not None and self._followed == (parameter, user, meaning):
            return
        self._followed = (parameter, user, meaning)
        parts = [part.strip().strip("\"'") for part in parameter.split(",")]
        wanted = [user if part.lower() == "$user" else part for part in parts]
        known = self._catalog.schemas()
        found = tuple(s for s in wanted if s in known) or ("public",)
        if found != self.schemas:
            self.schemas = found
            self._tell(self._cursor)

    def open_beside(self) -> duckdb.DuckDBPyConnection:
        """A second DuckDB connection with this search path, outside the session's transaction."""
        cursor = self._database.open_cursor()
        self._tell(cursor)
        return cursor

    def _tell(self, cursor: duckdb.DuckDBPyConnection) -> None:
        names = (*self.schemas, MACRO_SCHEMA)
        path = ",".join(f'"{self._database.name}"."{name}"' for name in names)
        cursor.execute(f"SET search_path = '{path}'")
