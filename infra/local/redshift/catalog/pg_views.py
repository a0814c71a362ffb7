"""pg_catalog's tables, as far as Redshift's clients read them.

Columns are those of Redshift's PostgreSQL 8.0 heritage, with Redshift's own beside them.
"""

from infra.local.redshift.catalog import layout
from infra.local.redshift.catalog.relations import SHOWN_DEFINITION
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_C = layout.CATALOG_SCHEMA
_M = METADATA_SCHEMA
ENCODINGS = "['none', 'raw', 'bytedict', 'delta', 'delta32k', 'lzo', 'mostly8', 'mostly16', 'mostly32', 'runlength', 'text255', 'text32k', 'zstd', 'az64']"  # noqa: E501

PG_VIEWS = {
    "pg_namespace": f"""
        SELECT s.oid, s.schema_name AS nspname,
               coalesce(u.user_id, 1)::INTEGER AS nspowner,
               a.acl AS nspacl
        FROM {_C}.schemas s LEFT JOIN {_M}.schemas m ON m.schema_name = s.schema_name
        LEFT JOIN {_C}.acls a ON a.kind = 'schema' AND a.schema_name = s.schema_name
        LEFT JOIN {_M}.users u ON u.user_name = m.owner
    """,
    "pg_class": f"""
        SELECT r.oid, r.relation_name AS relname, r.schema_oid AS relnamespace, 0 AS reltype,
               coalesce(u.user_id, 100)::INTEGER AS relowner, 0 AS relam,
               r.oid AS relfilenode, 0 AS reltablespace, 0 AS relpages,
               r.estimated_rows::FLOAT AS reltuples, false AS relhasindex, false AS relisshared,
               r.relkind, r.column_count::SMALLINT AS relnatts, 0::SMALLINT AS relchecks,
               0::SMALLINT AS reltriggers, r.relkind = 'v' AS relhasrules, false AS relhasoids,
               k.relation_name IS NOT NULL AS relhaspkey,
               a.acl AS relacl,
               (CASE r.dist_style WHEN 'EVEN' THEN 0 WHEN 'KEY' THEN 1 WHEN 'ALL' THEN 8
                     ELSE 9 END)::SMALLINT AS reldiststyle
        FROM {_C}.relations r LEFT JOIN {_M}.users u ON u.user_name = r.owner
        LEFT JOIN {_C}.acls a ON a.kind = 'relation' AND a.schema_name = r.schema_name
         AND a.name = r.relation_name
        LEFT JOIN {_M}.constraints k
          ON k.kind = 'p' AND k.schema_name = r.schema_name AND k.relation_name = r.relation_name
        UNION ALL BY NAME
        SELECT unnest([{", ".join(str(oid) for oid in layout.SYSTEM_CLASSES.values())}]) AS oid,
               unnest([{", ".join(f"'{n}'" for n in layout.SYSTEM_CLASSES)}]) AS relname,
               {layout.PG_CATALOG_OID} AS relnamespace, 1 AS relowner, 'r' AS relkind
    """,
    "pg_attribute": f"""
        SELECT c.relation_oid AS attrelid, c.column_name AS attname, c.type_oid AS atttypid,
               -1 AS attstattarget, c.byte_size::SMALLINT AS attlen, c.position::SMALLINT AS attnum,
               0 AS attndims, -1 AS attcacheoff, c.type_modifier AS atttypmod,
               c.not_null AS attnotnull, c.default_expression IS NOT NULL AS atthasdef,
               false AS attisdropped, true AS attislocal, 0 AS attinhcount,
               c.is_dist_key AS attisdistkey, false AS attispreloaded,
               c.sort_position::INTEGER AS attsortkeyord,
               (coalesce(list_position({ENCODINGS}, lower(c.encoding)), 1) - 1)::SMALLINT
                 AS attencodingtype
        FROM {_C}.columns c
    """,
    "pg_attrdef": f"""
        SELECT (1900000000 + c.relation_oid * 100 + c.position)::BIGINT AS oid,
               c.relation_oid AS adrelid, c.position::SMALLINT AS adnum,
               c.default_expression AS adbin, c.default_expression AS adsrc
        FROM {_C}.columns c WHERE c.default_expression IS NOT NULL
    """,
    "pg_constraint": f"""
        SELECT k.oid, k.constraint_name AS conname, k.schema_oid AS connamespace,
               k.kind AS contype, false AS condeferrable, false AS condeferred,
               k.relation_oid AS conrelid, 0 AS contypid,
               coalesce(k.foreign_oid, 0) AS confrelid, k.positions AS conkey,
               (SELECT list(c.position::SMALLINT
                            ORDER BY list_position(k.foreign_columns, c.column_name))
                FROM {_C}.column_names c
                WHERE c.relation_oid = k.foreign_oid
                  AND list_contains(k.foreign_columns, c.column_name)) AS confkey
        FROM {_C}.constraints k
    """,
    "pg_type": f"""
        SELECT oid, short_name AS typname, {layout.PG_CATALOG_OID} AS typnamespace, 1 AS typowner,
               byte_size::SMALLINT AS typlen, 'b' AS typtype, true AS typisdefined, ',' AS typdelim,
               0 AS typrelid, 0 AS typelem, false AS typnotnull, 0 AS typbasetype,
               -1 AS typtypmod
        FROM {_C}.types
    """,
    # One rule a view: it stands between the view and what the view reads.
    "pg_rewrite": f"""
        SELECT (2000000000 + oid % 100000000)::BIGINT AS oid, '_RETURN' AS rulename,
               oid AS ev_class, -1 AS ev_attr, '1' AS ev_type, true AS is_instead
        FROM {_C}.relations WHERE kind IN ('view', 'materialized_view')
    """,
    "pg_depend": f"""
        SELECT {layout.PG_REWRITE_OID} AS classid, w.oid AS objid, 0 AS objsubid,
               {layout.PG_CLASS_OID} AS refclassid, f.oid AS refobjid, 0 AS refobjsubid,
               'n' AS deptype
        FROM {_M}.reads d
        JOIN {_C}.relations v
          ON v.schema_name = d.schema_name AND v.relation_name = d.relation_name
        JOIN {_C}.pg_rewrite w ON w.ev_class = v.oid
        JOIN {_C}.relations f
          ON f.schema_name = d.referenced_schema AND f.relation_name = d.referenced_relation
        UNION ALL
        SELECT {layout.PG_REWRITE_OID}, w.oid, 0, {layout.PG_CLASS_OID}, w.ev_class, 0, 'i'
        FROM {_C}.pg_rewrite w
    """,
    "pg_tables": f"""
        SELECT schema_name AS schemaname, relation_name AS tablename, owner AS tableowner,
               NULL::VARCHAR AS tablespace, false AS hasindexes, false AS hasrules,
               false AS hastriggers
        FROM {_C}.relations WHERE relkind = 'r'
    """,
    "pg_views": f"""
        SELECT schema_name AS schemaname, relation_name AS viewname, owner AS viewowner,
               {SHOWN_DEFINITION} AS definition
        FROM {_C}.relations r WHERE relkind = 'v'
    """,
    "pg_table_def": f"""
        SELECT c.schema_name AS schemaname, c.relation_name AS tablename,
               c.column_name AS "column", c.declared_type AS "type", c.encoding,
               c.is_dist_key AS distkey, c.sort_position::INTEGER AS sortkey,
               c.not_null AS "notnull"
        FROM {_C}.columns c
        WHERE c.kind = 'table'
          AND (c.schema_name LIKE 'pg\\_temp\\_%' ESCAPE '\\'
               OR list_contains(current_schemas(false), c.schema_name))
    """,
    "pg_database": """
        SELECT 16384 AS oid, current_database() AS datname, 100 AS datdba, 6 AS encoding,
               false AS datistemplate, true AS datallowconn, 16383 AS datlastsysoid,
               0 AS dattablespace, NULL::VARCHAR AS datconfig, NULL::VARCHAR[] AS datacl
    """,
}
