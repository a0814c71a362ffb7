"""Primary and unique keys as the indexes that PostgreSQL's clients look for.

Redshift builds no index, but lists each declared key in pg_index, with a relation and columns of
its own. They are shown to queries that ask for pg_index, so that no other pays for them.
"""

from infra.local.redshift.catalog import layout

_C = layout.CATALOG_SCHEMA
# The oid of a key's index: its constraint's, moved out of the constraints' range.
_OID = "(k.oid + 900000000)"
_KEYS = f"FROM {_C}.constraints k WHERE k.kind IN ('p', 'u')"
SUFFIX = "_indexed"

INDEX_VIEWS = {
    "pg_index": f"""
        SELECT {_OID} AS indexrelid, k.relation_oid AS indrelid,
               array_to_string(k.positions, ' ') AS indkey, '' AS indclass,
               len(k.columns)::SMALLINT AS indnatts, true AS indisunique,
               k.kind = 'p' AS indisprimary, false AS indisclustered,
               NULL::VARCHAR AS indexprs, NULL::VARCHAR AS indpred
        {_KEYS}
    """,
    f"pg_class{SUFFIX}": f"""
        SELECT * FROM {_C}.pg_class
        UNION ALL BY NAME
        SELECT {_OID} AS oid, k.constraint_name AS relname, k.schema_oid AS relnamespace,
               100 AS relowner, 'i' AS relkind, len(k.columns)::SMALLINT AS relnatts
        {_KEYS}
    """,
    f"pg_attribute{SUFFIX}": f"""
        SELECT * FROM {_C}.pg_attribute
        UNION ALL BY NAME
        SELECT {_OID} AS attrelid, unnest(k.columns) AS attname,
               generate_subscripts(k.columns, 1)::SMALLINT AS attnum, false AS attisdropped
        {_KEYS}
    """,
}
