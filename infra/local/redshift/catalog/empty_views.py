"""Catalog relations that have no rows here: what they list cannot be made on this server.

What makes them is refused by name, so an empty answer is the true one.
"""

_V = "VARCHAR"
_I = "INTEGER"
_B = "BIGINT"

_COLUMNS = {
    "svv_external_schemas": f"esoid {_B}, eskind SMALLINT, schemaname {_V}, esowner {_I}, "
    f"databasename {_V}, esoptions {_V}",
    "svv_external_tables": f"redshift_database_name {_V}, schemaname {_V}, tablename {_V}, "
    f"tabletype {_V}, location {_V}, input_format {_V}, output_format {_V}, "
    f"serialization_lib {_V}, serde_parameters {_V}, compressed {_I}, parameters {_V}",
    "svv_external_columns": f"redshift_database_name {_V}, schemaname {_V}, tablename {_V}, "
    f"columnname {_V}, external_type {_V}, columnnum {_I}, part_key {_I}, is_nullable {_V}",
    "svv_external_databases": f"eskind {_I}, databasename {_V}, esoptions {_V}",
    "svv_external_partitions": f"schemaname {_V}, tablename {_V}, values {_V}, location {_V}",
    "svv_datashares": f"share_name {_V}, share_id {_I}, share_type {_V}, producer_account {_V}",
}


def _select(columns: str) -> str:
    nulls = []
    for column in columns.split(", "):
        name, kind = column.split(" ")
        nulls.append(f'NULL::{kind} AS "{name}"')
    return f"SELECT {', '.join(nulls)} WHERE false"


EMPTY_VIEWS = {name: _select(columns) for name, columns in _COLUMNS.items()}
