"""DuckDB macros for what differs by the type of an argument, which only DuckDB's binder knows.

Where Redshift raises, they raise with the SQLSTATE in brackets, which `errors` reads.
"""

import duckdb

from . import (
    macros_of_bytes,
    macros_of_casts,
    macros_of_dates,
    macros_of_numbers,
    macros_of_supers,
    macros_of_texts,
)

MACRO_SCHEMA = "redshift_functions"

MACROS = {
    **macros_of_bytes.MACROS,
    **macros_of_casts.MACROS,
    **macros_of_dates.MACROS,
    **macros_of_numbers.MACROS,
    **macros_of_texts.MACROS,
    **macros_of_supers.MACROS,
}


def install_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Create or replace the macros in their schema of the current database."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {MACRO_SCHEMA}")
    for name, body in MACROS.items():
        connection.execute(f"CREATE OR REPLACE MACRO {MACRO_SCHEMA}.{name}{body}")
