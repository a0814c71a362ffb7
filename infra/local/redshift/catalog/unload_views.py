"""What UNLOAD left in its log, as Redshift's system tables show it.

Source: STL_UNLOAD_LOG, SYS_UNLOAD_DETAIL and SYS_UNLOAD_HISTORY in the Amazon Redshift Database
Developer Guide. There is one slice: 0.
"""

from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_FILES = f"{METADATA_SCHEMA}.unloaded_files"
_USER = (
    f"(SELECT any_value(u.user_id) FROM {METADATA_SCHEMA}.users u WHERE u.user_name = l.user_name)"
)

UNLOAD_VIEWS = {
    "stl_unload_log": f"""
        SELECT {_USER} AS userid, l.query_id AS query, 0 AS slice, l.session_id AS pid,
               l.file_name AS path, l.started_at AS start_time, l.ended_at AS end_time,
               l.row_count AS line_count, l.file_bytes AS transfer_size,
               l.file_format
        FROM {_FILES} l
    """,
    "sys_unload_detail": f"""
        SELECT {_USER} AS user_id, l.query_id, l.session_id, NULL::BIGINT AS transaction_id,
               l.file_name, l.started_at AS start_time, l.ended_at AS end_time,
               l.row_count AS line_count, l.file_bytes AS transfer_size, l.file_format
        FROM {_FILES} l
    """,
    "sys_unload_history": f"""
        SELECT any_value({_USER}) AS user_id, l.query_id, NULL::BIGINT AS transaction_id,
               any_value(l.session_id) AS session_id, current_database() AS database_name,
               'completed' AS status, min(l.started_at) AS start_time, max(l.ended_at) AS end_time,
               datediff('microsecond', min(l.started_at), max(l.ended_at)) AS duration,
               any_value(if(l.file_format = 'text', 'Text', l.file_format)) AS file_format,
               NULL::VARCHAR AS compression_type,
               sum(l.row_count)::BIGINT AS unloaded_rows, count(*) AS unloaded_files_count,
               sum(l.file_bytes)::BIGINT AS unloaded_files_size, NULL::VARCHAR AS error_message
        FROM {_FILES} l GROUP BY l.query_id
    """,
}
