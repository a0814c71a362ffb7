"""Users, groups, roles and privileges as the system catalog shows them.

Source: PG_USER, PG_GROUP and the SVV_ views of users, roles and privileges in the Amazon Redshift
Database Developer Guide. What is granted to others is shown to superusers only.
"""

from infra.local.redshift.catalog import layout
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_C = layout.CATALOG_SCHEMA
_M = METADATA_SCHEMA
_USER = f"getvariable('{layout.USER_VARIABLE}')"
_IS_SUPERUSER = (
    f"EXISTS (SELECT 1 FROM {_M}.users s WHERE s.user_name = {_USER} AND s.is_superuser)"
)
_VISIBLE = (
    f"({_IS_SUPERUSER} OR p.grantor = {_USER} OR EXISTS (SELECT 1 FROM {_C}.memberships v "
    f"WHERE v.user_name = {_USER} AND v.grantee_kind = p.grantee_kind AND v.grantee = p.grantee))"
)
_IDENTITY = (
    "coalesce(i.identity_id, 0)::INTEGER AS identity_id, p.grantee AS identity_name, "
    "p.grantee_kind AS identity_type"
)
_OPTION = "p.grantable AND p.grantee_kind = 'user' AS admin_option"
_JOINED = (
    f"{_M}.privileges p LEFT JOIN {_C}.identities i "
    "ON i.identity_type = p.grantee_kind AND i.identity_name = p.grantee"
)
# Privilege, its letter in an ACL, its place in it.
_LETTERS = (
    "(VALUES ('insert', 'a', 1), ('select', 'r', 2), ('update', 'w', 3), ('delete', 'd', 4), "
    "('references', 'x', 5), ('drop', 'D', 6), ('truncate', 'P', 7), ('alter', 'A', 8), "
    "('usage', 'U', 9), ('create', 'C', 10), ('temporary', 'T', 11), ('execute', 'X', 12)) "
    "l(privilege, letter, place)"
)

ACCESS_VIEWS = {
    "identities": f"""
        SELECT 'user' AS identity_type, user_name AS identity_name, user_id AS identity_id
        FROM {_M}.users
        UNION ALL SELECT 'group', group_name, group_id FROM {_M}.groups
        UNION ALL SELECT 'role', role_name, role_id FROM {_M}.roles
    """,
    # Every grantee that a user is: itself, everybody, its groups, its roles and theirs.
    "memberships": f"""
        WITH RECURSIVE held(user_name, grantee_kind, grantee) AS (
            SELECT user_name, 'user', user_name FROM {_M}.users
            UNION SELECT user_name, 'public', 'public' FROM {_M}.users
            UNION SELECT user_name, 'group', group_name FROM {_M}.group_members
            UNION SELECT grantee, 'role', role_name FROM {_M}.role_grants
                  WHERE grantee_kind = 'user'
            UNION SELECT h.user_name, 'role', g.role_name
                  FROM held h JOIN {_M}.role_grants g
                    ON g.grantee_kind = 'role' AND h.grantee_kind = 'role' AND g.grantee = h.grantee
        )
        SELECT user_name, grantee_kind, grantee FROM held
    """,
    # An ACL begins with its owner, and there is none as long as nothing was granted.
    "acls": f"""
        SELECT kind, schema_name, name, list(entry ORDER BY is_owner DESC, entry) AS acl
        FROM (
            SELECT DISTINCT 'relation' AS kind, p.schema_name, p.relation_name AS name,
                   r.owner || '=arwdRxtDPA/' || r.owner AS entry, true AS is_owner
            FROM {_M}.privileges p JOIN {_M}.relations r
              ON r.schema_name = p.schema_name AND r.relation_name = p.relation_name
            WHERE p.object_kind = 'relation'
            UNION ALL
            SELECT DISTINCT 'schema', p.schema_name, NULL, s.owner || '=UC/' || s.owner, true
            FROM {_M}.privileges p JOIN {_M}.schemas s ON s.schema_name = p.schema_name
            WHERE p.object_kind = 'schema'
            UNION ALL
            SELECT p.object_kind, p.schema_name, p.relation_name,
                   CASE p.grantee_kind WHEN 'public' THEN '' WHEN 'group' THEN 'group ' || p.grantee
                        ELSE p.grantee END || '=' || string_agg(
                     l.letter || CASE WHEN p.grantable THEN '*' ELSE '' END, '' ORDER BY l.place)
                     || '/' || p.grantor, false
            FROM {_M}.privileges p JOIN {_LETTERS} ON l.privilege = p.privilege
            WHERE p.grantee_kind <> 'role' AND p.object_kind <> 'column'
            GROUP BY p.object_kind, p.schema_name, p.relation_name, p.grantee_kind, p.grantee,
                     p.grantor
        ) GROUP BY kind, schema_name, name
    """,
    "user_settings": f"""
        SELECT user_name, list(name || '=' || value ORDER BY name) AS settings
        FROM {_M}.user_settings GROUP BY user_name
    """,
    "pg_user": f"""
        SELECT u.user_name AS usename, u.user_id AS usesysid,
               coalesce(u.may_create_database, u.is_superuser) AS usecreatedb,
               u.is_superuser AS usesuper, false AS usecatupd, '********' AS passwd,
               u.valid_until AS valuntil, s.settings AS useconfig
        FROM {_M}.users u LEFT JOIN {_C}.user_settings s ON s.user_name = u.user_name
    """,
    "pg_user_info": f"""
        SELECT p.*, coalesce(u.connection_limit::VARCHAR, 'UNLIMITED') AS useconnlimit,
               u.syslog_access AS syslogaccess, NULL::TIMESTAMP AS last_ddl_ts,
               coalesce(u.session_timeout, 0) AS sessiontimeout, NULL::VARCHAR AS external_user_id
        FROM {_C}.pg_user p JOIN {_M}.users u ON u.user_name = p.usename
    """,
    "svl_user_info": f"""
        SELECT usename, usesysid, usecreatedb, usesuper, usecatupd, useconnlimit, syslogaccess,
               last_ddl_ts, sessiontimeout, external_user_id
        FROM {_C}.pg_user_info WHERE {_IS_SUPERUSER}
    """,
    "svv_user_info": f"""
        SELECT u.user_name, u.user_id, coalesce(u.may_create_database, u.is_superuser) AS createdb,
               u.is_superuser AS superuser, false AS catalog_update,
               coalesce(u.connection_limit::VARCHAR, 'UNLIMITED') AS connection_limit,
               coalesce(u.syslog_access, 'RESTRICTED') AS syslog_access,
               NULL::TIMESTAMP AS last_ddl_timestamp,
               coalesce(u.session_timeout, 0) AS session_timeout,
               NULL::VARCHAR AS external_user_id
        FROM {_M}.users u WHERE {_IS_SUPERUSER} OR u.user_name = {_USER}
    """,
    "pg_group": f"""
        SELECT g.group_name AS groname, g.group_id AS grosysid,
               coalesce((SELECT list(u.user_id ORDER BY u.user_id) FROM {_M}.group_members m
                         JOIN {_M}.users u ON u.user_name = m.user_name
                         WHERE m.group_name = g.group_name), []) AS grolist
        FROM {_M}.groups g
    """,
    "svv_roles": f"""
        SELECT r.role_id, r.role_name, r.owner AS role_owner, NULL::VARCHAR AS external_id
        FROM {_M}.roles r
        WHERE {_IS_SUPERUSER} OR r.owner = {_USER} OR EXISTS (
            SELECT 1 FROM {_C}.memberships v WHERE v.user_name = {_USER}
            AND v.grantee_kind = 'role' AND v.grantee = r.role_name)
    """,
    "svv_user_grants": f"""
        SELECT u.user_id, u.user_name, r.role_id, r.role_name, g.admin_option
        FROM {_M}.role_grants g JOIN {_M}.users u ON u.user_name = g.grantee
        JOIN {_M}.roles r ON r.role_name = g.role_name
        WHERE g.grantee_kind = 'user' AND ({_IS_SUPERUSER} OR u.user_name = {_USER})
    """,
    "svv_role_grants": f"""
        SELECT b.role_id, b.role_name, r.role_id AS granted_role_id,
               r.role_name AS granted_role_name
        FROM {_M}.role_grants g JOIN {_M}.roles b ON b.role_name = g.grantee
        JOIN {_M}.roles r ON r.role_name = g.role_name
        WHERE g.grantee_kind = 'role' AND ({_IS_SUPERUSER} OR EXISTS (
            SELECT 1 FROM {_C}.memberships v WHERE v.user_name = {_USER}
            AND v.grantee_kind = 'role' AND v.grantee = b.role_name))
    """,
    "svv_relation_privileges": f"""
        SELECT p.schema_name AS namespace_name, p.relation_name,
               upper(p.privilege) AS privilege_type, {_IDENTITY}, {_OPTION}
        FROM {_JOINED} WHERE p.object_kind = 'relation' AND {_VISIBLE}
    """,
    "svv_column_privileges": f"""
        SELECT p.schema_name AS namespace_name, p.relation_name, p.column_name,
               upper(p.privilege) AS privilege_type, {_IDENTITY}
        FROM {_JOINED} WHERE p.object_kind = 'column' AND {_VISIBLE}
    """,
    "svv_schema_privileges": f"""
        SELECT p.schema_name AS namespace_name, upper(p.privilege) AS privilege_type, {_IDENTITY},
               {_OPTION}, 'SCHEMA' AS privilege_scope
        FROM {_JOINED} WHERE p.object_kind = 'schema' AND {_VISIBLE}
    """,
    "svv_database_privileges": f"""
        SELECT current_database() AS database_name,
               replace(upper(p.privilege), 'TEMPORARY', 'TEMP') AS privilege_type, {_IDENTITY},
               {_OPTION}, 'DATABASE' AS privilege_scope
        FROM {_JOINED} WHERE p.object_kind = 'database' AND {_VISIBLE}
    """,
    "svv_function_privileges": f"""
        SELECT p.schema_name AS namespace_name, f.function_name,
               array_to_string(f.argument_types, ', ') AS argument_types,
               upper(p.privilege) AS privilege_type, {_IDENTITY}, {_OPTION}
        FROM {_JOINED} JOIN {_M}.functions f
          ON f.schema_name = p.schema_name AND f.signature = p.relation_name
        WHERE p.object_kind = 'function' AND {_VISIBLE}
    """,
    "svv_default_privileges": f"""
        SELECT p.schema_name, upper(p.object_kind) AS object_type, o.user_id AS owner_id,
               p.owner AS owner_name, 'user' AS owner_type, upper(p.privilege) AS privilege_type,
               coalesce(i.identity_id, 0)::INTEGER AS grantee_id, p.grantee AS grantee_name,
               p.grantee_kind AS grantee_type, {_OPTION}
        FROM {_M}.default_privileges p LEFT JOIN {_M}.users o ON o.user_name = p.owner
        LEFT JOIN {_C}.identities i
          ON i.identity_type = p.grantee_kind AND i.identity_name = p.grantee
        WHERE p.privilege NOT LIKE '-%' AND ({_IS_SUPERUSER} OR p.owner = {_USER} OR EXISTS (
            SELECT 1 FROM {_C}.memberships v WHERE v.user_name = {_USER}
            AND v.grantee_kind = p.grantee_kind AND v.grantee = p.grantee))
    """,
    "information_schema_table_privileges": f"""
        SELECT p.grantor, CASE p.grantee_kind WHEN 'public' THEN 'PUBLIC' ELSE p.grantee END
                 AS grantee,
               current_database() AS table_catalog, p.schema_name AS table_schema,
               p.relation_name AS table_name, upper(p.privilege) AS privilege_type,
               CASE WHEN p.grantable THEN 'YES' ELSE 'NO' END AS is_grantable,
               'NO' AS with_hierarchy
        FROM {_M}.privileges p WHERE p.object_kind = 'relation' AND {_VISIBLE}
    """,
}
