"""Statements that run and have run, as Redshift's views of query history show them.

Columns are those of the pages SYS_QUERY_HISTORY, SYS_QUERY_TEXT, SYS_QUERY_DETAIL, STL_QUERY,
STL_QUERYTEXT, STL_DDLTEXT, STL_UTILITYTEXT, SVL_STATEMENTTEXT, SVL_QLOG, STV_RECENTS and
STV_INFLIGHT of the Amazon Redshift Database Developer Guide; what this server does not measure is
NULL. A user sees the own statements, a superuser all.
"""

from infra.local.redshift.catalog import layout
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_C = layout.CATALOG_SCHEMA
_M = METADATA_SCHEMA
_ME = f"getvariable('{layout.USER_VARIABLE}')"
_MICROSECONDS = "datediff('microsecond', q.started_at, coalesce(q.ended_at, now()::TIMESTAMP))"
# Texts come in pieces of 200 characters, numbered from 0.
_PIECES = "unnest(range(greatest(1, ceil(length(q.text) / 200.0)::BIGINT)))::INTEGER AS sequence"
_PIECE = "substring(q.text, q.sequence * 200 + 1, 200)"
_DONE = "q.ended_at IS NOT NULL"
_ON_COMPUTE = "('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY', 'UNLOAD', 'CTAS')"
_ABORTED = "CASE WHEN q.status IN ('failed', 'canceled') THEN 1 ELSE 0 END"


def _pieces_of(kinds: str) -> str:
    return (
        f"(SELECT q.*, {_PIECES} FROM {_C}.server_log q "
        f"WHERE q.ended_at IS NOT NULL AND q.query_type {kinds})"
    )


def _texts(kinds: str) -> str:
    return f"""
        SELECT q.user_id AS userid, q.transaction_id AS xid, q.process_id AS pid, q.label,
               q.started_at AS starttime, q.ended_at AS endtime, q.sequence, {_PIECE} AS text
        FROM {_pieces_of(kinds)} q
    """


HISTORY_VIEWS = {
    "server_log": f"""
        SELECT q.*, coalesce(u.user_id, 100)::INTEGER AS user_id
        FROM {_C}.server_queries q LEFT JOIN {_M}.users u ON u.user_name = q.user_name
        WHERE q.user_name = {_ME}
           OR EXISTS (SELECT 1 FROM {_M}.users m WHERE m.user_name = {_ME} AND m.is_superuser)
    """,
    "sys_query_history": f"""
        SELECT q.user_id, q.query_id, q.label AS query_label, q.transaction_id,
               q.process_id AS session_id, current_database() AS database_name, q.query_type,
               q.status, false AS result_cache_hit, q.started_at AS start_time,
               q.ended_at AS end_time, {_MICROSECONDS} AS elapsed_time, 0::BIGINT AS queue_time,
               {_MICROSECONDS} AS execution_time, substring(q.error, 1, 512) AS error_message,
               q.row_count AS returned_rows, NULL::BIGINT AS returned_bytes,
               substring(q.text, 1, 4000) AS query_text, NULL::VARCHAR AS redshift_version,
               NULL::VARCHAR AS usage_limit, 'primary' AS compute_type,
               NULL::BIGINT AS compile_time, NULL::BIGINT AS planning_time,
               NULL::BIGINT AS lock_wait_time, NULL::INTEGER AS service_class_id,
               NULL::VARCHAR AS service_class_name, NULL::VARCHAR AS query_priority,
               NULL::VARCHAR AS short_query_accelerated, NULL::VARCHAR AS user_query_hash,
               NULL::VARCHAR AS generic_query_hash, NULL::INTEGER AS query_hash_version,
               NULL::BIGINT AS result_cache_query_id
        FROM {_C}.server_log q
    """,
    "sys_query_text": f"""
        SELECT q.user_id, q.query_id, q.transaction_id, q.process_id AS session_id,
               q.started_at AS start_time, q.sequence, {_PIECE} AS text
        FROM (SELECT q.*, {_PIECES} FROM {_C}.server_log q) q
    """,
    # A row for each table that a statement has put rows into or deleted them from.
    "sys_query_detail": f"""
        SELECT q.user_id, q.query_id, NULL::INTEGER AS child_query_sequence,
               NULL::INTEGER AS stream_id, NULL::INTEGER AS segment_id, NULL::INTEGER AS step_id,
               CASE WHEN q.query_type = 'DELETE' THEN 'delete' ELSE 'insert' END AS step_name,
               r.oid::INTEGER AS table_id, q.wrote AS table_name, NULL::VARCHAR AS is_rrscan,
               q.started_at AS start_time, q.ended_at AS end_time, {_MICROSECONDS} AS duration,
               NULL::VARCHAR AS alert, NULL::BIGINT AS input_bytes, NULL::BIGINT AS input_rows,
               NULL::BIGINT AS output_bytes, q.row_count AS output_rows
        FROM {_C}.server_log q
        JOIN {_C}.relation_names r ON r.schema_name || '.' || r.relation_name = q.wrote
        WHERE q.status = 'success'
    """,
    "stl_query": f"""
        SELECT q.user_id AS userid, q.query_id::INTEGER AS query, q.label,
               q.transaction_id AS xid, q.process_id AS pid, current_database() AS "database",
               substring(q.text, 1, 4000) AS querytxt, q.started_at AS starttime,
               q.ended_at AS endtime, {_ABORTED} AS aborted, 0 AS insert_pristine,
               0 AS concurrency_scaling_status
        FROM {_C}.server_log q WHERE {_DONE} AND q.query_type IN {_ON_COMPUTE}
    """,
    "stl_querytext": f"""
        SELECT q.user_id AS userid, q.transaction_id AS xid, q.process_id AS pid,
               q.query_id::INTEGER AS query, q.sequence, {_PIECE} AS text
        FROM {_pieces_of(f"IN {_ON_COMPUTE}")} q
    """,
    "stl_ddltext": _texts("= 'DDL'"),
    "stl_utilitytext": _texts("= 'UTILITY'"),
    "svl_statementtext": f"""
        SELECT q.user_id AS userid, q.transaction_id AS xid, q.process_id AS pid, q.label,
               q.started_at AS starttime, q.ended_at AS endtime, q.sequence,
               CASE WHEN q.query_type IN ('DDL', 'UTILITY') THEN q.query_type ELSE 'QUERY' END
                 AS type, {_PIECE} AS text
        FROM {_pieces_of("IS NOT NULL")} q
    """,
    "svl_qlog": f"""
        SELECT q.user_id AS userid, q.query_id::INTEGER AS query, q.transaction_id AS xid,
               q.process_id AS pid, q.started_at AS starttime, q.ended_at AS endtime,
               {_MICROSECONDS} AS elapsed, {_ABORTED} AS aborted, q.label,
               substring(q.text, 1, 60) AS "substring", NULL::INTEGER AS source_query,
               NULL::VARCHAR AS concurrency_scaling_status_txt, NULL::INTEGER AS from_sp_call
        FROM {_C}.server_log q WHERE {_DONE} AND q.query_type IN {_ON_COMPUTE}
    """,
    "stv_recents": f"""
        SELECT q.user_id AS userid, CASE WHEN {_DONE} THEN 'Done' ELSE 'Running' END AS status,
               q.started_at AS starttime, {_MICROSECONDS}::INTEGER AS duration, q.user_name,
               current_database() AS db_name, substring(q.text, 1, 600) AS query,
               CASE WHEN {_DONE} THEN -1 ELSE q.process_id END AS pid
        FROM {_C}.server_log q
    """,
    "stv_inflight": f"""
        SELECT q.user_id AS userid, 0 AS slice, q.query_id::INTEGER AS query, q.label,
               q.transaction_id AS xid, q.process_id AS pid, q.started_at AS starttime,
               substring(q.text, 1, 100) AS text, 0 AS suspended, 0 AS insert_pristine,
               0 AS concurrency_scaling_status
        FROM {_C}.server_log q WHERE NOT {_DONE}
    """,
}
