"""The database's isolation level: SNAPSHOT, or SERIALIZABLE on request.

It is a property of the database. What BEGIN and SET say of a level changes nothing.
https://docs.aws.amazon.com/redshift/latest/dg/r_BEGIN.html
https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_DATABASE.html
"""

import duckdb

from ..metadata import SCHEMA
from .locks import Mode

SNAPSHOT = "Snapshot Isolation"
SERIALIZABLE = "Serializable"


class Isolation:
    """One for a server; `level` is as stv_db_isolation_level shows it."""

    def __init__(self, level: str) -> None:
        self.level = level

    @property
    def serializable(self) -> bool:
        """Whether cycles of reads and writes are looked for."""
        return self.level == SERIALIZABLE

    def lock_mode(self, mode: Mode) -> Mode:
        """Under SERIALIZABLE every writer of a table waits for every other one.

        Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Serializable_isolation_example.html
        """
        return Mode.WRITE if self.serializable and mode == Mode.INSERT else mode


def read_level(connection: duckdb.DuckDBPyConnection) -> str:
    """The level kept in the connection's database."""
    row = connection.execute(
        f"SELECT value FROM {SCHEMA}.settings WHERE name = 'isolation_level'"
    ).fetchone()
    return str(row[0]) if row else SNAPSHOT


def keep_level(connection: duckdb.DuckDBPyConnection, level: str) -> None:
    """Keep the level in the connection's database, inside its transaction."""
    connection.execute(f"DELETE FROM {SCHEMA}.settings WHERE name = 'isolation_level'")
    connection.execute(f"INSERT INTO {SCHEMA}.settings VALUES ('isolation_level', ?)", [level])
