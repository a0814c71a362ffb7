"""The table that a COPY fills: where it is and what its columns were declared as."""

import re
from dataclasses import dataclass
from typing import Any

import duckdb

from infra.local.redshift.copy.errors import CopyError, refuse
from infra.local.redshift.copy.statement import CopyStatement
from infra.local.redshift.errors import UNDEFINED_COLUMN, UNDEFINED_TABLE
from infra.local.redshift.metadata import SCHEMA

# Redshift's VARCHAR without a length; https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
DEFAULT_VARCHAR_BYTES = 256

_SPELLINGS = {
    "varchar": "character varying",
    "char": "character",
    "int": "integer",
    "double": "double precision",
    "float": "real",
    "decimal": "numeric",
    "timestamp": "timestamp without time zone",
    "variant": "super",
}


@dataclass(frozen=True)
class TargetColumn:
    """`type` is Redshift's type name without a length; `byte_length` is of CHAR and VARCHAR."""

    name: str
    type: str
    byte_length: int | None = None
    precision: int = 18
    scale: int = 0
    not_null: bool = False
    is_identity: bool = False


@dataclass(frozen=True)
class Target:
    """`reference` is the table's quoted name for DuckDB; `columns` are those that COPY fills."""

    name: str
    reference: str
    table_id: int
    columns: tuple[TargetColumn, ...]


def find_target(
    connection: duckdb.DuckDBPyConnection, statement: CopyStatement, temp_schema: str
) -> Target:
    """Resolve the table and the column list. Raises CopyError: 42P01, 42703 or 0A000."""
    for database, schema, shown_as in _candidates(connection, statement, temp_schema):
        rows = connection.execute(
            _COLUMNS, [shown_as, database, schema, statement.table.lower()]
        ).fetchall()
        if rows:
            columns = {row[1]: _column(row) for row in rows}
            reference = ".".join(_quote(part) for part in (database, schema, statement.table))
            chosen = _choose(columns, statement)
            return Target(statement.table, reference, rows[0][0], chosen)
    shown = f"{statement.schema}.{statement.table}" if statement.schema else statement.table
    raise CopyError(f'relation "{shown}" does not exist', UNDEFINED_TABLE)


_COLUMNS = f"""
    SELECT c.table_oid, lower(c.column_name), coalesce(m.declared_type, c.data_type),
           m.byte_length, coalesce(m.not_null, NOT c.is_nullable), m.identity_seed IS NOT NULL
    FROM duckdb_columns() c
    LEFT JOIN {SCHEMA}.columns m
      ON m.schema_name = ? AND m.relation_name = lower(c.table_name)
     AND m.column_name = lower(c.column_name)
    WHERE c.database_name = ? AND c.schema_name = ? AND lower(c.table_name) = ?
      AND EXISTS (SELECT 1 FROM duckdb_tables() t WHERE t.table_oid = c.table_oid
                  AND t.database_name = c.database_name)
    ORDER BY c.column_index
"""


def _candidates(
    connection: duckdb.DuckDBPyConnection, statement: CopyStatement, temp_schema: str
) -> list[tuple[str, str, str]]:
    """Where to look, in order: (database, schema) for DuckDB and the schema's name for clients."""
    database, current = _one(connection, "SELECT current_database(), current_schema()")
    if statement.schema == temp_schema:
        return [("temp", "main", temp_schema)]
    if statement.schema:
        return [(database, statement.schema, statement.schema)]
    path = _one(connection, "SELECT current_schemas(false)")[0]
    schemas = dict.fromkeys([current, *path])
    return [("temp", "main", temp_schema), *((database, name, name) for name in schemas)]


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _column(row: tuple[int, str, str, int | None, bool, bool]) -> TargetColumn:
    _, name, declared, byte_length, not_null, is_identity = row
    match = re.fullmatch(r"([a-z][a-z ]*?)\s*(?:\((\d+)(?:,\s*(\d+))?\))?", declared.lower())
    if match is None:
        raise refuse(f"COPY into a column of type {declared}")
    base = _SPELLINGS.get(match[1], match[1])
    first = int(match[2]) if match[2] else None
    if base == "character varying":
        byte_length = byte_length or first or DEFAULT_VARCHAR_BYTES
    if base == "character":
        byte_length = byte_length or first or 1
    precision, scale = (first or 18, int(match[3] or 0)) if base == "numeric" else (18, 0)
    return TargetColumn(name, base, byte_length, precision, scale, not_null, is_identity)


def _choose(columns: dict[str, TargetColumn], statement: CopyStatement) -> tuple[TargetColumn, ...]:
    for name in statement.columns:
        if name not in columns:
            text = f'column "{name}" of relation "{statement.table}" does not exist'
            raise CopyError(text, UNDEFINED_COLUMN)
    explicit = statement.options.explicit_ids
    identities = {column.name for column in columns.values() if column.is_identity}
    if explicit and not identities:
        raise CopyError("EXPLICIT_IDS needs a table with an IDENTITY column")
    chosen = statement.columns or tuple(n for n in columns if explicit or n not in identities)
    if not explicit and identities & set(chosen):
        raise CopyError("EXPLICIT_IDS must be given to load an IDENTITY column")
    if explicit and not identities <= set(chosen):
        raise CopyError("EXPLICIT_IDS needs the IDENTITY column in the column list")
    return tuple(columns[name] for name in chosen)
