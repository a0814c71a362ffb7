"""Users and groups, and who a session is."""

from .case import Case, Kind, subject
from .statements import error, refused, rows
from .types import BOOLEAN, INTEGER, VARCHAR

_USER = "create user case_user password 'Sesame-2024'"
_TABLE = "create table case_table (a int, b int)"
_AS_USER = "set session authorization case_user"
_MAY_SELECT = "select has_table_privilege('case_user', 'case_table', 'select')"
_USER_FLAGS = "select usesuper, usecreatedb, passwd from pg_user where usename = 'case_user'"


_BACK = ("set session authorization default",)


def denied(statement: str, *setup: str, message: str = "permission denied") -> Case:
    """What another user than the server's first may not do."""
    return Case(
        statement,
        Kind.ERROR,
        sqlstate="42501",
        message=message,
        setup=(*setup, _AS_USER),
        cleanup=_BACK,
    )


def allowed(query: str, expected: int, *setup: str) -> Case:
    """What another user may do: a query of one whole number."""
    return Case(query, Kind.VALUE, ((expected,),), setup=(*setup, _AS_USER), cleanup=_BACK)


SUBJECTS = (
    subject(
        "CREATE USER",
        "r_CREATE_USER",
        rows(_USER_FLAGS, [(False, False, "********")], (BOOLEAN, BOOLEAN, VARCHAR), _USER),
        rows(
            "select superuser, createdb, connection_limit, session_timeout, syslog_access "
            "from svv_user_info where user_name = 'case_user'",
            [(True, True, "5", 120, "UNRESTRICTED")],
            (BOOLEAN, BOOLEAN, VARCHAR, INTEGER, VARCHAR),
            _USER + " createdb createuser connection limit 5 session timeout 120 "
            "syslog access unrestricted",
        ),
        rows(
            "select groname from pg_group g join pg_user u on u.usesysid = any(g.grolist) "
            "where u.usename = 'case_user'",
            [("case_group",)],
            (VARCHAR,),
            "create group case_group",
            "create user case_user password disable in group case_group",
        ),
        error("create user case_user password 'short'", "22023"),
        error("create user case_user password 'nocapital1'", "22023"),
        error(_USER, "42710", _USER),
        error("create user public password disable", "42939"),
        denied("create user another password disable", _USER),
        refused("create user case_user password 'sha256|Mypassword1'", message="SHA-256"),
    ),
    subject(
        "ALTER USER",
        "r_ALTER_USER",
        rows(
            _USER_FLAGS,
            [(True, True, "********")],
            (),
            _USER,
            "alter user case_user createuser createdb",
        ),  # fmt: skip
        rows(
            "select count(*)::int from pg_user where usename = 'case_new'",
            [(1,)],
            (INTEGER,),
            _USER,
            "alter user case_user rename to case_new",
        ),
        rows(
            "select valuntil from pg_user where usename = 'case_user'",
            [(None,)],
            (),
            _USER,
            "alter user case_user valid until 'infinity'",
            kind=Kind.NULL,
        ),
        error("alter user nobody_at_all createdb", "42704"),
        error("alter user case_user session timeout 59", "22023", _USER),
        denied("alter user case_user createuser", _USER),
    ),
    subject(
        "DROP USER",
        "r_DROP_USER",
        rows(
            "select count(*)::int from pg_user where usename = 'case_user'",
            [(0,)],
            (),
            _USER,
            "drop user case_user",
        ),  # fmt: skip
        rows("select 1", [(1,)], (), "drop user if exists nobody_at_all", kind=Kind.BOUNDARY),
        error("drop user nobody_at_all", "42704"),
        error(
            "drop user case_user", "55006", _USER, _TABLE, "grant select on case_table to case_user"
        ),  # fmt: skip
        error("drop user case_user", "55006", _USER, "create schema s authorization case_user"),
    ),
    subject(
        "CREATE GROUP",
        "r_CREATE_GROUP",
        rows(
            "select groname from pg_group where groname = 'case_group'",
            [("case_group",)],
            (),
            _USER,
            "create group case_group with user case_user",
        ),  # fmt: skip
        error("create group case_group", "42710", "create group case_group"),
        error("create group case_group with user nobody_at_all", "42704"),
    ),
    subject(
        "ALTER GROUP",
        "r_ALTER_GROUP",
        rows(
            _MAY_SELECT,
            [(True,)],
            (BOOLEAN,),
            _USER,
            _TABLE,
            "create group case_group",
            "grant select on case_table to group case_group",
            "alter group case_group add user case_user",
        ),
        rows(
            _MAY_SELECT,
            [(False,)],
            (),
            _USER,
            _TABLE,
            "create group case_group with user case_user",
            "grant select on case_table to group case_group",
            "alter group case_group drop user case_user",
        ),  # fmt: skip
        error("alter group nobody_at_all add user case_user", "42704", _USER),
    ),
    subject(
        "DROP GROUP",
        "r_DROP_GROUP",
        rows(
            "select groname from pg_group where groname = 'case_group'",
            [],
            (),
            "create group case_group",
            "drop group case_group",
        ),  # fmt: skip
        error("drop group nobody_at_all", "42704"),
        error(
            "drop group case_group",
            "55006",
            _TABLE,
            "create group case_group",
            "grant select on case_table to group case_group",
        ),  # fmt: skip
    ),
    subject(
        "SET SESSION AUTHORIZATION",
        "r_SET_SESSION_AUTHORIZATION",
        Case(
            "select current_user",
            Kind.VALUE,
            (("case_user",),),
            setup=(_USER, _AS_USER),
            cleanup=_BACK,
        ),  # fmt: skip
        rows(
            "select current_user = session_user, current_user = 'case_user'",
            [(True, False)],
            (),
            _USER,
            _AS_USER,
            "set session authorization default",
        ),  # fmt: skip
        rows(
            "select current_user = 'case_user'",
            [(False,)],
            (),
            _USER,
            _AS_USER,
            "reset session authorization",
        ),  # fmt: skip
        error("set session authorization nobody_at_all", "42704"),
        refused("set local session authorization default"),
        also=("RESET SESSION AUTHORIZATION", "SET LOCAL SESSION"),
    ),
)
