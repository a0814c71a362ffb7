"""The views on which all others stand: schemas, relations, columns and comments, with their oids.

An oid is DuckDB's own: one counter serves all of an instance's catalogs. The views read DuckDB's
catalog as directly as they can, for every query's plan holds all that they are made of.
"""

from infra.local.redshift.catalog import layout
from infra.local.redshift.catalog.type_names import (
    base_name,
    declared_from_duckdb,
    modifier_of,
)
from infra.local.redshift.metadata import SCHEMA as METADATA

_C = layout.CATALOG_SCHEMA
_PROCESS = f"getvariable('{layout.PROCESS_VARIABLE}')"
_TEMP_SCHEMA = f"('pg_temp_' || {_PROCESS})"
_HIDDEN = ", ".join(f"'{name}'" for name in layout.HIDDEN_SCHEMAS)
_OWNER = f"getvariable('{layout.USER_VARIABLE}')"

# A temporary relation is shown in the session's own schema.
_SHOWN_SCHEMA = f"CASE WHEN database_name = 'temp' THEN {_TEMP_SCHEMA} ELSE lower(schema_name) END"
_OURS = (
    "(database_name = 'temp' OR database_name = current_database() "
    f"AND schema_name NOT IN ({_HIDDEN}))"
)

_SCHEMAS = f"""
    SELECT oid, {_SHOWN_SCHEMA} AS schema_name FROM duckdb_schemas()
    WHERE {_OURS} AND (database_name <> 'temp' OR schema_name = 'main' AND {_PROCESS} IS NOT NULL)
    UNION ALL SELECT {layout.PG_CATALOG_OID}, 'pg_catalog'
    UNION ALL SELECT {layout.INFORMATION_SCHEMA_OID}, 'information_schema'
"""

_RELATION_NAMES = f"""
    SELECT table_oid AS oid, schema_oid, {_SHOWN_SCHEMA} AS schema_name,
           lower(table_name) AS relation_name, 'r' AS relkind, estimated_size AS estimated_rows,
           column_count::INTEGER AS column_count
    FROM duckdb_tables() WHERE {_OURS}
    UNION ALL
    SELECT view_oid, schema_oid, {_SHOWN_SCHEMA}, lower(view_name), 'v', 0,
           column_count::INTEGER
    FROM duckdb_views() WHERE {_OURS} AND NOT internal
"""

_RELATIONS = f"""
    SELECT r.*, coalesce(m.owner, {_OWNER}) AS owner, m.definition, m.created_at,
           coalesce(m.kind, CASE r.relkind WHEN 'v' THEN 'view' ELSE 'table' END) AS kind,
           CASE WHEN r.relkind = 'r' THEN coalesce(m.dist_style, 'AUTO') END AS dist_style,
           m.dist_key, m.sort_style, coalesce(m.sort_keys, []) AS sort_keys
    FROM {_C}.relation_names r
    LEFT JOIN {METADATA}.relations m
      ON m.schema_name = r.schema_name AND m.relation_name = r.relation_name
"""

# Of the relation `r`: what it reads, by its name of now.
SHOWN_DEFINITION = f"""coalesce((
    SELECT redshift_follow_renames(r.definition, list(
        [b.bound_schema, b.bound_relation, b.schema_name, b.relation_name]))
    FROM {METADATA}.dependencies d JOIN {METADATA}.bindings b ON b.binding = d.referenced_relation
    WHERE d.schema_name = r.schema_name AND d.relation_name = r.relation_name
      AND (b.schema_name, b.relation_name) <> (b.bound_schema, b.bound_relation)
    ), r.definition)"""

_COLUMN_NAMES = f"""
    SELECT table_oid AS relation_oid, {_SHOWN_SCHEMA} AS schema_name,
           lower(table_name) AS relation_name, lower(column_name) AS column_name,
           column_index::INTEGER AS position, data_type, is_nullable
    FROM duckdb_columns() WHERE {_OURS}
"""

_DECLARED = f"coalesce(m.declared_type, {declared_from_duckdb('c.data_type', 'd.declared_type')})"
_SORT_POSITION = "coalesce(list_position(r.sort_keys, c.column_name), 0)"
_IDENTITY = (
    "printf('\"identity\"(%d, %d, ''%d,%d''::text)', c.relation_oid, c.position - 1, "
    "m.identity_seed, m.identity_step)"
)

# What Redshift chooses for a column without ENCODE (r_CREATE_TABLE_NEW, ENCODE AUTO).
_CHOSEN_ENCODING = (
    "CASE WHEN c.kind NOT IN ('table', 'materialized_rows') OR c.sort_position <> 0 THEN 'none' "
    "WHEN t.oid IN (20, 21, 23, 1082, 1114, 1184, 1700) THEN 'az64' "
    "WHEN coalesce(t.oid, 1043) IN (1042, 1043) THEN 'lzo' ELSE 'none' END"
)

_COLUMNS = f"""
    SELECT c.*, coalesce(t.oid, 1043)::INTEGER AS type_oid, t.short_name AS type_name,
           t.byte_size, ({modifier_of("c.declared_type")})::INTEGER AS type_modifier,
           coalesce(c.declared_encoding, {_CHOSEN_ENCODING}) AS encoding
    FROM (
        SELECT c.relation_oid, c.schema_name, c.relation_name, c.column_name, c.position,
               {_DECLARED} AS declared_type, coalesce(r.kind, 'table') AS kind,
               coalesce(m.not_null, NOT c.is_nullable) AS not_null,
               m.encoding AS declared_encoding,
               CASE WHEN m.identity_seed IS NOT NULL THEN {_IDENTITY}
                    ELSE m.default_expression END AS default_expression,
               coalesce(r.dist_key = c.column_name, false) AS is_dist_key,
               (CASE WHEN r.sort_style = 'INTERLEAVED' AND {_SORT_POSITION} % 2 = 0
                     THEN -{_SORT_POSITION} ELSE {_SORT_POSITION} END)::INTEGER AS sort_position
        FROM {_C}.column_names c
        LEFT JOIN {METADATA}.columns m
          ON m.schema_name = c.schema_name AND m.relation_name = c.relation_name
         AND m.column_name = c.column_name
        LEFT JOIN {METADATA}.relations r
          ON r.schema_name = c.schema_name AND r.relation_name = c.relation_name
        LEFT JOIN {_C}.duckdb_types d ON d.duckdb_type = c.data_type
        WHERE coalesce(r.kind, 'table') <> 'late_binding_view'
    ) c
    LEFT JOIN {_C}.types t ON t.long_name = {base_name("c.declared_type")}
"""

_CONSTRAINTS = f"""
    SELECT (1500000000 + hash(k.schema_name, k.relation_name, k.constraint_name) % 400000000)
             ::BIGINT AS oid,
           k.*, r.oid AS relation_oid, r.schema_oid, p.positions, f.oid AS foreign_oid
    FROM {METADATA}.constraints k
    JOIN {_C}.relation_names r
      ON r.schema_name = k.schema_name AND r.relation_name = k.relation_name
    LEFT JOIN (
        SELECT k.constraint_name, k.schema_name, k.relation_name,
               list(c.position::SMALLINT ORDER BY list_position(k.columns, c.column_name))
                 AS positions
        FROM {METADATA}.constraints k
        JOIN {_C}.column_names c
          ON c.schema_name = k.schema_name AND c.relation_name = k.relation_name
         AND list_contains(k.columns, c.column_name)
        GROUP BY ALL
    ) p ON p.schema_name = k.schema_name AND p.relation_name = k.relation_name
     AND p.constraint_name = k.constraint_name
    LEFT JOIN {_C}.relation_names f
      ON f.schema_name = k.foreign_schema AND f.relation_name = k.foreign_relation
"""

_DESCRIPTIONS = f"""
    SELECT r.oid AS objoid, {layout.PG_CLASS_OID} AS classoid, 0 AS objsubid,
           m.comment AS description
    FROM {METADATA}.comments m
    JOIN {_C}.relation_names r
      ON r.schema_name = m.schema_name AND r.relation_name = m.relation_name
    WHERE m.column_name IS NULL AND m.constraint_name IS NULL
    UNION ALL
    SELECT c.relation_oid, {layout.PG_CLASS_OID}, c.position, m.comment
    FROM {METADATA}.comments m
    JOIN {_C}.column_names c
      ON c.schema_name = m.schema_name AND c.relation_name = m.relation_name
     AND c.column_name = m.column_name
    UNION ALL
    SELECT s.oid, {layout.SYSTEM_CLASSES["pg_namespace"]}, 0, m.comment
    FROM {METADATA}.comments m JOIN {_C}.schemas s ON s.schema_name = m.schema_name
    WHERE m.relation_name IS NULL
    UNION ALL
    SELECT k.oid, {layout.SYSTEM_CLASSES["pg_constraint"]}, 0, m.comment
    FROM {METADATA}.comments m
    JOIN {_C}.constraints k
      ON k.schema_name = m.schema_name AND k.relation_name = m.relation_name
     AND k.constraint_name = m.constraint_name
    UNION ALL
    SELECT {layout.DATABASE_OID}, {layout.SYSTEM_CLASSES["pg_database"]}, 0, m.comment
    FROM {METADATA}.comments m WHERE m.schema_name IS NULL
"""

BASE_VIEWS = {
    "schemas": _SCHEMAS,
    "relation_names": _RELATION_NAMES,
    "relations": _RELATIONS,
    "column_names": _COLUMN_NAMES,
    "columns": _COLUMNS,
    "constraints": _CONSTRAINTS,
    "pg_description": _DESCRIPTIONS,
}
