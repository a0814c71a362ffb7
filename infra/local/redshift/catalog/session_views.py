"""Sessions, connections, locks and parameters, as Redshift's views show them.

Columns are those of the pages STV_SESSIONS, SYS_SESSION_HISTORY, STL_CONNECTION_LOG,
SYS_CONNECTION_LOG, STV_LOCKS and SVV_TRANSACTIONS of the Amazon Redshift Database Developer Guide,
and of PostgreSQL 8.0 for pg_stat_activity, pg_locks and pg_settings.
"""

from infra.local.redshift.catalog import layout
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_C = layout.CATALOG_SCHEMA
_M = METADATA_SCHEMA
_USER_ID = f"(SELECT any_value(u.user_id) FROM {_M}.users u WHERE u.user_name = s.user_name)"
_LOCKED = f"""
    FROM {_C}.server_locks l
    JOIN {_C}.relation_names r
      ON r.schema_name = l.schema_name AND r.relation_name = l.relation_name
    LEFT JOIN {_C}.server_sessions s ON s.process_id = l.process_id
"""

SESSION_VIEWS = {
    "stv_sessions": f"""
        SELECT s.connected_at AS starttime, s.process_id AS process, s.user_name,
               current_database() AS db_name, 0 AS timeout_sec
        FROM {_C}.server_sessions s
    """,
    "sys_session_history": f"""
        SELECT {_USER_ID} AS user_id, s.process_id AS session_id,
               current_database() AS database_name,
               CASE WHEN e.recorded_at IS NULL THEN 'active' ELSE 'closed' END AS status,
               0 AS session_timeout, s.connected_at AS start_time, e.recorded_at AS end_time
        FROM {_C}.server_connections s
        LEFT JOIN {_C}.server_connections e
          ON e.process_id = s.process_id AND e.event = 'disconnecting session'
        WHERE s.event = 'initiating session'
    """,
    "stl_connection_log": f"""
        SELECT c.event, c.recorded_at AS recordtime, c.host AS remotehost,
               c.port::VARCHAR AS remoteport, c.process_id AS pid, current_database() AS dbname,
               c.user_name AS username, 'password' AS authmethod, c.duration::INTEGER AS duration,
               c.tls_version AS sslversion, c.tls_cipher AS sslcipher, 0 AS mtu,
               '' AS sslcompression, '' AS sslexpansion, '' AS iamauthguid, c.application_name,
               c.os_version, c.driver_version, c.plugin_name, 0 AS protocol_version,
               c.process_id::VARCHAR AS sessionid, '' AS compression
        FROM {_C}.server_connections c
    """,
    "sys_connection_log": f"""
        SELECT c.event, c.recorded_at AS record_time, c.host AS remote_host,
               c.port::VARCHAR AS remote_port, c.process_id AS session_id,
               current_database() AS database_name, c.user_name, 'password' AS auth_method,
               c.duration::INTEGER AS duration, c.tls_version AS ssl_version,
               c.tls_cipher AS ssl_cipher, 0 AS mtu, '' AS ssl_compression, '' AS ssl_expansion,
               '' AS iam_auth_guid, c.application_name, c.os_version, c.driver_version,
               c.plugin_name, 0 AS protocol_version, c.process_id::VARCHAR AS global_session_id
        FROM {_C}.server_connections c
    """,
    "stv_locks": f"""
        SELECT r.oid::INTEGER AS table_id, NULL::TIMESTAMP AS last_commit,
               NULL::TIMESTAMP AS last_update, s.transaction_id AS lock_owner,
               l.process_id::BIGINT AS lock_owner_pid, s.transaction_start AS lock_owner_start_ts,
               NULL::TIMESTAMP AS lock_owner_end_ts,
               CASE WHEN l.granted THEN 'Holding ' ELSE 'Waiting for ' END
                 || CASE l.mode WHEN 'AccessShareLock' THEN 'read' ELSE 'write' END
                 || ' lock' AS lock_status
        {_LOCKED}
    """,
    "svv_transactions": f"""
        SELECT s.user_name AS txn_owner, current_database() AS txn_db, s.transaction_id AS xid,
               l.process_id AS pid, s.transaction_start AS txn_start, l.mode AS lock_mode,
               'relation' AS lockable_object_type, r.oid::INTEGER AS relation, l.granted
        {_LOCKED}
    """,
    "pg_locks": f"""
        SELECT r.oid AS relation, 16384::BIGINT AS "database", s.transaction_id AS "transaction",
               l.process_id AS pid, l.mode, l.granted
        {_LOCKED}
    """,
    "pg_stat_activity": f"""
        SELECT 16384::BIGINT AS datid, current_database() AS datname, s.process_id AS procpid,
               {_USER_ID} AS usesysid, s.user_name AS usename,
               CASE WHEN s.running THEN s.query ELSE '<IDLE>' END AS current_query,
               s.query_start::TIMESTAMPTZ AS query_start
        FROM {_C}.server_sessions s
    """,
    "pg_settings": f"""
        SELECT s.name, s.setting, NULL::VARCHAR AS category, NULL::VARCHAR AS short_desc,
               NULL::VARCHAR AS extra_desc, 'user' AS context, 'string' AS vartype,
               'session' AS source, NULL::VARCHAR AS min_val, NULL::VARCHAR AS max_val
        FROM {_C}.server_settings s
    """,
}
