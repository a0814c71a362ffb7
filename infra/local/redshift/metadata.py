"""What Redshift remembers of a relation and DuckDB cannot hold: the tables of an internal schema.

The session writes them in the transaction of the DDL itself, so that they roll back with it; the
catalog views read them. There are no keys: DuckDB checks keys across transactions and would raise
conflicts between statements that touch different relations. A row is replaced by delete and insert.
A relation without a row here was made by DuckDB's own means and shows DuckDB's own properties.
"""

import duckdb

SCHEMA = "redshift_metadata"
# DuckDB views of one table each, which stand between a bound view and what it reads.
BINDINGS_SCHEMA = "redshift_bindings"

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
        # COMPOUND, INTERLEAVED, AUTO or NONE.
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
        # Both names at the end are NULL for a comment on the relation, relation_name too for one
        # on a schema, schema_name too for one on the database.
        "schema_name VARCHAR, relation_name VARCHAR, column_name VARCHAR, comment VARCHAR, "
        "constraint_name VARCHAR"
    ),
    "privileges": (
        # relation_name is NULL for a privilege on a schema, a signature such as f(integer) for
        # one on a function; object_kind is relation, column, schema, database or function.
        "schema_name VARCHAR, relation_name VARCHAR, privilege VARCHAR, grantee VARCHAR, "
        "grantee_kind VARCHAR, grantor VARCHAR, grantable BOOLEAN, object_kind VARCHAR, "
        "column_name VARCHAR"
    ),
    "dependencies": (
        # A view and what it reads, by its binding where it has one; late-binding views have none.
        # The view `reads` tells the names of now.
        "schema_name VARCHAR, relation_name VARCHAR, "
        "referenced_schema VARCHAR, referenced_relation VARCHAR"
    ),
    "bindings": (
        # What bound views read, by a name that stays: its name and columns when it was bound, and
        # its name now.
        "binding VARCHAR, bound_schema VARCHAR, bound_relation VARCHAR, columns VARCHAR[], "
        "schema_name VARCHAR, relation_name VARCHAR"
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
    # The first user is the server's own: its password is in the settings, and nowhere else.
    "users": (
        "user_name VARCHAR, user_id INTEGER, is_superuser BOOLEAN, may_create_database BOOLEAN, "
        # A salted hash; NULL where the user may not enter with a password.
        "password_hash VARCHAR, valid_until TIMESTAMP, connection_limit INTEGER, "
        "session_timeout INTEGER, syslog_access VARCHAR"
    ),
    "functions": (
        # signature is the name with its argument types, as PostgreSQL writes them; body is the
        # Redshift SQL of the expression.
        "schema_name VARCHAR, function_name VARCHAR, signature VARCHAR, argument_types VARCHAR[], "
        "duckdb_types VARCHAR[], return_type VARCHAR, body VARCHAR, volatility VARCHAR, "
        "owner VARCHAR, function_id BIGINT"
    ),
    "user_settings": "user_name VARCHAR, name VARCHAR, value VARCHAR",
    "groups": "group_name VARCHAR, group_id INTEGER",
    "group_members": "group_name VARCHAR, user_name VARCHAR",
    "roles": "role_name VARCHAR, role_id INTEGER, owner VARCHAR",
    "role_grants": (
        "role_name VARCHAR, grantee VARCHAR, grantee_kind VARCHAR, grantor VARCHAR, "
        "admin_option BOOLEAN"
    ),
    "default_privileges": (
        # What the owner's objects to come are granted; schema_name is NULL for every schema.
        "owner VARCHAR, schema_name VARCHAR, object_kind VARCHAR, privilege VARCHAR, "
        "grantee VARCHAR, grantee_kind VARCHAR, grantable BOOLEAN"
    ),
}
_READS = (
    "SELECT d.schema_name, d.relation_name, "
    "coalesce(b.schema_name, d.referenced_schema) AS referenced_schema, "
    "coalesce(b.relation_name, d.referenced_relation) AS referenced_relation "
    f"FROM {SCHEMA}.dependencies d LEFT JOIN {SCHEMA}.bindings b "
    f"ON d.referenced_schema = '{BINDINGS_SCHEMA}' AND b.binding = d.referenced_relation"
)
# What everybody may do unless it is revoked.
# https://docs.aws.amazon.com/redshift/latest/dg/r_Privileges.html
_OF_PUBLIC = (
    ("schema", "public", "usage"),
    ("schema", "public", "create"),
    ("database", "", "temporary"),
)


def install_metadata(connection: duckdb.DuckDBPyConnection, user: str) -> None:
    """Create what is missing of the internal schema in the connection's current database.

    A file of before gets the tables and columns that have come since.
    """
    for schema in (SCHEMA, BINDINGS_SCHEMA):
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    had_kinds = "object_kind" in _columns(connection, "privileges")
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE IF NOT EXISTS {SCHEMA}.{name} ({columns})")
        known = _columns(connection, name)
        for column in columns.split(", "):
            if column.split(" ")[0] not in known:
                connection.execute(f"ALTER TABLE {SCHEMA}.{name} ADD COLUMN {column}")
    connection.execute(f"CREATE OR REPLACE VIEW {SCHEMA}.reads AS {_READS}")
    _add_first_user(connection, user)
    if not had_kinds:
        _add_kinds(connection, user)


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() "
        "AND schema_name = ? AND table_name = ?",
        [SCHEMA, table],
    ).fetchall()
    return {row[0] for row in rows}


def _add_first_user(connection: duckdb.DuckDBPyConnection, user: str) -> None:
    known = connection.execute(
        f"SELECT 1 FROM {SCHEMA}.users WHERE user_name = ?", [user]
    ).fetchone()
    if known is not None:
        return
    connection.execute(
        f"INSERT INTO {SCHEMA}.users (user_name, user_id, is_superuser, may_create_database) "
        f"SELECT ?, coalesce(max(user_id) + 1, 100), true, true FROM {SCHEMA}.users",
        [user],
    )
    connection.execute(
        f"INSERT INTO {SCHEMA}.schemas SELECT 'public', ? WHERE NOT EXISTS "
        f"(SELECT 1 FROM {SCHEMA}.schemas WHERE schema_name = 'public')",
        [user],
    )


def _add_kinds(connection: duckdb.DuckDBPyConnection, user: str) -> None:
    connection.execute(
        f"UPDATE {SCHEMA}.privileges SET object_kind = "
        "CASE WHEN relation_name IS NULL THEN 'schema' ELSE 'relation' END"
    )
    for kind, schema, privilege in _OF_PUBLIC:
        connection.execute(
            f"INSERT INTO {SCHEMA}.privileges (schema_name, privilege, grantee, grantee_kind, "
            "grantor, grantable, object_kind) VALUES (?, ?, 'public', 'public', ?, false, ?)",
            [schema, privilege, user, kind],
        )
