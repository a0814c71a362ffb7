"""What SHOW TABLES, SCHEMAS, COLUMNS and GRANTS list: a column's name and its expression each.

Columns and their order: r_SHOW_TABLES, r_SHOW_SCHEMAS, r_SHOW_COLUMNS, r_SHOW_GRANTS in the
Amazon Redshift Database Developer Guide. Parameters of a query: `$schema`, `$relation`, `$pattern`.
"""

from dataclasses import dataclass

from infra.local.redshift.catalog import layout

_C = layout.CATALOG_SCHEMA
_NOT_TEMPORARY = "schema_name NOT LIKE 'pg\\_temp\\_%' ESCAPE '\\'"
_SUBTYPE = (
    "CASE r.kind WHEN 'view' THEN 'REGULAR VIEW' WHEN 'late_binding_view' THEN 'LATE BINDING VIEW' "
    "WHEN 'materialized_view' THEN 'MATERIALIZED VIEW' ELSE 'REGULAR TABLE' END"
)


@dataclass(frozen=True)
class Listing:
    """The columns of a SHOW statement and the relation that they are of, in DuckDB SQL.

    Text columns need no type of their own; `types` are DuckDB's for the others.
    """

    columns: tuple[str, ...]
    source: str
    order: str
    types: tuple[tuple[str, str], ...] = ()

    def type_of(self, column: str) -> str:
        """DuckDB's type of a column."""
        return dict(self.types).get(column, "VARCHAR")

    def query(self) -> str:
        """All rows, each column as the type that is told of it."""
        listed = ", ".join(f'"{c}"::{self.type_of(c)} AS "{c}"' for c in self.columns)
        return f"SELECT {listed} FROM ({self.source}) ORDER BY {self.order}"


SCHEMAS = Listing(
    ("database_name", "schema_name", "schema_owner", "schema_type", "schema_acl",
     "source_database", "schema_option"),
    f"SELECT * FROM {_C}.svv_all_schemas WHERE schema_name LIKE $pattern",
    "schema_name",
    (("schema_owner", "INTEGER"),),
)  # fmt: skip

TABLES = Listing(
    ("database_name", "schema_name", "table_name", "table_type", "table_acl", "remarks", "owner",
     "last_altered_time", "last_modified_time", "dist_style", "table_subtype"),
    f"""
    SELECT t.*, r.owner, {_SUBTYPE} AS table_subtype,
           -- Neither moment is kept, nor how an AUTO style would be spelled here.
           NULL AS last_altered_time, NULL AS last_modified_time, NULL AS dist_style
    FROM {_C}.svv_all_tables t
    JOIN {_C}.relations r ON r.schema_name = t.schema_name AND r.relation_name = t.table_name
    WHERE t.schema_name = $schema AND t.table_name LIKE $pattern
      AND r.kind <> 'materialized_rows'
    """,
    "table_name",
    (("last_altered_time", "TIMESTAMP"), ("last_modified_time", "TIMESTAMP")),
)  # fmt: skip

COLUMNS = Listing(
    ("database_name", "schema_name", "table_name", "column_name", "ordinal_position",
     "column_default", "is_nullable", "data_type", "character_maximum_length",
     "numeric_precision", "numeric_scale", "remarks", "sort_key_type", "sort_key", "dist_key",
     "encoding", "collation"),
    f"""
    SELECT a.*, CASE WHEN c.sort_position <> 0 THEN r.sort_style END AS sort_key_type,
           abs(c.sort_position) AS sort_key, c.is_dist_key::INTEGER AS dist_key, c.encoding,
           CASE WHEN c.type_oid IN (1042, 1043) THEN 'default' END AS collation
    FROM {_C}.svv_all_columns a
    JOIN {_C}.columns c ON c.schema_name = a.schema_name AND c.relation_name = a.table_name
     AND c.column_name = a.column_name
    JOIN {_C}.relations r ON r.oid = c.relation_oid
    WHERE a.schema_name = $schema AND a.table_name = $relation AND a.column_name LIKE $pattern
    """,
    "ordinal_position",
    tuple((name, "INTEGER") for name in (
        "ordinal_position", "character_maximum_length", "numeric_precision", "numeric_scale",
        "sort_key", "dist_key")),
)  # fmt: skip

# A group is told as a role whose name begins with a slash: dbt-redshift reads it so.
GRANTS = Listing(
    ("database_name", "schema_name", "object_name", "object_type", "privilege_type",
     "identity_id", "identity_name", "identity_type", "admin_option", "privilege_scope",
     "grantor_name"),
    f"""
    SELECT current_database() AS database_name, p.namespace_name AS schema_name,
           p.relation_name AS object_name, 'TABLE' AS object_type, p.privilege_type,
           p.identity_id,
           CASE p.identity_type WHEN 'group' THEN '/' || p.identity_name
                ELSE p.identity_name END AS identity_name,
           CASE p.identity_type WHEN 'group' THEN 'role' ELSE p.identity_type END
             AS identity_type,
           p.admin_option, 'TABLE' AS privilege_scope, g.grantor AS grantor_name
    FROM {_C}.svv_relation_privileges p
    LEFT JOIN {_C}.information_schema_table_privileges g
      ON g.table_schema = p.namespace_name AND g.table_name = p.relation_name
     AND lower(g.grantee) = p.identity_name AND g.privilege_type = p.privilege_type
    WHERE p.namespace_name = $schema AND p.relation_name = $relation
    """,
    "privilege_type, identity_name",
    (("identity_id", "INTEGER"), ("admin_option", "BOOLEAN")),
)  # fmt: skip
