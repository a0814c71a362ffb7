"""SQL functions: values by their declared types, overloading, rights, what depends on them."""

from decimal import Decimal

import pytest

from .conftest import SECRET, Cursor, LogIn, ask, refused


@pytest.fixture
def tools(admin: Cursor) -> Cursor:
    """A schema of functions that nobody has called yet."""
    admin.execute("drop schema if exists tools cascade")
    admin.execute("create schema tools")
    admin.execute("set search_path to tools, public")
    return admin


def make(cursor: Cursor, head: str, returns: str, body: str, volatility: str = "stable") -> None:
    cursor.execute(
        f"create function {head} returns {returns} {volatility} as $$ {body} $$ language sql"
    )


def test_the_documentations_own_example(tools: Cursor) -> None:
    make(tools, "f_sql_greater (float, float)", "float",
         "select case when $1 > $2 then $1 else $2 end")  # fmt: skip
    assert ask(tools, "select f_sql_greater(1, 2.5), f_sql_greater(null, 1)") == [[2.5, 1.0]]
    make(tools, "f_sql_commission (float, float)", "float", "select f_sql_greater ($1, $2)")
    assert ask(tools, "select tools.f_sql_commission(4, x) from (select 3 as x) t") == [[4.0]]


@pytest.mark.parametrize(
    ("head", "returns", "body", "call", "expected"),
    [
        ("f (int, int)", "int", "select $1 / $2", "f(7, 2)", 3),
        ("f (decimal(9,2))", "decimal(9,1)", "select $1 * 2", "f(1.25)", Decimal("2.5")),
        ("f (varchar)", "varchar(2)", "select upper($1)", "f('abc')", "AB"),
        ("f (date)", "date", "select dateadd(day, 1, $1)::date", "f('2024-02-28')::varchar",
         "2024-02-29"),
        ("f ()", "int", "select 7", "f()", 7),
        ("f (int)", "int", "select $1 + 1;", "f(null)", None),
        ("f (super)", "varchar", "select $1.a::varchar", "f(json_parse('{\"a\": 5}'))", "5"),
    ],
)  # fmt: skip
def test_values_have_the_declared_types(
    tools: Cursor, head: str, returns: str, body: str, call: str, expected: object
) -> None:
    make(tools, head, returns, body)
    assert ask(tools, f"select {call}") == [[expected]]


def test_the_types_of_the_arguments_choose(tools: Cursor) -> None:
    make(tools, "kind (int)", "varchar", "select 'number'")
    make(tools, "kind (varchar)", "varchar", "select 'text'")
    make(tools, "kind (int, int)", "varchar", "select 'two'")
    assert ask(tools, "select kind(1), kind('a'), kind(1, 2)") == [["number", "text", "two"]]
    assert refused(tools, "select kind(current_date)")[0] == "42883"
    assert refused(tools, "select kind(1, 2, 3)")[0] == "42883"
    tools.execute("drop function kind(int)")
    assert refused(tools, "select kind(current_date)")[0] == "42883"
    assert ask(tools, "select kind(cast('a' as varchar))") == [["text"]]


def test_a_function_is_replaced_and_rolled_back(tools: Cursor) -> None:
    make(tools, "one ()", "int", "select 1")
    assert ask(tools, "select one()") == [[1]]
    tools.execute("begin")
    make_again = (
        "create or replace function one () returns int stable as $$ select 2 $$ language sql"
    )
    tools.execute(make_again)
    assert ask(tools, "select one()") == [[2]]
    tools.execute("rollback")
    assert ask(tools, "select one()") == [[1]]
    tools.execute(make_again)
    assert ask(tools, "select one()") == [[2]]


def test_views_keep_the_functions_that_they_call(tools: Cursor) -> None:
    make(tools, "twice (int)", "int", "select $1 * 2")
    tools.execute("create view tools.doubled as select twice(4) as n")
    assert refused(tools, "drop function twice(int)")[0] == "2BP01"
    assert ask(tools, "select n from tools.doubled") == [[8]]
    assert refused(tools, "create materialized view m as select twice(4) as n")[0] == "0A000"
    tools.execute("drop function twice(int) cascade")
    assert refused(tools, "select n from tools.doubled")[0] == "42P01"


def test_execute_is_everybodys_until_it_is_revoked(tools: Cursor, log_in: LogIn) -> None:
    tools.execute(f"create user caller password '{SECRET}'")
    tools.execute("grant usage on schema tools to caller")
    make(tools, "open_to_all ()", "int", "select 1")
    tools.execute("create view tools.calls as select open_to_all() as n")
    tools.execute("grant select on tools.calls to caller")
    caller = log_in("caller")
    assert ask(caller, "select tools.open_to_all()") == [[1]]
    tools.execute("revoke execute on function tools.open_to_all() from public")
    denied = ("42501", "permission denied for function open_to_all()")
    assert refused(caller, "select tools.open_to_all()") == denied
    assert refused(caller, "select n from tools.calls") == denied
    tools.execute("grant execute on all functions in schema tools to caller")
    assert ask(caller, "select n from tools.calls") == [[1]]
    assert refused(caller, "drop function tools.open_to_all()")[0] == "42501"
    assert ask(
        tools, "select function_name, privilege_type, identity_name from svv_function_privileges "
               "where namespace_name = 'tools'"
    ) == [["open_to_all", "EXECUTE", "caller"]]  # fmt: skip


def test_the_catalog_lists_them(tools: Cursor) -> None:
    make(tools, "shown (int, varchar(20))", "decimal(9,2)", "select $1", "immutable")
    assert ask(
        tools, "select p.proname, n.nspname, p.pronargs, p.provolatile, p.prorettype, "
               "p.proargtypes, p.prosrc from pg_proc p "
               "join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'tools'"
    ) == [["shown", "tools", 2, "i", 1700, "23 1043", "select $1"]]  # fmt: skip
    assert ask(
        tools, "select function_name, argument_type, result_type from svv_redshift_functions "
               "where schema_name = 'tools'"
    ) == [["shown", "integer, character varying(20)", "numeric"]]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "sqlstate"),
    [
        ("create function f (int) returns int stable as $$ return 1 $$ language plpythonu",
         "0A000"),
        ("create function f () returns int stable as $$ select count(*) from t $$ language sql",
         "0A000"),
        ("create function f () returns int stable as $$ select 1 limit 1 $$ language sql",
         "0A000"),
        ("create function f () returns int stable as $$ select 1, 2 $$ language sql", "42601"),
        ("create function f (int) returns int stable as $$ select $2 $$ language sql", "42P02"),
        ("create function lower (int) returns int stable as $$ select $1 $$ language sql",
         "0A000"),
        ("create function f () returns int as $$ select 1 $$ language sql", "42601"),
        ("create function nowhere.f () returns int stable as $$ select 1 $$ language sql",
         "3F000"),
        ("create external function f (int) returns int stable lambda 'x' iam_role default",
         "0A000"),
        ("create procedure p () as $$ begin end $$ language plpgsql", "0A000"),
        ("create or replace procedure p () as $$ begin end $$ language plpgsql", "0A000"),
        ("call p()", "0A000"),
        ("drop function f(int)", "42883"),
    ],
)  # fmt: skip
def test_what_is_refused(tools: Cursor, statement: str, sqlstate: str) -> None:
    assert refused(tools, statement)[0] == sqlstate
