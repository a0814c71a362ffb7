"""One build of the models, and one replay, at a time, whoever starts it.

A lease is a table lock in an open transaction: it needs no service of its own, holds across
machines, and ends with its holder's connection, even after kill -9.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from redshift_connector.error import ProgrammingError

from ingest_lambdas.contract.columns import Table
from orchestration.clients.warehouse import Warehouse, state_of
from orchestration.sql.ops_tables import OPS_SCHEMA

CANCELLED = "57014"


class LeaseTaken(RuntimeError):
    """Someone else holds the lease for longer than a statement may wait."""


@contextmanager
def lease(warehouse: Warehouse, of: Table) -> Iterator[None]:
    """Waits for its turn, bounded by the warehouse's statement time-out. Raises LeaseTaken."""
    with warehouse.connect() as session, session.transaction():
        try:
            session.execute(f"lock table {OPS_SCHEMA}.{of.name}")
        except ProgrammingError as error:
            if state_of(error) != CANCELLED:
                raise
            waited = warehouse.statement_seconds
            raise LeaseTaken(f"{of.name} was held for {waited} s: is a run at work?") from error
        yield
