"""The warehouse as Great Expectations reads it. Importing this takes seconds: the library's."""

import logging
import random
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import great_expectations as gx
from great_expectations.data_context.data_context.ephemeral_data_context import (
    EphemeralDataContext,
)
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.datasource.fluent.interfaces import (
    Batch,
    GxDatasourceWarning,
    TestConnectionError,
)
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from sqlalchemy.exc import InterfaceError, OperationalError

from expectations.connection import WarehouseConnection
from expectations.suite import Suite

# It calls a relation's name in plain text unexpected, though it has made it so itself.
logging.getLogger("great_expectations.expectations.metrics.util").setLevel(logging.ERROR)

ATTEMPTS = 4
FIRST_WAIT_SECONDS = 0.5


class UnreachableRelation(RuntimeError):
    """A relation could not be read at all, which is no verdict about its rows."""


@dataclass(frozen=True)
class Warehouse:
    """An open datasource."""

    source: SQLDatasource

    def batch(self, suite: Suite) -> Batch:
        """The whole relation of a suite; raises UnreachableRelation."""
        try:
            asset = self.source.add_table_asset(name=suite.name, table_name=suite.relation)
        except TestConnectionError as error:
            raise UnreachableRelation(str(error)) from error
        return asset.add_batch_definition_whole_table("whole").get_batch()


@contextmanager
def open_datasource(connection: WarehouseConnection) -> Iterator[Warehouse]:
    """A datasource whose connections are closed at the end; nothing is kept, nothing reported.

    Raises UnreachableRelation where the warehouse does not answer.
    """
    source = _connect(connection)
    try:
        yield Warehouse(source)
    finally:
        source.get_execution_engine().close()
        source.get_engine().dispose()


def _connect(connection: WarehouseConnection) -> SQLDatasource:
    """Connect, with patience: a warehouse that scales to zero takes a moment to wake."""
    configuration = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    context = gx.get_context(mode="ephemeral", project_config=configuration)
    for attempt in range(ATTEMPTS):
        try:
            return _add_source(context, connection)
        except TestConnectionError as error:
            transient = isinstance(error.__cause__, InterfaceError | OperationalError)
            if attempt + 1 == ATTEMPTS or not transient:
                raise UnreachableRelation(str(error)) from error
            time.sleep(random.uniform(0, FIRST_WAIT_SECONDS * 2**attempt))
    raise AssertionError("unreachable")


def _add_source(context: EphemeralDataContext, connection: WarehouseConnection) -> SQLDatasource:
    arguments: dict[str, Any] = {
        "connection_string": connection.url,
        "kwargs": {
            "connect_args": connection.driver_arguments,
            # Each query sees what is committed, and none holds a snapshot open.
            "isolation_level": "AUTOCOMMIT",
        },
    }
    with warnings.catch_warnings():
        # The more specific datasource that it recommends takes only psycopg2.
        warnings.simplefilter("ignore", GxDatasourceWarning)
        return context.data_sources.add_sql(name="warehouse", **arguments)
