"""Roles: made, granted to users and to each other, dropped."""

from .case import subject
from .statements import error, refused, rows
from .statements_users import denied
from .types import BOOLEAN, VARCHAR

_USER = "create user case_user password 'Sesame-2024'"
_TABLE = "create table case_table (a int, b int)"
_MAY_SELECT = "select has_table_privilege('case_user', 'case_table', 'select')"

SUBJECTS = (
    subject(
        "CREATE ROLE",
        "r_CREATE_ROLE",
        rows(
            "select role_name, role_owner = current_user from svv_roles "
            "where role_name = 'case_role'",
            [("case_role", True)],
            (),
            "create role case_role",
        ),  # fmt: skip
        error("create role case_role", "42710", "create role case_role"),
        denied("create role case_role", _USER),
        refused("create role sys:case"),
    ),
    subject(
        "ALTER ROLE",
        "r_ALTER_ROLE",
        rows(
            "select role_owner from svv_roles where role_name = 'case_other'",
            [("case_user",)],
            (),
            _USER,
            "create role case_role",
            "alter role case_role owner to case_user",
            "alter role case_role rename to case_other",
        ),  # fmt: skip
        error("alter role nobody_at_all rename to x", "42704"),
        error(
            "alter role case_role rename to case_two",
            "42710",
            "create role case_role",
            "create role case_two",
        ),  # fmt: skip
    ),
    subject(
        "DROP ROLE",
        "r_DROP_ROLE",
        rows(
            "select role_name from svv_roles where role_name = 'case_role'",
            [],
            (),
            "create role case_role",
            "drop role case_role",
        ),  # fmt: skip
        rows(
            "select count(*)::int from svv_user_grants where user_name = 'case_user'",
            [(0,)],
            (),
            _USER,
            "create role case_role",
            "grant role case_role to case_user",
            "drop role case_role force",
        ),  # fmt: skip
        error(
            "drop role case_role",
            "2BP01",
            _USER,
            "create role case_role",
            "grant role case_role to case_user",
        ),  # fmt: skip
    ),
    subject(
        "GRANT ROLE",
        "r_GRANT",
        rows(
            _MAY_SELECT,
            [(True,)],
            (),
            _USER,
            _TABLE,
            "create role case_role",
            "create role case_upper",
            "grant select on case_table to role case_role",
            "grant role case_role to role case_upper",
            "grant role case_upper to case_user",
        ),  # fmt: skip
        rows(
            "select role_name, admin_option from svv_user_grants where user_name = 'case_user'",
            [("case_role", True)],
            (VARCHAR, BOOLEAN),
            _USER,
            "create role case_role",
            "grant role case_role to case_user with admin option",
        ),  # fmt: skip
        error("grant role case_role to role case_role", "0LP01", "create role case_role"),
        error("grant role nobody_at_all to case_user", "42704", _USER),
    ),
    subject(
        "REVOKE ROLE",
        "r_REVOKE",
        rows(
            "select role_name from svv_user_grants where user_name = 'case_user'",
            [],
            (),
            _USER,
            "create role case_role",
            "grant role case_role to case_user",
            "revoke role case_role from case_user",
        ),  # fmt: skip
        rows(
            "select admin_option from svv_user_grants where user_name = 'case_user'",
            [(False,)],
            (),
            _USER,
            "create role case_role",
            "grant role case_role to case_user with admin option",
            "revoke admin option for role case_role from case_user",
        ),  # fmt: skip
        error("revoke role nobody_at_all from case_user", "42704", _USER),
        also=("REVOKE ADMIN OPTION",),
    ),
)
