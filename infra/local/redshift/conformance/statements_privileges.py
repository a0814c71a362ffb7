"""GRANT, REVOKE and default privileges: what they allow, refuse and show."""

from .case import Case, Kind, subject
from .statements import error, refused, rows
from .statements_users import allowed, denied
from .types import BOOLEAN, VARCHAR

_USER = "create user case_user password 'Sesame-2024'"
_TABLE = "create table case_table (a int, b int)"
_ROWS = "insert into case_table values (1, 2), (3, null)"
_MADE = (_USER, _TABLE, _ROWS)
_SHOWN = (
    "select privilege_type, identity_name, identity_type, admin_option "
    "from svv_relation_privileges where relation_name = 'case_table' order by 1"
)
_COUNT = "select count(*) from case_table"
_SUM = "select sum(b) from case_table"
_SELECT = "grant select on case_table to case_user"
_MAY_SELECT = "select has_table_privilege('case_user', 'case_table', 'select')"


def _denied(statement: str, *setup: str) -> Case:
    return denied(statement, *_MADE, *setup, message="permission denied for relation case_table")


SUBJECTS = (
    subject(
        "GRANT",
        "r_GRANT",
        rows(
            _SHOWN,
            [("SELECT", "case_user", "user", False)],
            (VARCHAR, VARCHAR, VARCHAR, BOOLEAN),
            *_MADE,
            _SELECT,
        ),  # fmt: skip
        rows(
            _SHOWN,
            [("SELECT", "case_user", "user", True)],
            (),
            *_MADE,
            _SELECT + " with grant option",
        ),  # fmt: skip
        rows(
            _SHOWN,
            [("INSERT", "public", "public", False)],
            (),
            *_MADE,
            "grant insert on case_table to public",
            kind=Kind.BOUNDARY,
        ),  # fmt: skip
        rows(
            "select column_name, privilege_type from svv_column_privileges "
            "where relation_name = 'case_table'",
            [("a", "SELECT")],
            (VARCHAR, VARCHAR),
            *_MADE,
            "grant select (a) on case_table to case_user",
        ),
        rows(
            "select privilege_type from svv_schema_privileges where identity_name = 'case_user' "
            "order by 1",
            [("CREATE",), ("USAGE",)],
            (VARCHAR,),
            _USER,
            "create schema case_schema",
            "grant all on schema case_schema to case_user",
        ),
        allowed(_COUNT, 2, *_MADE, _SELECT),
        allowed(_COUNT, 2, *_MADE, "grant select on all tables in schema public to case_user"),
        allowed(
            "select sum(a) from case_table",
            4,
            *_MADE,
            "grant select (a) on case_table to case_user",
        ),  # fmt: skip
        _denied(_COUNT),
        _denied(_SUM, "grant select (a) on case_table to case_user"),
        _denied("insert into case_table values (1, 1)", _SELECT),
        _denied("update case_table set a = 1", "grant update on case_table to case_user"),
        _denied("delete from case_table", "grant delete on case_table to case_user"),
        _denied(_SELECT, _SELECT),
        denied(
            "select 1 from case_schema.t",
            _USER,
            "create schema case_schema",
            "create table case_schema.t (a int)",
            "grant select on case_schema.t to case_user",
            message="permission denied for schema case_schema",
        ),  # fmt: skip
        denied("drop table case_table", *_MADE, message="must be owner of relation case_table"),
        error("grant select on case_table to nobody_at_all", "42704", *_MADE),
        error("grant execute on case_table to case_user", "0LP01", *_MADE),
        refused("grant create table to role case_role", "create role case_role"),
        refused("grant usage on datashare d to namespace 'x'"),
    ),
    subject(
        "REVOKE",
        "r_REVOKE",
        rows(_SHOWN, [], (), *_MADE, _SELECT, "revoke select on case_table from case_user"),
        rows(
            _SHOWN,
            [("SELECT", "case_user", "user", False)],
            (),
            *_MADE,
            _SELECT + " with grant option",
            "revoke grant option for select on case_table from case_user",
        ),  # fmt: skip
        rows(
            _MAY_SELECT,
            [(True,)],
            (BOOLEAN,),
            *_MADE,
            _SELECT,
            "grant select on case_table to public",
            "revoke select on case_table from case_user",
        ),  # fmt: skip
        rows(
            "select 1",
            [(1,)],
            (),
            *_MADE,
            "revoke all on case_table from case_user",
            kind=Kind.BOUNDARY,
        ),  # fmt: skip
        _denied(_COUNT, _SELECT, "revoke all on all tables in schema public from case_user"),
        error("revoke select on case_table from nobody_at_all", "42704", *_MADE),
    ),
    subject(
        "ALTER DEFAULT PRIVILEGES",
        "r_ALTER_DEFAULT_PRIVILEGES",
        rows(
            _SHOWN,
            [("SELECT", "case_user", "user", False)],
            (),
            _USER,
            "alter default privileges grant select on tables to case_user",
            _TABLE,
        ),  # fmt: skip
        rows(
            _SHOWN,
            [],
            (),
            _USER,
            "alter default privileges grant select on tables to case_user",
            "alter default privileges revoke select on tables from case_user",
            _TABLE,
        ),  # fmt: skip
        rows(
            "select schema_name, object_type, privilege_type from svv_default_privileges "
            "where grantee_name = 'case_user'",
            [("public", "RELATION", "INSERT")],
            (),
            _USER,
            "alter default privileges in schema public grant insert on tables to case_user",
        ),
        error("alter default privileges grant select on tables to nobody_at_all", "42704"),
        denied(
            "alter default privileges for user case_other grant select on tables to case_user",
            _USER,
            "create user case_other password disable",
        ),  # fmt: skip
        refused("alter default privileges grant execute on procedures to public"),
    ),
)
