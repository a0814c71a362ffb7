"""The system catalog: what drivers, dbt, SQLAlchemy and Great Expectations ask of Redshift.

`install_catalog` once a database, `open_catalog` once a connection, `rewrite_catalog_names` for
each query.
"""

from infra.local.redshift.catalog.install import install_catalog, open_catalog
from infra.local.redshift.catalog.layout import CATALOG_SCHEMA
from infra.local.redshift.catalog.rewrite import rewrite_catalog_names

__all__ = ["CATALOG_SCHEMA", "install_catalog", "open_catalog", "rewrite_catalog_names"]
