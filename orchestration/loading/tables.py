"""The tables that loading needs: made when absent, widened when the contract has grown."""

from collections import defaultdict

from redshift_connector.error import Error

from ingest_lambdas.contract.ad_spend import AD_SPEND
from ingest_lambdas.contract.columns import RAW_TABLES, Table
from orchestration.clients.warehouse import Session
from orchestration.sql.ddl import create_schema, create_table, stored_columns, widening
from orchestration.sql.ops_tables import OPS_SCHEMA, OPS_TABLES, RAW_SCHEMA


def prepare_tables(session: Session, raw_tables: tuple[Table, ...] = RAW_TABLES) -> list[str]:
    """Schemas and tables, idempotent; returns the statements that had to run.

    One look at the catalogue where nothing is to do. Must run outside a transaction: Redshift
    allows ALTER COLUMN nowhere else. Each statement stands by itself, so that a crash between two
    leaves a table that the next run goes on with.
    """
    run: list[str] = []
    for statement in missing_statements(session, raw_tables):
        if _run(session, statement, raw_tables):
            run.append(statement)
    return run


def missing_statements(session: Session, raw_tables: tuple[Table, ...] = RAW_TABLES) -> list[str]:
    """What has to run so that everything is there as the contract has it; nothing is changed."""
    wanted = [(RAW_SCHEMA, table) for table in (*raw_tables, AD_SPEND)]
    wanted += [(OPS_SCHEMA, table) for table in OPS_TABLES]
    stored = _stored(session)
    statements: list[str] = []
    for schema, table in wanted:
        columns = stored.get((schema, table.name))
        if columns is None:
            statements += [create_schema(schema), create_table(schema, table)]
        else:
            statements += widening(schema, table, columns)
    return statements


def _run(session: Session, statement: str, raw_tables: tuple[Table, ...]) -> bool:
    """Run it, again where it met another's; False where that other did it all."""
    try:
        session.execute(statement)
    except Error:
        if statement not in missing_statements(session, raw_tables):
            return False
        session.execute(statement)
    return True


def _stored(session: Session) -> dict[tuple[str, str], dict[str, int | None]]:
    found: dict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
    for schema, table, column, length in session.rows(stored_columns((RAW_SCHEMA, OPS_SCHEMA))):
        found[schema, table][column] = length
    return found
