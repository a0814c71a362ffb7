"""The tables that loading needs: made when absent, widened when the contract has grown."""

from collections import defaultdict

from ingest_lambdas.contract.columns import RAW_TABLES, Table
from orchestration.clients.warehouse import Session
from orchestration.sql.ddl import create_schema, create_table, stored_columns, widening
from orchestration.sql.ops_tables import OPS_SCHEMA, OPS_TABLES, RAW_SCHEMA


def prepare_tables(session: Session, raw_tables: tuple[Table, ...] = RAW_TABLES) -> list[str]:
    """Schemas and tables, idempotent; returns the statements that had to run.

    One look at the catalogue where nothing is to do. Must run outside a transaction: Redshift
    allows ALTER COLUMN nowhere else.
    """
    wanted = [(RAW_SCHEMA, table) for table in raw_tables]
    wanted += [(OPS_SCHEMA, table) for table in OPS_TABLES]
    stored = _stored(session)
    statements: list[str] = []
    for schema, table in wanted:
        columns = stored.get((schema, table.name))
        if columns is None:
            statements += [create_schema(schema), create_table(schema, table)]
        else:
            statements += widening(schema, table, columns)
    for statement in statements:
        session.execute(statement)
    return statements


def _stored(session: Session) -> dict[tuple[str, str], dict[str, int | None]]:
    found: dict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
    for schema, table, column, length in session.rows(stored_columns((RAW_SCHEMA, OPS_SCHEMA))):
        found[schema, table][column] = length
    return found
