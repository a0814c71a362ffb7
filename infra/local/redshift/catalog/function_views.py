"""User-defined functions as the system catalog shows them.

Source: PG_PROC_INFO and SVV_REDSHIFT_FUNCTIONS in the Amazon Redshift Database Developer Guide.
"""

from infra.local.redshift.catalog import layout
from infra.local.redshift.catalog.type_names import base_name
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_C = layout.CATALOG_SCHEMA
_M = METADATA_SCHEMA
_SQL_LANGUAGE = 14

_SOURCE = r"'select ' || regexp_replace(f.body, 'argument_(\d+)', '$\1', 'g')"

_FUNCTIONS = f"""
    SELECT f.*, s.oid AS schema_oid, coalesce(u.user_id, 100)::INTEGER AS owner_id,
           (SELECT any_value(t.oid) FROM {_C}.types t WHERE t.long_name = f.return_name)::BIGINT
             AS return_oid,
           coalesce((SELECT string_agg(t.oid::VARCHAR, ' ' ORDER BY a.place)
                     FROM (SELECT unnest(f.argument_types) AS declared,
                                  generate_subscripts(f.argument_types, 1) AS place) a
                     JOIN {_C}.types t ON t.long_name = {base_name("a.declared")}), '')
             AS argument_oids
    FROM {_C}.named_functions f
    LEFT JOIN {_C}.schemas s ON s.schema_name = f.schema_name
    LEFT JOIN {_M}.users u ON u.user_name = f.owner
"""
_PROC = "f.function_id AS oid, f.function_name AS proname, f.schema_oid AS pronamespace"

FUNCTION_VIEWS = {
    "named_functions": f"""
        SELECT f.*, {base_name("f.return_type")} AS return_name FROM {_M}.functions f
    """,
    "pg_proc": f"""
        SELECT {_PROC}, owner_id AS proowner, {_SQL_LANGUAGE}::BIGINT AS prolang,
               false AS proisagg, false AS prosecdef, false AS proisstrict, false AS proretset,
               volatility[1] AS provolatile,
               len(argument_types)::SMALLINT AS pronargs, return_oid AS prorettype,
               argument_oids AS proargtypes, {_SOURCE} AS prosrc,
               NULL::VARCHAR AS probin, a.acl AS proacl
        FROM ({_FUNCTIONS}) f LEFT JOIN {_C}.acls a
          ON a.kind = 'function' AND a.schema_name = f.schema_name AND a.name = f.signature
    """,
    "pg_proc_info": f"""
        SELECT oid AS prooid, proname, pronamespace, 'f' AS prokind, prorettype, proargtypes, prosrc
        FROM {_C}.pg_proc
    """,
    "svv_redshift_functions": f"""
        SELECT current_database() AS database_name, schema_name, function_name,
               'REGULAR FUNCTION' AS function_type,
               array_to_string(argument_types, ', ') AS argument_type, return_name AS result_type
        FROM {_C}.named_functions
    """,
}
