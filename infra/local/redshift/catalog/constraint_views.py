"""information_schema's views of keys, which Redshift declares and does not enforce.

Columns are those of PostgreSQL 8.0's information_schema, which Redshift has kept.
"""

from infra.local.redshift.catalog import layout

_C = layout.CATALOG_SCHEMA
_NAMED = (
    "current_database() AS constraint_catalog, k.schema_name AS constraint_schema, "
    "k.constraint_name"
)
_TABLE = (
    "current_database() AS table_catalog, k.schema_name AS table_schema, "
    "k.relation_name AS table_name"
)
# The key that a foreign key refers to: the one of the same table over the same columns.
_REFERRED = f"""
    LEFT JOIN {_C}.constraints u
      ON u.kind IN ('p', 'u') AND u.schema_name = k.foreign_schema
     AND u.relation_name = k.foreign_relation
     AND list_sort(u.columns) = list_sort(k.foreign_columns)
"""

CONSTRAINT_VIEWS = {
    "information_schema_table_constraints": f"""
        SELECT {_NAMED}, {_TABLE},
               CASE k.kind WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE'
                           ELSE 'FOREIGN KEY' END AS constraint_type,
               'NO' AS is_deferrable, 'NO' AS initially_deferred
        FROM {_C}.constraints k
    """,
    "information_schema_key_column_usage": f"""
        SELECT {_NAMED}, {_TABLE}, unnest(k.columns) AS column_name,
               generate_subscripts(k.columns, 1)::INTEGER AS ordinal_position
        FROM {_C}.constraints k
    """,
    "information_schema_referential_constraints": f"""
        SELECT {_NAMED}, current_database() AS unique_constraint_catalog,
               u.schema_name AS unique_constraint_schema,
               u.constraint_name AS unique_constraint_name, 'NONE' AS match_option,
               'NO ACTION' AS update_rule, 'NO ACTION' AS delete_rule
        FROM {_C}.constraints k {_REFERRED}
        WHERE k.kind = 'f'
    """,
    "information_schema_constraint_column_usage": f"""
        SELECT current_database() AS table_catalog,
               coalesce(k.foreign_schema, k.schema_name) AS table_schema,
               coalesce(k.foreign_relation, k.relation_name) AS table_name,
               unnest(coalesce(k.foreign_columns, k.columns)) AS column_name, {_NAMED}
        FROM {_C}.constraints k
    """,
}
