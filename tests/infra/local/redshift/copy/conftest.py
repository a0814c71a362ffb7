"""A warehouse with the metadata that a session would have written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest

from infra.local.redshift.copy import LoadLog, install_load_log, parse_copy, run_copy
from infra.local.redshift.metadata import install_metadata

TYPES = {"super": "VARIANT"}


@dataclass
class Warehouse:
    """A connection, and what COPY needs beside it."""

    connection: duckdb.DuckDBPyConnection
    log: LoadLog
    check: Callable[[], None] = lambda: None

    def create(self, table: str, **columns: str) -> None:
        """A table in schema raw; a column's text is its type, then NOT NULL where it is."""
        parts = []
        for name, text in columns.items():
            declared, _, null = text.partition(" not null")
            not_null = text.endswith("not null")
            length = declared.partition("(")[2].rstrip(")") if "char" in declared else None
            self.connection.execute(
                "INSERT INTO redshift_metadata.columns (schema_name, relation_name, column_name, "
                "declared_type, byte_length, not_null) VALUES ('raw', ?, ?, ?, ?, ?)",
                [table, name, declared, length, not_null],
            )
            parts.append(f"{name} {TYPES.get(declared, declared)} {'NOT NULL' if not_null else ''}")
        self.connection.execute(f"CREATE TABLE raw.{table} ({', '.join(parts)})")

    def copy(self, rest: str) -> int:
        """Run COPY raw.t …, in a transaction of its own that a failure rolls back."""
        statement = parse_copy(f"COPY raw.t {rest}")
        assert statement is not None
        self.connection.execute("BEGIN")
        try:
            rows = run_copy(self.connection, statement, self.log, self.check)
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        return rows

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql).fetchall()

    def errors(self) -> list[tuple[int, str, int]]:
        """Line, column and code of every refused value."""
        return self.rows(
            "SELECT line_number, column_name, error_code FROM redshift_metadata.load_errors"
        )


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    connection = duckdb.connect(config={"threads": "2"})
    file = tmp_path_factory.mktemp("copy") / "warehouse.duckdb"
    connection.execute(f"ATTACH '{file}' AS warehouse")
    connection.execute("USE warehouse")
    connection.execute("SET TimeZone = 'UTC'")
    install_metadata(connection, "loader")
    ids = install_load_log(connection)
    yield Warehouse(connection, LoadLog(ids.take, 7, "loader", "pg_temp_7"))
    connection.close()


@pytest.fixture
def warehouse(database: Warehouse) -> Warehouse:
    """Empty for each test."""
    for table in ("columns", "load_files", "load_errors"):
        database.connection.execute(f"DELETE FROM redshift_metadata.{table}")
    database.connection.execute("DROP SCHEMA IF EXISTS raw CASCADE")
    database.connection.execute("CREATE SCHEMA raw")
    return database
