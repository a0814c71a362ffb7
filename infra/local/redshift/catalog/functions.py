"""Functions of the catalog, as DuckDB macros in the catalog's schema."""

from infra.local.redshift.catalog import layout
from infra.local.redshift.catalog.pg_views import ENCODINGS
from infra.local.redshift.catalog.relations import SHOWN_DEFINITION
from infra.local.redshift.catalog.type_names import TYPES
from infra.local.redshift.metadata import SCHEMA as METADATA_SCHEMA

_C = layout.CATALOG_SCHEMA
_M = METADATA_SCHEMA
_LONG = " ".join(f"WHEN {oid} THEN '{long}'" for oid, _, long, _ in TYPES)
_SYSTEM_OIDS = " ".join(f"WHEN '{n}' THEN {oid}" for n, oid in layout.SYSTEM_CLASSES.items())
_USER = f"getvariable('{layout.USER_VARIABLE}')"

_VIEW_TEXT = (
    f"SELECT any_value(text) FROM (SELECT {SHOWN_DEFINITION} AS text FROM {_C}.relations r "
    "WHERE r.oid = o AND r.relkind = 'v')"
)

# A name in text, such as '"s"."t"': its last two parts, the schema NULL where there is none.
_PARTS = "string_split(replace(lower(n), '\"', ''), '.')"
_MATCHES = (
    f"r.relation_name = {_PARTS}[-1] AND (CASE WHEN len({_PARTS}) > 1 "
    f"THEN r.schema_name = {_PARTS}[-2] "
    "ELSE r.schema_name LIKE 'pg\\_temp\\_%' ESCAPE '\\' "
    "OR list_contains(current_schemas(false), r.schema_name) END)"
)
_FIND = (
    f"(SELECT r.oid FROM {_C}.relations r WHERE {_MATCHES} "
    "ORDER BY r.schema_name LIKE 'pg\\_temp\\_%' ESCAPE '\\' DESC LIMIT 1)"
)
_SUPERUSER = f"EXISTS (SELECT 1 FROM {_M}.users s WHERE s.user_name = {{}} AND s.is_superuser)"
# {{u}} is the user asked about.
_HELD = (
    f"{_M}.privileges p JOIN {_C}.memberships m "
    "ON m.grantee_kind = p.grantee_kind AND m.grantee = p.grantee"
)
_GRANTED = (
    f"EXISTS (SELECT 1 FROM {_C}.relations r LEFT JOIN ({_HELD}) "
    "ON p.schema_name = r.schema_name AND p.relation_name = r.relation_name "
    "AND p.object_kind = 'relation' AND m.user_name = {u} AND p.privilege = lower(w) "
    f"WHERE {_MATCHES} AND (r.owner = {{u}} OR p.grantee IS NOT NULL))"
)
# svv_ and its like are everybody's to read.
_IS_SYSTEM = f"regexp_matches({_PARTS}[-1], '^(pg|svv|svl|stl|stv|sys)_') AND lower(w) = 'select'"


def _may(user: str) -> str:
    granted = _GRANTED.format(u=user)
    return f"({_SUPERUSER.format(user)} OR {_IS_SYSTEM} OR {granted})"


def _may_in_schema(user: str) -> str:
    return (
        f"({_SUPERUSER.format(user)} OR EXISTS (SELECT 1 FROM {_M}.schemas s "
        f"WHERE s.schema_name = lower(n) AND s.owner = {user}) OR EXISTS (SELECT 1 FROM {_HELD} "
        "WHERE p.object_kind = 'schema' AND p.schema_name = lower(n) "
        f"AND m.user_name = {user} AND p.privilege = lower(w)))"
    )


def _may_in_database(user: str) -> str:
    return (
        f"({_SUPERUSER.format(user)} OR EXISTS (SELECT 1 FROM {_HELD} "
        f"WHERE p.object_kind = 'database' AND m.user_name = {user} "
        "AND p.privilege = CASE lower(w) WHEN 'temp' THEN 'temporary' ELSE lower(w) END))"
    )


_CONSTRAINT = (
    "CASE k.kind WHEN 'p' THEN 'PRIMARY KEY (' || {cols} || ')' "
    "WHEN 'u' THEN 'UNIQUE (' || {cols} || ')' "
    "WHEN 'f' THEN 'FOREIGN KEY (' || {cols} || ') REFERENCES ' || k.foreign_schema || '.' "
    "|| k.foreign_relation || '(' || array_to_string(k.foreign_columns, ', ') || ')' END"
).format(cols="array_to_string(k.columns, ', ')")

_INDEX = (
    "(SELECT any_value('CREATE UNIQUE INDEX ' || k.constraint_name || ' ON ' || k.schema_name "
    "|| '.' || k.relation_name || ' USING btree (' || array_to_string(k.columns, ', ') || ')') "
    f"FROM {_C}.constraints k WHERE k.kind IN ('p', 'u') AND k.oid + 900000000 = o)"
)

MACROS = {
    "format_type": (
        f"(t, m) AS CASE WHEN t IS NULL THEN NULL ELSE (CASE t {_LONG} ELSE '???' END) || "
        "CASE WHEN m IS NULL OR m < 4 THEN '' "
        "WHEN t = 1700 THEN '(' || ((m - 4) >> 16) || ',' || ((m - 4) & 65535) || ')' "
        "WHEN t IN (1042, 1043) THEN '(' || (m - 4) || ')' ELSE '' END END"
    ),
    "format_encoding": f"(e) AS {ENCODINGS}[e + 1]",
    "col_description": (
        f"(o, n) AS (SELECT any_value(d.description) FROM {_C}.pg_description d "
        "WHERE d.objoid = o AND d.objsubid = n)"
    ),
    "obj_description": (
        f"(o) AS (SELECT any_value(d.description) FROM {_C}.pg_description d "
        f"WHERE d.objoid = o AND d.objsubid = 0), (o, c) AS (SELECT any_value(d.description) "
        f"FROM {_C}.pg_description d WHERE d.objoid = o AND d.objsubid = 0)"
    ),
    "pg_get_expr": "(e, r) AS e, (e, r, p) AS e",
    "pg_get_viewdef": (f"(o) AS ({_VIEW_TEXT}), (o, p) AS ({_VIEW_TEXT})"),
    "pg_get_constraintdef": (
        f"(o) AS (SELECT any_value({_CONSTRAINT}) FROM {_C}.constraints k WHERE k.oid = o), "
        f"(o, p) AS (SELECT any_value({_CONSTRAINT}) FROM {_C}.constraints k WHERE k.oid = o)"
    ),
    "pg_get_userbyid": (
        f"(i) AS coalesce((SELECT any_value(u.user_name) FROM {_M}.users u WHERE u.user_id = i), "
        "CASE i WHEN 1 THEN 'rdsdb' ELSE 'unknown (OID=' || i || ')' END)"
    ),
    "pg_table_is_visible": (
        f"(o) AS coalesce((SELECT any_value(list_contains(current_schemas(false), r.schema_name) "
        f"OR r.schema_name LIKE 'pg\\_temp\\_%' ESCAPE '\\') FROM {_C}.relations r "
        "WHERE r.oid = o), false)"
    ),
    "array_to_string": "(a, s) AS list_aggregate(a, 'string_agg', s)",
    "array_item": "(a, i) AS list_extract(a, i)",
    "is_among": "(x, a) AS list_contains(a, x)",
    # Under its own name it would be found by its own body.
    "visible_schemas": (
        "(i) AS CASE WHEN i THEN list_concat(['pg_catalog'], current_schemas(false)) "
        "ELSE current_schemas(false) END"
    ),
    "regclass_oid": (
        f"(n) AS CASE replace(n, 'pg_catalog.', '') {_SYSTEM_OIDS} ELSE coalesce({_FIND}, "
        "error('relation \"' || n || '\" does not exist')) END"
    ),
    "regtype_oid": (
        f"(n) AS CASE replace(lower(n), 'pg_catalog.', '') WHEN 'trigger' THEN 2279 ELSE coalesce("
        f"(SELECT any_value(t.oid) FROM {_C}.types t WHERE replace(lower(n), 'pg_catalog.', '') "
        "IN (t.short_name, t.long_name)), error('type \"' || n || '\" does not exist')) END"
    ),
    "regtype_name": (
        f"(o) AS coalesce((SELECT any_value(t.long_name) FROM {_C}.types t WHERE t.oid = o), '-')"
    ),
    "pg_encoding_to_char": "(e) AS CASE e WHEN 6 THEN 'UTF8' ELSE '' END",
    "pg_type_is_visible": "(o) AS true",
    "pg_function_is_visible": (
        f"(o) AS coalesce((SELECT any_value(list_contains(current_schemas(false), n.nspname)) "
        f"FROM {_C}.pg_proc p JOIN {_C}.pg_namespace n ON n.oid = p.pronamespace "
        "WHERE p.oid = o), false)"
    ),
    "pg_get_function_result": (
        f"(o) AS (SELECT any_value(t.long_name) FROM {_C}.pg_proc p "
        f"JOIN {_C}.types t ON t.oid = p.prorettype WHERE p.oid = o)"
    ),
    "pg_get_function_arguments": (
        f"(o) AS (SELECT string_agg(t.long_name, ', ' ORDER BY a.place) FROM (SELECT "
        f"unnest(string_split(p.proargtypes, ' ')) AS kind, "
        f"unnest(range(len(string_split(p.proargtypes, ' ')))) AS place FROM {_C}.pg_proc p "
        f"WHERE p.oid = o) a JOIN {_C}.types t ON t.oid::VARCHAR = a.kind)"
    ),
    "pg_get_indexdef": f"(o) AS {_INDEX}, (o, c, p) AS {_INDEX}",
    "regclass_name": (
        f"(o) AS (SELECT any_value(r.relation_name) FROM {_C}.relations r WHERE r.oid = o)"
    ),
    "has_table_privilege": (f"(n, w) AS {_may(_USER)}, (u, n, w) AS {_may('u')}"),
    "has_schema_privilege": (
        f"(n, w) AS {_may_in_schema(_USER)}, (u, n, w) AS {_may_in_schema('u')}"
    ),
    "has_database_privilege": (
        f"(n, w) AS {_may_in_database(_USER)}, (u, n, w) AS {_may_in_database('u')}"
    ),
}
FUNCTIONS = {**{name: name for name in MACROS}, "current_schemas": "visible_schemas"}
