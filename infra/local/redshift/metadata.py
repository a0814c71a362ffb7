"""What Redshift remembers of a relation and DuckDB cannot hold: the tables of an internal schema.

The session writes them in the transaction of the DDL itself, so that they roll back with it; the
catalog views read them. There are no keys: DuckDB checks keys across transactions and would raise
conflicts between statements that touch different relations. A row is replaced by delete and insert.
A relation without a row here was made by DuckDB's own means and shows DuckDB's own properties.
"""

import duckdb

SCHEMA = "redshift_metadata"

RELATION_KINDS = (
    "table",
    "view",
    "late_binding_view",
    "materialized_view",
    # The rows of a materialized view: a table that only REFRESH writes.
    "materialized_rows",
)

# Temporary relations are described too, under the schema name that sessions see (pg_temp_<pid>).
TABLES = {
    "schemas": "schema_name VARCHAR, owner VARCHAR",
    "relations": (
        "schema_name VARCHAR, relation_name VARCHAR, kind VARCHAR, owner VARCHAR, "
        # As pg_views shows it: the Redshift text of the SELECT, NULL for tables.
        "definition VARCHAR, "
        # EVEN, KEY, ALL or AUTO; NULL for views.
        "dist_style VARCHAR, dist_key VARCHAR, "
        # COMPOUND, INTERLEAVED or AUTO.
        "sort_style VARCHAR, sort_keys VARCHAR[], created_at TIMESTAMP"
    ),
    "columns": (
        "schema_name VARCHAR, relation_name VARCHAR, column_name VARCHAR, "
        # As format_type() shows it: 'character varying(64)', 'super', 'numeric(18,2)'.
        "declared_type VARCHAR, type_oid INTEGER, "
        # PostgreSQL's atttypmod: bytes + 4 for character types, (p << 16 | s) + 4 for NUMERIC.
        "type_modifier INTEGER, "
        # Bytes for CHAR and VARCHAR; the loader and every INSERT enforce it.
        "byte_length INTEGER, not_null BOOLEAN, "
        "encoding VARCHAR, default_expression VARCHAR, "
        "identity_seed BIGINT, identity_step BIGINT, identity_by_default BOOLEAN"
    ),
    "constraints": (
        # p primary key, u unique, f foreign key: informational in Redshift, never enforced.
        "schema_name VARCHAR, relation_name VARCHAR, constraint_name VARCHAR, kind VARCHAR, "
        "columns VARCHAR[], foreign_schema VARCHAR, foreign_relation VARCHAR, "
        "foreign_columns VARCHAR[]"
    ),
    "comments": (
        # column_name is NULL for a comment on the relation, relation_name too for one on a schema.
        "schema_name VARCHAR, relation_name VARCHAR, column_name VARCHAR, comment VARCHAR"
    ),
    "privileges": (
        # relation_name is NULL for a privilege on a schema.
        "schema_name VARCHAR, relation_name VARCHAR, privilege VARCHAR, grantee VARCHAR, "
        "grantee_kind VARCHAR, grantor VARCHAR, grantable BOOLEAN"
    ),
    "dependencies": (
        # A view and what it reads; late-binding views have none.
        "schema_name VARCHAR, relation_name VARCHAR, "
        "referenced_schema VARCHAR, referenced_relation VARCHAR"
    ),
    "materialized_views": (
        # The SELECT, every table with its schema; what keeps it from being refreshed, if anything.
        "schema_name VARCHAR, relation_name VARCHAR, query VARCHAR, auto_refresh BOOLEAN, "
        "is_incremental BOOLEAN, is_mutable BOOLEAN, broken_state INTEGER"
    ),
    # A base that has changed since its materialized view was refreshed. Writers only add rows, so
    # that two of them never conflict.
    "stale_bases": (
        "schema_name VARCHAR, relation_name VARCHAR, base_schema VARCHAR, base_relation VARCHAR"
    ),
    "refreshes": (
        "user_name VARCHAR, schema_name VARCHAR, relation_name VARCHAR, session_id INTEGER, "
        "started_at TIMESTAMP, ended_at TIMESTAMP, status VARCHAR, refresh_type VARCHAR"
    ),
    # Of the database itself, such as its isolation level.
    "settings": "name VARCHAR, value VARCHAR",
    "users": "user_name VARCHAR, user_id INTEGER, is_superuser BOOLEAN",
}


def install_metadata(connection: duckdb.DuckDBPyConnection, user: str) -> None:
    """Create what is missing of the internal schema in the connection's current database."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE IF NOT EXISTS {SCHEMA}.{name} ({columns})")
    known = connection.execute(
        f"SELECT 1 FROM {SCHEMA}.users WHERE user_name = ?", [user]
    ).fetchone()
    if known is None:
        connection.execute(f"INSERT INTO {SCHEMA}.users VALUES (?, 100, true)", [user])
        connection.execute(f"INSERT INTO {SCHEMA}.schemas VALUES ('public', ?)", [user])
