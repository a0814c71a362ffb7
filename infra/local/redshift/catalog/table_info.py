"""svv_table_info: true row counts and sizes, counted when it is asked for.

DuckDB's own estimate counts deleted rows, and a view cannot count tables that it does not know
yet: so the counts are taken, and written into each query that reads svv_table_info.
"""

import duckdb

from infra.local.redshift.catalog import layout

_C = layout.CATALOG_SCHEMA
# A block of DuckDB's file; Redshift counts blocks of 1 MB.
_BLOCK_BYTES = 262_144

_DIST = (
    "CASE r.dist_style WHEN 'KEY' THEN 'KEY(' || r.dist_key || ')' WHEN 'AUTO' THEN 'AUTO(EVEN)' "
    "ELSE r.dist_style END"
)
_SORT = (
    "CASE WHEN r.sort_style = 'NONE' THEN NULL WHEN len(r.sort_keys) = 0 THEN 'AUTO(SORTKEY)' "
    "WHEN r.sort_style = 'AUTO' THEN 'AUTO(SORTKEY(' || r.sort_keys[1] || '))' "
    "WHEN r.sort_style = 'INTERLEAVED' THEN 'INTERLEAVED' ELSE r.sort_keys[1] END"
)

# The rows of a materialized view are listed under the view's own name.
_NAME = (
    "CASE any_value(r.kind) WHEN 'materialized_rows' "
    "THEN regexp_extract(r.relation_name, '^mv_tbl__(.*)__0$', 1) ELSE r.relation_name END"
)

TABLE_INFO_VIEWS = {
    # Everything but what must be counted.
    "table_properties": f"""
        SELECT current_database() AS "database", r.schema_name AS "schema", r.oid AS table_id,
               {_NAME} AS "table",
               CASE WHEN max(CASE WHEN c.encoding <> 'none' THEN 1 ELSE 0 END) = 1
                    THEN 'Y' ELSE 'N' END
               || CASE WHEN count(c.declared_encoding) = 0 THEN ', AUTO(ENCODE)' ELSE '' END
                 AS encoded,
               any_value({_DIST}) AS diststyle, any_value({_SORT}) AS sortkey1,
               coalesce(max(CASE WHEN c.type_oid = 1043 THEN c.type_modifier - 4 END), 0)
                 AS max_varchar,
               any_value(CASE WHEN c.sort_position = 1 THEN c.encoding END) AS sortkey1_enc,
               any_value(len(r.sort_keys))::INTEGER AS sortkey_num,
               any_value(r.created_at) AS create_time
        FROM {_C}.relations r LEFT JOIN {_C}.columns c ON c.relation_oid = r.oid
        WHERE r.relkind = 'r' GROUP BY r.schema_name, r.oid, r.relation_name
    """,
}


def table_info_query(connection: duckdb.DuckDBPyConnection) -> str:
    """DuckDB SQL of svv_table_info as of now. Empty tables are not listed, as in Redshift."""
    tables = connection.execute(
        f"SELECT oid, schema_name, relation_name FROM {_C}.relation_names WHERE relkind = 'r'"
    ).fetchall()
    counts = ", ".join(str(_count(connection, *table)) for table in tables) or "(0, 0, 0)"
    size = f"greatest(1, ceil(n.blocks * {_BLOCK_BYTES} / 1048576.0))::BIGINT"
    return f"""
        SELECT p."database", p."schema", p.table_id, p."table", p.encoded, p.diststyle,
               p.sortkey1, p.max_varchar, p.sortkey1_enc, p.sortkey_num, {size} AS size,
               0::DECIMAL(10, 4) AS pct_used, 0::BIGINT AS empty,
               NULL::DECIMAL(5, 2) AS unsorted, 0::DECIMAL(5, 2) AS stats_off,
               n.tbl_rows::DECIMAL(38, 0) AS tbl_rows,
               NULL::DECIMAL(19, 2) AS skew_sortkey1, 1::DECIMAL(19, 2) AS skew_rows,
               n.tbl_rows::DECIMAL(38, 0) AS estimated_visible_rows, NULL::VARCHAR AS risk_event,
               NULL::DECIMAL(12, 2) AS vacuum_sort_benefit, p.create_time
        FROM {_C}.table_properties p
        JOIN (VALUES {counts}) n(table_id, tbl_rows, blocks) ON n.table_id = p.table_id
        WHERE n.tbl_rows > 0
    """


def _count(
    connection: duckdb.DuckDBPyConnection, oid: int, schema: str, name: str
) -> tuple[int, int, int]:
    """Oid, rows, and blocks in the file: none for a temporary table, which has no file."""
    temporary = schema.startswith("pg_temp_")
    parts = ("temp", "main", name) if temporary else (schema, name)
    reference = ".".join('"' + part.replace('"', '""') + '"' for part in parts)
    rows = _number(connection, f"SELECT count(*) FROM {reference}")
    if temporary:
        return oid, rows, 0
    text = reference.replace("'", "''")
    storage = f"SELECT count(DISTINCT block_id) FROM pragma_storage_info('{text}') WHERE persistent"
    return oid, rows, _number(connection, storage)


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
