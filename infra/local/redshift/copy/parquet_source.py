"""Rewrites a Parquet file as NDJSON, so that one path loads every format.

Columns match by position, and a column's Parquet type must be one that Redshift's COPY takes for
the target's: https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html
"""

from dataclasses import replace

import duckdb

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.fetch import LocalFile
from infra.local.redshift.copy.statement import CopyOptions
from infra.local.redshift.copy.target import TargetColumn

_INTEGERS = ("smallint", "integer", "bigint")
_MOMENTS = ("timestamp without time zone", "timestamp with time zone")
_ACCEPTED = {
    "BOOLEAN": ("boolean",),
    "TINYINT": _INTEGERS,
    "SMALLINT": _INTEGERS,
    "INTEGER": _INTEGERS,
    "BIGINT": _INTEGERS,
    "FLOAT": ("real", "double precision"),
    "DOUBLE": ("double precision",),
    "VARCHAR": ("character", "character varying"),
    "DATE": ("date",),
    "TIMESTAMP": _MOMENTS,
    "TIMESTAMP_NS": _MOMENTS,
    "TIMESTAMP WITH TIME ZONE": _MOMENTS,
}


def rewrite_parquet(
    connection: duckdb.DuckDBPyConnection,
    file: LocalFile,
    columns: tuple[TargetColumn, ...],
    options: CopyOptions,
) -> LocalFile:
    """The NDJSON file. Raises CopyError where number or types of columns do not match."""
    path = file.path.with_suffix(".ndjson")
    source = f"read_parquet('{file.path}')"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        # FILLRECORD: columns that a file lacks at its end are NULL, as those of a missing key.
        filled = columns[: len(described)] if options.fill_record else columns
        _check(file, [(row[0], row[1]) for row in described], filled, options)
        values = ", ".join(
            f'{_value(row[0], row[1])} AS "{column.name}"'
            for row, column in zip(described, filled, strict=True)
        )
        row = connection.execute(
            f"COPY (SELECT {values} FROM {source}) TO '{path}' (FORMAT JSON)"
        ).fetchone()
    except duckdb.Error as error:
        text = f"Spectrum Scan Error: {file.source.address}: {error}"
        raise CopyError(text) from error
    return replace(file, path=path, lines=int(row[0]) if row else 0)


def _check(
    file: LocalFile,
    found: list[tuple[str, str]],
    columns: tuple[TargetColumn, ...],
    options: CopyOptions,
) -> None:
    if len(found) != len(columns):
        raise CopyError(
            "Unmatched number of columns between table and file. "
            f"Table columns: {len(columns)}, Data columns: {len(found)}, "
            f"File name: {file.source.address}"
        )
    for (name, kind), column in zip(found, columns, strict=True):
        if column.type == "super" and not options.serialize_to_json:
            raise CopyError(
                f"COPY of Parquet into the SUPER column {column.name} needs SERIALIZETOJSON"
            )
        if column.type not in _targets(kind):
            raise CopyError(
                f"Spectrum Scan Error: File '{file.source.address}' has an incompatible Parquet "
                f"schema for column '{name}': {kind} for {column.type} {column.name}"
            )


def _targets(kind: str) -> tuple[str, ...]:
    if kind.startswith("DECIMAL"):
        return ("numeric",)
    if kind == "JSON" or kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return ("super",)
    return _ACCEPTED.get(kind, ())


def _value(name: str, kind: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    if "super" in _targets(kind):
        return f"to_json({quoted})" if kind != "JSON" else quoted
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"CAST(timezone('UTC', {quoted}) AS VARCHAR)"
    if kind == "TIMESTAMP_NS":
        return f"CAST(CAST({quoted} AS TIMESTAMP) AS VARCHAR)"
    return f"CAST({quoted} AS VARCHAR)"
