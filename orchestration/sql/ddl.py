"""DDL from contract tables; dist and sort keys explicit, since widening fails on chosen ones."""

from collections.abc import Iterable, Mapping

from ingest_lambdas.contract.columns import Column, Table


def create_schema(schema: str) -> str:
    """Schema, unless there."""
    return f"create schema if not exists {schema}"


def create_table(schema: str, table: Table) -> str:
    """Table with the contract's columns and stamps, unless there."""
    return (
        f"create table if not exists {schema}.{table.name} (\n"
        f"{column_definitions(table.all_columns)}\n)\n"
        f"diststyle key distkey ({table.distkey}) sortkey ({', '.join(table.sortkeys)})"
    )


def create_stage(stage: str, columns: Iterable[Column]) -> str:
    """Temporary table for one COPY: columns of the lake, without the loader's stamps."""
    return f"create temp table {stage} (\n{column_definitions(columns)}\n)"


def column_definitions(columns: Iterable[Column]) -> str:
    """Column list of a CREATE TABLE."""
    return ",\n".join(f"    {_definition(column)}" for column in columns)


Stored = Mapping[str, int | None]


def stored_columns(schemas: Iterable[str]) -> str:
    """Query for (schema, table, column, length) of everything stored; null where no length."""
    listed = ", ".join(f"'{schema}'" for schema in schemas)
    return (
        "select table_schema, table_name, column_name, character_maximum_length "
        f"from information_schema.columns where table_schema in ({listed})"
    )


def widening(schema: str, table: Table, stored: Stored) -> list[str]:
    """Statements that give a stored table what the contract has gained; none when up to date.

    `stored` maps the columns that are there to their lengths in bytes, None without a length.

    Columns are added nullable (the stored rows have no value) and VARCHARs only grow. Redshift
    runs ALTER COLUMN outside transactions only, so each statement commits by itself.
    """
    relation = f"{schema}.{table.name}"
    statements = []
    for column in table.all_columns:
        length = stored.get(column.name)
        if column.name not in stored:
            added = f"{column.name} {column.redshift_type}"
            statements.append(f"alter table {relation} add column {added}")
        elif length is not None and column.length and column.length > length:
            grown = f"alter column {column.name} type {column.redshift_type}"
            statements.append(f"alter table {relation} {grown}")
    return statements


def _definition(column: Column) -> str:
    return f"{column.name} {column.redshift_type}{'' if column.nullable else ' not null'}"
