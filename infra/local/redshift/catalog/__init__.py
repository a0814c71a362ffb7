"""The system catalog: what drivers, dbt, SQLAlchemy and Great Expectations ask of Redshift.

`install_catalog` once a database, `open_catalog` once a connection, `rewrite_catalog_names` for
each query.
"""

from infra.local.redshift.catalog.install import MOMENTARY, install_catalog, open_catalog
from infra.local.redshift.catalog.layout import CATALOG_SCHEMA
from infra.local.redshift.catalog.rewrite import rewrite_catalog_names
from infra.local.redshift.catalog.server_facts import Rows

__all__ = [
    "CATALOG_SCHEMA",
    "MOMENTARY",
    "Rows",
    "install_catalog",
    "open_catalog",
    "rewrite_catalog_names",
]
