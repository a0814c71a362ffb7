"""One build of the models, and one replay, at a time, whoever starts it.

A lease is a table lock in an open transaction: it needs no service of its own, holds across
machines, and ends with its holder's connection, even after kill -9.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from ingest_lambdas.contract.columns import Table
from orchestration.clients.warehouse import Warehouse
from orchestration.sql.ops_tables import OPS_SCHEMA


@contextmanager
def lease(warehouse: Warehouse, of: Table) -> Iterator[None]:
    """Waits for its turn, bounded by the warehouse's statement time-out."""
    with warehouse.connect() as session, session.transaction():
        session.execute(f"lock table {OPS_SCHEMA}.{of.name}")
        yield
