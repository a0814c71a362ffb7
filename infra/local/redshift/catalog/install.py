"""Creates the catalog's views and macros in the database, and tells a connection who is looking."""

import duckdb

from infra.local.redshift.catalog import layout
from infra.local.redshift.catalog.access_views import ACCESS_VIEWS
from infra.local.redshift.catalog.constraint_views import CONSTRAINT_VIEWS
from infra.local.redshift.catalog.database_views import DATABASE_VIEWS
from infra.local.redshift.catalog.empty_views import EMPTY_VIEWS
from infra.local.redshift.catalog.function_views import FUNCTION_VIEWS
from infra.local.redshift.catalog.functions import MACROS
from infra.local.redshift.catalog.history_views import HISTORY_VIEWS
from infra.local.redshift.catalog.index_views import INDEX_VIEWS
from infra.local.redshift.catalog.listing_views import LISTING_VIEWS
from infra.local.redshift.catalog.load_views import LOAD_VIEWS
from infra.local.redshift.catalog.materialized_views import MATERIALIZED_VIEWS
from infra.local.redshift.catalog.pg_views import PG_VIEWS
from infra.local.redshift.catalog.psql_views import PSQL_VIEWS
from infra.local.redshift.catalog.relations import BASE_VIEWS
from infra.local.redshift.catalog.server_facts import FACT_VIEWS, facts_read, forget_facts
from infra.local.redshift.catalog.session_views import SESSION_VIEWS
from infra.local.redshift.catalog.table_info import TABLE_INFO_VIEWS
from infra.local.redshift.catalog.type_names import TYPE_TABLES
from infra.local.redshift.catalog.unload_views import UNLOAD_VIEWS

# Each view may read those before it.
VIEWS = {
    **BASE_VIEWS,
    **ACCESS_VIEWS,
    **PG_VIEWS,
    **INDEX_VIEWS,
    **CONSTRAINT_VIEWS,
    **LISTING_VIEWS,
    **LOAD_VIEWS,
    **UNLOAD_VIEWS,
    **MATERIALIZED_VIEWS,
    **FUNCTION_VIEWS,
    **EMPTY_VIEWS,
    **TABLE_INFO_VIEWS,
    **DATABASE_VIEWS,
    **PSQL_VIEWS,
    **FACT_VIEWS,
    **HISTORY_VIEWS,
    **SESSION_VIEWS,
}
# What must be told to a connection before a query of the view.
FACTS_READ = facts_read(VIEWS)
# A translation that names one of these holds for its own statement alone.
MOMENTARY = frozenset(
    {"svv_table_info", "pg_get_late_binding_view_cols"}
    | {view for view in FACTS_READ if not view.startswith("server_")}
)


def install_catalog(connection: duckdb.DuckDBPyConnection) -> None:
    """Create or replace everything, in the connection's current database.

    The tables of `metadata` and of the load log must exist.
    """
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {layout.CATALOG_SCHEMA}")
    # Binding a view asks for the variables' types.
    open_catalog(connection, 0, "")
    for name, query in TYPE_TABLES.items():
        connection.execute(f"CREATE OR REPLACE TABLE {layout.CATALOG_SCHEMA}.{name} AS {query}")
    for name, query in VIEWS.items():
        connection.execute(f"CREATE OR REPLACE VIEW {layout.CATALOG_SCHEMA}.{name} AS {query}")
    for name, body in MACROS.items():
        connection.execute(f"CREATE OR REPLACE MACRO {layout.CATALOG_SCHEMA}.{name}{body}")


def open_catalog(connection: duckdb.DuckDBPyConnection, process_id: int, user: str) -> None:
    """Tell a session's connection its process id and user, which the views show."""
    connection.execute(f"SET VARIABLE {layout.PROCESS_VARIABLE} = {int(process_id)}")
    quoted = user.replace("'", "''")
    connection.execute(f"SET VARIABLE {layout.USER_VARIABLE} = '{quoted}'")
    forget_facts(connection)
