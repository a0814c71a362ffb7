"""Where a session looks for names without a schema, told to DuckDB as well."""

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

    def apply(self, parameter: str) -> None:
        """Take the parameter's value; missing schemas are skipped."""
        wanted = [part.strip().strip("\"'") for part in parameter.split(",")]
        known = self._catalog.schemas()
        self.schemas = tuple(s for s in wanted if s in known) or ("public",)
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
