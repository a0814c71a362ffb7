"""Materialized views as the system views show them.

Source: SVV_MV_INFO, STV_MV_INFO and SVL_MV_REFRESH_STATUS in the Amazon Redshift Database
Developer Guide.
"""

from infra.local.redshift.catalog import layout
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_C = layout.CATALOG_SCHEMA
_M = METADATA_SCHEMA

_IS_STALE = (
    f"CASE WHEN m.is_mutable OR EXISTS (SELECT 1 FROM {_M}.stale_bases s "
    "WHERE s.schema_name = m.schema_name AND s.relation_name = m.relation_name) "
    "THEN 't' ELSE 'f' END"
)
_STATE = "coalesce(m.broken_state, CASE WHEN m.is_incremental THEN 1 ELSE 0 END)::INTEGER"

MATERIALIZED_VIEWS = {
    "svv_mv_info": f"""
        SELECT current_database() AS database_name, m.schema_name, r.owner AS user_name,
               m.relation_name AS name, {_IS_STALE} AS is_stale, {_STATE} AS state,
               -- Queries are never rewritten to read another relation here.
               'f' AS autorewrite, CASE WHEN m.auto_refresh THEN 't' ELSE 'f' END AS autorefresh
        FROM {_M}.materialized_views m JOIN {_M}.relations r
          ON r.schema_name = m.schema_name AND r.relation_name = m.relation_name
    """,
    "stv_mv_info": f"""
        SELECT database_name AS db_name, schema_name AS "schema", name,
               NULL::BIGINT AS updated_upto_xid, is_stale, user_name AS owner_user_name, state,
               autorewrite, autorefresh
        FROM {_C}.svv_mv_info
    """,
    "svl_mv_refresh_status": f"""
        SELECT current_database() AS db_name,
               (SELECT any_value(u.user_id) FROM {_M}.users u WHERE u.user_name = f.user_name)
                 AS userid,
               f.schema_name, f.relation_name AS mv_name, NULL::BIGINT AS xid,
               f.started_at AS starttime, f.ended_at AS endtime, f.status, f.refresh_type
        FROM {_M}.refreshes f
    """,
}
