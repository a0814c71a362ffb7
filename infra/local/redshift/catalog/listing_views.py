"""information_schema and Redshift's own svv_ listings of schemas, tables and columns.

Views of information_schema are named information_schema_<name> here.
"""

from infra.local.redshift.catalog import layout
from infra.local.redshift.catalog.relations import SHOWN_DEFINITION
from infra.local.redshift.catalog.type_names import base_name
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_C = layout.CATALOG_SCHEMA
_M = METADATA_SCHEMA
_SYSTEM = "('pg_catalog', 'information_schema')"
_IS_TEMP = "schema_name LIKE 'pg\\_temp\\_%' ESCAPE '\\'"
_BASE = base_name("c.declared_type")
_LENGTH = "CASE WHEN c.type_oid IN (1042, 1043) THEN nullif(c.type_modifier, -1) - 4 END"
_PRECISION = (
    "CASE c.type_oid WHEN 1700 THEN (c.type_modifier - 4) >> 16 WHEN 20 THEN 64 WHEN 23 THEN 32 "
    "WHEN 21 THEN 16 WHEN 700 THEN 24 WHEN 701 THEN 53 END::INTEGER"
)
_SCALE = (
    "CASE WHEN c.type_oid = 1700 THEN (c.type_modifier - 4) & 65535 "
    "WHEN c.type_oid IN (20, 21, 23) THEN 0 END::INTEGER"
)
_NULLABLE = "CASE WHEN c.not_null THEN 'NO' ELSE 'YES' END"
_ALL_COLUMNS = f"""
    SELECT current_database() AS database_name, c.schema_name, c.relation_name AS table_name,
           c.column_name, c.position AS ordinal_position, c.default_expression AS column_default,
           {_NULLABLE} AS is_nullable, {_BASE} AS data_type,
           {_LENGTH} AS character_maximum_length, {_PRECISION} AS numeric_precision,
           {_SCALE} AS numeric_scale, m.comment AS remarks, c.declared_type, c.encoding,
           c.is_dist_key, c.sort_position
    FROM {_C}.columns c
    LEFT JOIN {_M}.comments m
      ON m.schema_name = c.schema_name AND m.relation_name = c.relation_name
     AND m.column_name = c.column_name
"""
_ALL_TABLES = f"""
    SELECT current_database() AS database_name, r.schema_name, r.relation_name AS table_name,
           CASE r.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS table_type,
           NULL::VARCHAR AS table_acl, m.comment AS remarks
    FROM {_C}.relations r
    LEFT JOIN {_M}.comments m
      ON m.schema_name = r.schema_name AND m.relation_name = r.relation_name
     AND m.column_name IS NULL AND m.constraint_name IS NULL
"""

LISTING_VIEWS = {
    "information_schema_schemata": f"""
        SELECT current_database() AS catalog_name, s.schema_name,
               coalesce(m.owner, 'rdsdb') AS schema_owner,
               NULL::VARCHAR AS default_character_set_catalog,
               NULL::VARCHAR AS default_character_set_schema,
               NULL::VARCHAR AS default_character_set_name, NULL::VARCHAR AS sql_path
        FROM {_C}.schemas s LEFT JOIN {_M}.schemas m ON m.schema_name = s.schema_name
    """,
    "information_schema_tables": f"""
        SELECT current_database() AS table_catalog, schema_name AS table_schema,
               relation_name AS table_name,
               CASE WHEN relkind = 'v' THEN 'VIEW' WHEN {_IS_TEMP} THEN 'LOCAL TEMPORARY'
                    ELSE 'BASE TABLE' END AS table_type,
               NULL::VARCHAR AS self_referencing_column_name,
               NULL::VARCHAR AS reference_generation,
               NULL::VARCHAR AS user_defined_type_catalog,
               NULL::VARCHAR AS user_defined_type_schema, NULL::VARCHAR AS user_defined_type_name
        FROM {_C}.relations
    """,
    "information_schema_views": f"""
        SELECT current_database() AS table_catalog, schema_name AS table_schema,
               relation_name AS table_name, {SHOWN_DEFINITION} AS view_definition,
               'NONE' AS check_option, 'NO' AS is_updatable, 'NO' AS is_insertable_into
        FROM {_C}.relations r WHERE relkind = 'v'
    """,
    "information_schema_columns": f"""
        SELECT current_database() AS table_catalog, c.schema_name AS table_schema,
               c.relation_name AS table_name, c.column_name, c.position AS ordinal_position,
               c.default_expression AS column_default, {_NULLABLE} AS is_nullable,
               {_BASE} AS data_type, {_LENGTH} AS character_maximum_length,
               {_LENGTH} AS character_octet_length, {_PRECISION} AS numeric_precision,
               CASE WHEN c.type_oid = 1700 THEN 10
                    WHEN c.type_oid IN (20, 21, 23, 700, 701) THEN 2 END AS numeric_precision_radix,
               {_SCALE} AS numeric_scale,
               CASE WHEN c.type_oid IN (1083, 1114, 1184, 1266) THEN 6 END AS datetime_precision,
               NULL::VARCHAR AS interval_type, NULL::VARCHAR AS interval_precision,
               NULL::VARCHAR AS character_set_catalog, NULL::VARCHAR AS character_set_schema,
               NULL::VARCHAR AS character_set_name, NULL::VARCHAR AS collation_catalog,
               NULL::VARCHAR AS collation_schema, NULL::VARCHAR AS collation_name,
               NULL::VARCHAR AS domain_catalog, NULL::VARCHAR AS domain_schema,
               NULL::VARCHAR AS domain_name, current_database() AS udt_catalog,
               'pg_catalog' AS udt_schema, c.type_name AS udt_name
        FROM {_C}.columns c
    """,
    "svv_columns": f"""
        SELECT database_name AS table_catalog, schema_name AS table_schema, table_name,
               column_name, ordinal_position, column_default, is_nullable, data_type,
               character_maximum_length, numeric_precision,
               CASE WHEN data_type = 'numeric' THEN 10
                    WHEN numeric_precision IS NOT NULL THEN 2 END AS numeric_precision_radix,
               numeric_scale,
               CASE WHEN data_type LIKE 'time%' THEN 6 END AS datetime_precision,
               NULL::VARCHAR AS interval_type, NULL::VARCHAR AS interval_precision,
               NULL::VARCHAR AS character_set_catalog, NULL::VARCHAR AS character_set_schema,
               NULL::VARCHAR AS character_set_name, NULL::VARCHAR AS collation_catalog,
               NULL::VARCHAR AS collation_schema, NULL::VARCHAR AS collation_name,
               NULL::VARCHAR AS domain_name, remarks
        FROM ({_ALL_COLUMNS}) WHERE schema_name NOT IN {_SYSTEM}
    """,
    "svv_tables": f"""
        SELECT database_name AS table_catalog, schema_name AS table_schema, table_name,
               CASE table_type WHEN 'TABLE' THEN 'BASE TABLE' ELSE table_type END AS table_type,
               remarks
        FROM ({_ALL_TABLES})
    """,
    "svv_redshift_columns": f"""
        SELECT database_name, schema_name, table_name, column_name, ordinal_position,
               declared_type AS data_type, column_default, is_nullable, encoding,
               is_dist_key AS distkey, sort_position AS sortkey, NULL::VARCHAR AS column_acl,
               remarks
        FROM ({_ALL_COLUMNS}) WHERE NOT {_IS_TEMP}
    """,
    "svv_redshift_tables": f"SELECT * FROM ({_ALL_TABLES}) WHERE NOT {_IS_TEMP}",
    "svv_all_columns": f"""
        SELECT database_name, schema_name, table_name, column_name, ordinal_position,
               column_default, is_nullable, data_type, character_maximum_length,
               numeric_precision, numeric_scale, remarks
        FROM ({_ALL_COLUMNS}) WHERE NOT {_IS_TEMP}
    """,
    "svv_all_tables": f"SELECT * FROM ({_ALL_TABLES}) WHERE NOT {_IS_TEMP}",
    "svv_all_schemas": f"""
        SELECT current_database() AS database_name, s.schema_name,
               coalesce(n.nspowner, 1) AS schema_owner, 'local' AS schema_type,
               NULL::VARCHAR AS schema_acl, NULL::VARCHAR AS source_database,
               NULL::VARCHAR AS schema_option
        FROM {_C}.schemas s LEFT JOIN {_C}.pg_namespace n ON n.oid = s.oid
        WHERE NOT s.{_IS_TEMP}
    """,
    "svv_redshift_schemas": f"""
        SELECT current_database() AS database_name, s.schema_name,
               coalesce(n.nspowner, 1) AS schema_owner, 'local' AS schema_type,
               NULL::VARCHAR AS schema_acl, NULL::VARCHAR AS schema_option
        FROM {_C}.schemas s LEFT JOIN {_C}.pg_namespace n ON n.oid = s.oid
        WHERE NOT s.{_IS_TEMP}
    """,
    "svv_redshift_databases": """
        SELECT current_database() AS database_name, 100 AS database_owner,
               'local' AS database_type, NULL::VARCHAR AS database_acl,
               NULL::VARCHAR AS database_options, 'Snapshot Isolation' AS database_isolation_level
    """,
}
