"""What COPY left in its log, as Redshift's system tables show it.

Source: STL_LOAD_ERRORS, STL_LOAD_COMMITS, SYS_LOAD_DETAIL, SYS_LOAD_ERROR_DETAIL and
SYS_LOAD_HISTORY in the Amazon Redshift Database Developer Guide. There is one slice: 0.
"""

from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_M = METADATA_SCHEMA
_USER = f"(SELECT any_value(u.user_id) FROM {_M}.users u WHERE u.user_name = l.user_name)"

LOAD_VIEWS = {
    "stl_load_errors": f"""
        SELECT {_USER} AS userid, 0 AS slice, l.table_id AS tbl, l.started_at AS starttime,
               l.session_id AS session, l.query_id AS query, l.file_name AS filename,
               l.line_number, l.column_name AS colname, l.column_type AS type,
               l.column_length AS col_length, coalesce(l.position, 0) AS position,
               l.raw_line, l.raw_field_value, l.error_code AS err_code,
               l.error_reason AS err_reason, 0 AS is_partial,
               0::BIGINT AS start_offset, 0::BIGINT AS copy_job_id
        FROM {_M}.load_errors l
    """,
    # A row for each field of the line up to the refused one.
    "stl_loaderror_detail": f"""
        SELECT {_USER} AS userid, 0 AS slice, l.session_id AS session, l.query_id AS query,
               l.file_name AS filename, l.line_number, l.number AS field,
               l.shown.colname AS colname, coalesce(l.shown.value, '') AS value,
               (l.shown.value IS NULL)::INTEGER AS is_null, l.shown.type AS type,
               l.shown.col_length AS col_length
        FROM (SELECT l.*, unnest(range(1, len(l.fields) + 1))::INTEGER AS number,
                     unnest(l.fields) AS shown FROM {_M}.load_errors l) l
    """,
    "stl_load_commits": f"""
        SELECT {_USER} AS userid, l.query_id AS query, 0 AS slice, '' AS name,
               l.file_name AS filename, 0 AS byte_offset, l.lines_scanned::INTEGER AS lines_scanned,
               l.error_count::INTEGER AS errors, l.ended_at AS curtime, 1 AS status,
               l.file_format, 0 AS is_partial, 0::BIGINT AS start_offset, 0::BIGINT AS copy_job_id
        FROM {_M}.load_files l
    """,
    "stl_file_scan": f"""
        SELECT {_USER} AS userid, l.query_id AS query, 0 AS slice, l.file_name AS name,
               l.lines_scanned AS lines, l.bytes_scanned AS bytes,
               datediff('microsecond', l.started_at, l.ended_at) AS loadtime,
               l.started_at AS curtime, 0 AS is_partial, 0::BIGINT AS start_offset
        FROM {_M}.load_files l
    """,
    "sys_load_detail": f"""
        SELECT {_USER} AS user_id, l.query_id, l.file_name, l.bytes_scanned, l.lines_scanned,
               1 AS splits_scanned, l.ended_at AS record_time, l.started_at AS start_time,
               l.ended_at AS end_time
        FROM {_M}.load_files l
    """,
    "sys_load_error_detail": f"""
        SELECT {_USER} AS user_id, l.query_id, NULL::BIGINT AS transaction_id, l.session_id,
               current_database() AS database_name, l.table_id, l.started_at AS start_time,
               l.file_name, l.line_number, l.column_name, l.column_type, l.column_length,
               coalesce(l.position, 0) AS position, l.error_code, l.error_reason AS error_message
        FROM {_M}.load_errors l
    """,
    "sys_load_history": f"""
        SELECT any_value({_USER}) AS user_id, l.query_id, NULL::BIGINT AS transaction_id,
               any_value(l.session_id) AS session_id, current_database() AS database_name,
               'completed' AS status, any_value(l.table_name) AS table_name,
               min(l.started_at) AS start_time, max(l.ended_at) AS end_time,
               datediff('microsecond', min(l.started_at), max(l.ended_at)) AS duration,
               lower(any_value(l.file_format)) AS file_format,
               (sum(l.lines_scanned) - sum(l.error_count))::BIGINT AS loaded_rows,
               sum(l.bytes_scanned)::BIGINT AS source_file_bytes,
               count(*) AS source_file_count, count(*) AS loaded_file_count,
               sum(l.error_count)::BIGINT AS error_count
        FROM {_M}.load_files l GROUP BY l.query_id
    """,
}
