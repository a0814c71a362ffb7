"""A query's columns: what each travels as, and the SQL of its text in a file."""

from dataclasses import dataclass

import duckdb

from infra.local.redshift.copy.errors import refuse
from infra.local.redshift.errors import RedshiftError
from infra.local.redshift.types.fields import describe_field

_PLAIN = {"smallint", "integer", "bigint", "numeric", "date", "time without time zone"}
_FLOATS = {"real", "double precision"}
_CHARACTERS = {"character", "character varying"}
_MOMENTS = {"timestamp without time zone", "timestamp with time zone"}
# What a partition's folder may be named by: r_UNLOAD, PARTITION BY.
PARTITION_TYPES = _CHARACTERS | {
    "smallint", "integer", "bigint", "numeric", "real", "boolean", "date",
    "timestamp without time zone",
}  # fmt: skip


@dataclass(frozen=True)
class UnloadColumn:
    """`type` is Redshift's name; `modifier` PostgreSQL's, for NUMERIC; `duckdb_type` as described.

    `source` is the column's name in the query that is unloaded, quoted for DuckDB.
    """

    name: str
    type: str
    modifier: int
    duckdb_type: str
    source: str

    @property
    def is_text(self) -> bool:
        """Whether ESCAPE and quotation marks concern it."""
        return self.type in _CHARACTERS


def describe_columns(connection: duckdb.DuckDBPyConnection, sql: str) -> list[UnloadColumn]:
    """The columns of a DuckDB query. Raises 0A000 for a type that no file can hold here."""
    columns = []
    for number, row in enumerate(connection.execute(f"DESCRIBE {sql}").fetchall()):
        field = describe_field(row[0], row[1])
        columns.append(
            UnloadColumn(field.name, field.type.name, field.modifier, row[1], f"u{number}")
        )
    return columns


def text_of(column: UnloadColumn) -> str:
    """SQL of the column's text, NULL where it is NULL; SUPER is JSON and never NULL."""
    value = column.source
    if column.type in _PLAIN or column.type in _MOMENTS or column.is_text:
        return f"CAST({value} AS VARCHAR)"
    if column.type == "boolean":
        return f"CASE WHEN {value} THEN 't' WHEN NOT {value} THEN 'f' END"
    if column.type in _FLOATS:
        return f"regexp_replace(CAST({value} AS VARCHAR), '[.]0$', '')"
    if column.type == "super":
        return f"coalesce(CAST(CAST({value} AS JSON) AS VARCHAR), 'null')"
    if column.type == "varbyte":
        return f"lower(hex({value}))"
    raise _refusal(column)


def json_of(column: UnloadColumn) -> str:
    """SQL of the column's value in a JSON object; never NULL."""
    value = column.source
    if column.type == "super":
        return text_of(column)
    if column.type in _FLOATS:
        # JSON has no NaN and no Infinity.
        wrong = "error('UNLOAD to JSON of a number that is NaN or infinite')"
        return f"CASE WHEN isfinite({value}) IS FALSE THEN {wrong} ELSE {_or_null(column)} END"
    if column.type in ("smallint", "integer", "bigint", "numeric"):
        return _or_null(column)
    if column.type == "varbyte":
        raise _refusal(column)
    return f"coalesce(CAST(to_json({text_of(column)}) AS VARCHAR), 'null')"


def parquet_of(column: UnloadColumn) -> str:
    """SQL of the column's value in a Parquet file."""
    value = column.source
    if column.type == "super":
        return f"CAST(CAST({value} AS JSON) AS VARCHAR)"
    if column.type == "timestamp with time zone":
        # Only the moment is written, without its zone: r_UNLOAD, FORMAT AS PARQUET.
        return f"timezone('UTC', {value})"
    if column.duckdb_type in ("HUGEINT", "UHUGEINT", "UBIGINT"):
        return f"CAST({value} AS DECIMAL(38,0))"
    if column.duckdb_type in ("TINYINT", "UTINYINT", "USMALLINT", "UINTEGER"):
        wider = {"smallint": "SMALLINT", "integer": "INTEGER", "bigint": "BIGINT"}[column.type]
        return f"CAST({value} AS {wider})"
    if column.type in _PLAIN | _FLOATS | {"boolean", "timestamp without time zone"}:
        return value
    if column.is_text:
        return f"CAST({value} AS VARCHAR)"
    raise _refusal(column)


def _or_null(column: UnloadColumn) -> str:
    return f"coalesce({text_of(column)}, 'null')"


def _refusal(column: UnloadColumn) -> RedshiftError:
    return refuse(f'UNLOAD of column "{column.name}" of type {column.type.upper()}')
