"""The tables that loading needs: made when absent, widened when the contract has grown."""

from ingest_lambdas.contract.columns import RAW_TABLES, Table
from orchestration.clients.warehouse import Session
from orchestration.sql.ddl import (
    StoredColumn,
    create_schema,
    create_table,
    stored_columns,
    widening,
)
from orchestration.sql.ops_tables import OPS_SCHEMA, OPS_TABLES, RAW_SCHEMA


def prepare_tables(session: Session, raw_tables: tuple[Table, ...] = RAW_TABLES) -> list[str]:
    """Schemas and tables, idempotent; returns the widening statements that had to run.

    Must run outside a transaction: Redshift allows ALTER COLUMN nowhere else.
    """
    for schema in (RAW_SCHEMA, OPS_SCHEMA):
        session.execute(create_schema(schema))
    widened: list[str] = []
    for schema, tables in ((RAW_SCHEMA, raw_tables), (OPS_SCHEMA, OPS_TABLES)):
        for table in tables:
            session.execute(create_table(schema, table))
            widened += _widen(session, schema, table)
    return widened


def _widen(session: Session, schema: str, table: Table) -> list[str]:
    stored = {
        name: StoredColumn(name, length)
        for name, length in session.rows(stored_columns(schema, table.name))
    }
    statements = widening(schema, table, stored)
    for statement in statements:
        session.execute(statement)
    return statements
