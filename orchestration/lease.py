"""One build of the models at a time, whoever starts it.

The lease is a table lock in an open transaction: it needs no service of its own, holds across
machines, and ends with its holder's connection, even after kill -9.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from orchestration.clients.warehouse import Warehouse
from orchestration.sql.ops_tables import MODEL_LEASE, OPS_SCHEMA


@contextmanager
def model_lease(warehouse: Warehouse) -> Iterator[None]:
    """Waits for its turn, bounded by the warehouse's statement time-out."""
    with warehouse.connect() as session, session.transaction():
        session.execute(f"lock table {OPS_SCHEMA}.{MODEL_LEASE.name}")
        yield
