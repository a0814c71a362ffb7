"""What psql asks beyond Redshift's own catalog, shown to sessions of psql alone.

psql of PostgreSQL 9.2 and later asks for columns and relations that came after PostgreSQL 8.0, from
which Redshift was made. Any other client that names them is refused, as by Redshift.
"""

from infra.local.redshift.catalog import layout
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_C = layout.CATALOG_SCHEMA
_M = METADATA_SCHEMA
PREFIX = "psql_"

_NONE = {
    "pg_auth_members": "0::BIGINT AS roleid, 0::BIGINT AS member",
    "pg_inherits": "0::BIGINT AS inhrelid, 0::BIGINT AS inhparent, 0 AS inhseqno",
    "pg_trigger": "0::BIGINT AS oid, 0::BIGINT AS tgrelid, '' AS tgname, '' AS tgenabled, "
    "0::BIGINT AS tgconstraint, false AS tgisinternal, 0::BIGINT AS tgfoid",
    "pg_collation": "0::BIGINT AS oid, '' AS collname, 0::BIGINT AS collnamespace",
    "pg_extension": "0::BIGINT AS oid, '' AS extname, '' AS extversion, 0::BIGINT AS extnamespace",
    "pg_foreign_table": "0::BIGINT AS ftrelid, 0::BIGINT AS ftserver, NULL::VARCHAR[] AS ftoptions",
    "pg_am": "0::BIGINT AS oid, 'btree' AS amname",
}

PSQL_VIEWS = {
    f"{PREFIX}pg_class": f"""
        SELECT c.* REPLACE (EXISTS (SELECT 1 FROM {_C}.pg_index i WHERE i.indrelid = c.oid)
                            AS relhasindex),
               false AS relhastriggers, 0 AS reloftype, 0 AS reltoastrelid,
               NULL::VARCHAR[] AS reloptions,
               CASE WHEN s.schema_name LIKE 'pg\\_temp\\_%' ESCAPE '\\' THEN 't' ELSE 'p' END
                 AS relpersistence
        FROM {_C}.pg_class_indexed c LEFT JOIN {_C}.schemas s ON s.oid = c.relnamespace
    """,
    f"{PREFIX}pg_attribute": f"""
        SELECT a.*, 0::BIGINT AS attcollation, 'p' AS attstorage, NULL::VARCHAR[] AS attacl
        FROM {_C}.pg_attribute_indexed a
    """,
    f"{PREFIX}pg_type": f"SELECT t.*, 0::BIGINT AS typcollation FROM {_C}.pg_type t",
    f"{PREFIX}pg_index": f"""
        SELECT i.*, true AS indisvalid, true AS indimmediate, false AS indisreplident
        FROM {_C}.pg_index i
    """,
    f"{PREFIX}pg_constraint": f"""
        SELECT c.*, CASE WHEN c.contype IN ('p', 'u') THEN c.oid + 900000000 ELSE 0 END
                 AS conindid, true AS convalidated
        FROM {_C}.pg_constraint c
    """,
    f"{PREFIX}pg_database": f"""
        SELECT d.*, 'C' AS datcollate, 'C' AS datctype FROM {_C}.pg_database d
    """,
    f"{PREFIX}pg_roles": f"""
        SELECT u.user_id::BIGINT AS oid, u.user_name AS rolname, u.is_superuser AS rolsuper,
               true AS rolinherit, u.is_superuser AS rolcreaterole,
               u.is_superuser AS rolcreatedb, true AS rolcanlogin, -1 AS rolconnlimit,
               NULL::TIMESTAMP AS rolvaliduntil, false AS rolreplication
        FROM {_M}.users u
    """,
    f"{PREFIX}pg_proc": f"SELECT p.*, false AS proiswindow FROM {_C}.pg_proc p",
    **{f"{PREFIX}{name}": f"SELECT {columns} WHERE false" for name, columns in _NONE.items()},
}
