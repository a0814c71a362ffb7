"""The views on which all others stand: schemas, relations, columns and users, with their oids.

An oid is DuckDB's own: one counter serves all of an instance's catalogs.
"""

from infra.local.redshift.catalog import layout
from infra.local.redshift.catalog.type_names import (
    base_name,
    declared_from_duckdb,
    modifier_of,
)
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

METADATA = METADATA_SCHEMA
TEMP_SCHEMA = f"('pg_temp_' || getvariable('{layout.PROCESS_VARIABLE}'))"
_HIDDEN = ", ".join(f"'{name}'" for name in layout.HIDDEN_SCHEMAS)
_OWNER = f"getvariable('{layout.USER_VARIABLE}')"

_SCHEMAS = f"""
    SELECT oid, schema_name FROM duckdb_schemas()
    WHERE database_name = current_database() AND schema_name NOT IN ({_HIDDEN})
    UNION ALL
    SELECT oid, {TEMP_SCHEMA} FROM duckdb_schemas()
    WHERE database_name = 'temp' AND schema_name = 'main'
      AND getvariable('{layout.PROCESS_VARIABLE}') IS NOT NULL
    UNION ALL SELECT {layout.PG_CATALOG_OID}, 'pg_catalog'
    UNION ALL SELECT {layout.INFORMATION_SCHEMA_OID}, 'information_schema'
"""

_STORED = f"""
    SELECT table_oid AS oid, schema_name, table_name AS relation_name, 'r' AS relkind,
           estimated_size AS estimated_rows, column_count::INTEGER AS column_count,
           has_primary_key AS has_key, NULL AS duckdb_definition
    FROM duckdb_tables() WHERE database_name = current_database()
    UNION ALL
    SELECT table_oid, {TEMP_SCHEMA}, table_name, 'r', estimated_size, column_count::INTEGER,
           has_primary_key, NULL
    FROM duckdb_tables() WHERE database_name = 'temp'
    UNION ALL
    SELECT view_oid, schema_name, view_name, 'v', 0, column_count::INTEGER, false, sql
    FROM duckdb_views() WHERE database_name = current_database() AND NOT internal
    UNION ALL
    SELECT view_oid, {TEMP_SCHEMA}, view_name, 'v', 0, column_count::INTEGER, false, sql
    FROM duckdb_views() WHERE database_name = 'temp' AND NOT internal
"""

_RELATIONS = f"""
    SELECT s.oid AS schema_oid, r.*,
           coalesce(m.owner, {_OWNER}) AS owner,
           coalesce(m.definition, r.duckdb_definition) AS definition,
           coalesce(m.kind, CASE r.relkind WHEN 'v' THEN 'view' ELSE 'table' END) AS kind,
           CASE WHEN r.relkind = 'r' THEN coalesce(m.dist_style, 'AUTO') END AS dist_style,
           r.has_key OR EXISTS (
               SELECT 1 FROM {METADATA}.constraints k
               WHERE k.schema_name = r.schema_name AND k.relation_name = r.relation_name
                 AND k.kind = 'p'
           ) AS has_primary_key,
           m.dist_key, m.sort_style, coalesce(m.sort_keys, []) AS sort_keys, m.created_at
    FROM ({_STORED}) r
    JOIN {layout.CATALOG_SCHEMA}.schemas s ON s.schema_name = r.schema_name
    LEFT JOIN {METADATA}.relations m
      ON m.schema_name = r.schema_name AND m.relation_name = r.relation_name
"""

_DUCKDB_COLUMNS = """
    SELECT table_oid, column_name, column_index, data_type, is_nullable, column_default
    FROM duckdb_columns() WHERE database_name IN (current_database(), 'temp')
"""

_DECLARED = f"coalesce(m.declared_type, {declared_from_duckdb('c.data_type', 'd.declared_type')})"
_SORT_POSITION = "coalesce(list_position(r.sort_keys, lower(c.column_name)), 0)"
_IDENTITY = (
    "printf('\"identity\"(%d, %d, ''%d,%d''::text)', r.oid, c.column_index - 1, "
    "m.identity_seed, m.identity_step)"
)

_COLUMNS = f"""
    SELECT c.*, coalesce(t.oid, 1043)::INTEGER AS type_oid, t.short_name AS type_name,
           t.byte_size, ({modifier_of("c.declared_type")})::INTEGER AS type_modifier
    FROM (
        SELECT r.oid AS relation_oid, r.schema_name, r.relation_name, r.relkind,
               lower(c.column_name) AS column_name, c.column_index::INTEGER AS position,
               {_DECLARED} AS declared_type,
               coalesce(m.not_null, NOT c.is_nullable) AS not_null,
               coalesce(m.encoding, CASE WHEN r.relkind = 'r' THEN 'none' END) AS encoding,
               CASE WHEN m.identity_seed IS NOT NULL THEN {_IDENTITY}
                    ELSE m.default_expression END AS default_expression,
               coalesce(r.dist_key = lower(c.column_name), false) AS is_dist_key,
               (CASE WHEN r.sort_style = 'INTERLEAVED' AND {_SORT_POSITION} % 2 = 0
                     THEN -{_SORT_POSITION} ELSE {_SORT_POSITION} END)::INTEGER AS sort_position
        FROM {layout.CATALOG_SCHEMA}.relations r
        JOIN ({_DUCKDB_COLUMNS}) c ON c.table_oid = r.oid
        LEFT JOIN {METADATA}.columns m
          ON m.schema_name = r.schema_name AND m.relation_name = r.relation_name
         AND m.column_name = lower(c.column_name)
        LEFT JOIN {layout.CATALOG_SCHEMA}.duckdb_types d ON d.duckdb_type = c.data_type
        WHERE r.kind <> 'late_binding_view'
    ) c
    LEFT JOIN {layout.CATALOG_SCHEMA}.types t ON t.long_name = {base_name("c.declared_type")}
"""

_POSITIONS = f"""
    SELECT k.schema_name, k.relation_name, k.constraint_name,
           list(c.column_index::SMALLINT ORDER BY list_position(k.columns, c.column_name))
             AS positions
    FROM {METADATA}.constraints k
    JOIN {layout.CATALOG_SCHEMA}.relations r
      ON r.schema_name = k.schema_name AND r.relation_name = k.relation_name
    JOIN ({_DUCKDB_COLUMNS}) c ON c.table_oid = r.oid AND list_contains(k.columns, c.column_name)
    GROUP BY ALL
"""

_CONSTRAINTS = f"""
    SELECT (1500000000 + hash(k.schema_name, k.relation_name, k.constraint_name) % 400000000)
             ::BIGINT AS oid,
           k.*, r.oid AS relation_oid, r.schema_oid, p.positions, f.oid AS foreign_oid
    FROM {METADATA}.constraints k
    JOIN {layout.CATALOG_SCHEMA}.relations r
      ON r.schema_name = k.schema_name AND r.relation_name = k.relation_name
    LEFT JOIN ({_POSITIONS}) p
      ON p.schema_name = k.schema_name AND p.relation_name = k.relation_name
     AND p.constraint_name = k.constraint_name
    LEFT JOIN {layout.CATALOG_SCHEMA}.relations f
      ON f.schema_name = k.foreign_schema AND f.relation_name = k.foreign_relation
"""

BASE_VIEWS = {
    "schemas": _SCHEMAS,
    "relations": _RELATIONS,
    "columns": _COLUMNS,
    "constraints": _CONSTRAINTS,
}
