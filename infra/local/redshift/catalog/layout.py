"""Names that the parts of the catalog agree on."""

from infra.local.redshift.metadata import BINDINGS_SCHEMA
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

CATALOG_SCHEMA = "redshift_catalog"

# Set on each connection by `open_catalog`: views and macros ask who is looking.
PROCESS_VARIABLE = "redshift_process_id"
USER_VARIABLE = "redshift_user"

# DuckDB's own and this server's own schemas, which Redshift's clients do not see.
HIDDEN_SCHEMAS = (
    "main",
    METADATA_SCHEMA,
    BINDINGS_SCHEMA,
    CATALOG_SCHEMA,
    "redshift_functions",
)

PG_CATALOG_OID = 11
INFORMATION_SCHEMA_OID = 12
PG_CLASS_OID = 1259
PG_REWRITE_OID = 2618
# Of the one database there is.
DATABASE_OID = 16384
SYSTEM_CLASSES = {
    "pg_class": PG_CLASS_OID,
    "pg_rewrite": PG_REWRITE_OID,
    "pg_attribute": 1249,
    "pg_attrdef": 2604,
    "pg_constraint": 2606,
    "pg_namespace": 2615,
    "pg_proc": 1255,
    "pg_type": 1247,
    "pg_database": 1262,
    "pg_description": 2609,
}
