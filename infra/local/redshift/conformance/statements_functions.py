"""SQL functions of users: CREATE and DROP FUNCTION, and calls of them."""

from .case import Kind, subject
from .statements import error, refused, rows
from .statements_users import denied
from .types import DOUBLE, INTEGER, VARCHAR, numeric

_USER = "create user case_user password 'Sesame-2024'"
_GREATER = (
    "create function f_sql_greater (float, float) returns float stable as $$ "
    "select case when $1 > $2 then $1 else $2 end $$ language sql"
)


def _make(head: str, returns: str, body: str) -> str:
    return f"create function {head} returns {returns} stable as $$ {body} $$ language sql"


_KINDS = (
    _make("f_kind (int)", "varchar", "select 'number'"),
    _make("f_kind (varchar)", "varchar", "select 'text'"),
)

SUBJECTS = (
    subject(
        "CREATE FUNCTION",
        "r_CREATE_FUNCTION",
        rows("select f_sql_greater(2, 1.5) as v", [(2.0,)], (DOUBLE,), _GREATER),
        rows(
            "select f_sql_greater(null, null) as v", [(None,)], (DOUBLE,), _GREATER, kind=Kind.NULL
        ),  # fmt: skip
        rows(
            "select f_half(7) as v",
            [(3,)],
            (INTEGER,),
            _make("f_half (int)", "int", "select $1 / 2"),
        ),  # fmt: skip
        rows(
            "select f_price(2.005::decimal(9,3)) as v",
            [(None,)],
            (numeric(9, 2),),
            _make("f_price (decimal(9,3))", "decimal(9,2)", "select nullif($1, $1)"),
            kind=Kind.NULL,
        ),  # fmt: skip
        rows(
            "select f_kind(1) as a, f_kind('x') as b",
            [("number", "text")],
            (VARCHAR, VARCHAR),
            *_KINDS,
        ),  # fmt: skip
        rows(
            "select f_outer(3, 4) as v",
            [(4.0,)],
            (DOUBLE,),
            _GREATER,
            _make("f_outer (float, float)", "float", "select f_sql_greater($1, $2)"),
        ),
        rows(
            "select f_none() as v",
            [(1,)],
            (INTEGER,),
            _make("f_none ()", "int", "select 1"),
            kind=Kind.BOUNDARY,
        ),  # fmt: skip
        error(_GREATER, "42723", _GREATER),
        error("select f_kind(current_date)", "42883", *_KINDS),
        error(_make("f (int)", "int", "select max($1)  from t"), "0A000"),
        error(_make("f (int)", "int", "select $1 order by 1"), "0A000"),
        error(_make("f (int)", "int", "select $2"), "42P02"),
        denied(
            "select f_sql_greater(1, 2)",
            _USER,
            _GREATER,
            "revoke execute on function f_sql_greater(float, float) from public",
            message="permission denied for function f_sql_greater",
        ),  # fmt: skip
        refused(
            "create function f (a int) returns int stable as $$ return a $$ language plpythonu",
            message="plpythonu",
        ),  # fmt: skip
    ),
    subject(
        "DROP FUNCTION",
        "r_DROP_FUNCTION",
        rows(
            "select count(*)::int from svv_redshift_functions where function_name = 'f_kind'",
            [(1,)],
            (INTEGER,),
            *_KINDS,
            "drop function f_kind(int)",
        ),  # fmt: skip
        error("select f_kind(1, 2)", "42883", *_KINDS, "drop function f_kind(int)"),
        error("drop function f_sql_greater(int)", "42883", _GREATER),
        error(
            "drop function f_sql_greater(float, float)",
            "2BP01",
            _GREATER,
            "create view case_view as select f_sql_greater(1, 2) as v",
        ),  # fmt: skip
    ),
    subject(
        "CREATE PROCEDURE",
        "r_CREATE_PROCEDURE",
        refused("create procedure p() as $$ begin end; $$ language plpgsql"),
    ),  # fmt: skip
    subject(
        "CREATE EXTERNAL FUNCTION",
        "r_CREATE_EXTERNAL_FUNCTION",
        refused("create external function f(int) returns int stable lambda 'x' iam_role default"),
    ),  # fmt: skip
)
