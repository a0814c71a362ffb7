"""Privileges, asked for where they count: by users who have them and by users who have not."""

import pytest

from .conftest import SECRET, Cursor, LogIn, ask, refused

DENIED = ("42501", "permission denied for relation goods")


@pytest.fixture
def reader(admin: Cursor, log_in: LogIn) -> Cursor:
    """A user who may look into the schema `store` with its table `goods`, and no further."""
    admin.execute("drop schema if exists store cascade")
    if not ask(admin, "select 1 from pg_user where usename = 'reader'"):
        admin.execute(f"create user reader password '{SECRET}'")
        admin.execute(f"create user other password '{SECRET}'")
        admin.execute("create group readers with user reader")
        admin.execute("create role lower_role")
        admin.execute("create role upper_role")
        admin.execute("grant role lower_role to role upper_role")
    admin.execute("create schema store")
    admin.execute("create table store.goods (id int, name varchar(20), price int)")
    admin.execute("insert into store.goods values (1, 'pen', 2), (2, 'ink', 5)")
    admin.execute("grant usage on schema store to reader, other")
    return log_in("reader")


STATEMENTS = {
    "select": "select count(*) from store.goods",
    "insert": "insert into store.goods values (3, 'cup', 1)",
    "update": "update store.goods set price = 3 where id = 1",
    "delete": "delete from store.goods where id = 1",
    "truncate": "truncate store.goods",
    "alter": "alter table store.goods add column more int",
    "drop": "drop table store.goods",
}
# Rows to change are found by reading them.
NEED_SELECT = ("update", "delete")


@pytest.mark.parametrize("privilege", STATEMENTS)
def test_a_privilege_allows_its_statement_and_no_other(
    admin: Cursor, reader: Cursor, privilege: str
) -> None:
    for statement in STATEMENTS.values():
        assert refused(reader, statement)[0] == "42501"
    needed = f"{privilege}, select" if privilege in NEED_SELECT else privilege
    admin.execute(f"grant {needed} on store.goods to reader")
    for other, statement in STATEMENTS.items():
        if other not in needed:
            assert refused(reader, statement)[0] == "42501"
    reader.execute(STATEMENTS[privilege])


@pytest.mark.parametrize(
    "grantee", ["reader", "group readers", "role lower_role", "role upper_role", "public"]
)
def test_whom_a_privilege_reaches(admin: Cursor, reader: Cursor, grantee: str) -> None:
    admin.execute("grant role upper_role to reader")
    assert refused(reader, STATEMENTS["select"]) == DENIED
    admin.execute(f"grant select on store.goods to {grantee}")
    assert ask(reader, STATEMENTS["select"]) == [[2]]
    assert ask(reader, "select has_table_privilege('store.goods', 'select')") == [[True]]
    admin.execute(f"revoke select on store.goods from {grantee}")
    assert refused(reader, STATEMENTS["select"]) == DENIED
    assert ask(reader, "select has_table_privilege('store.goods', 'select')") == [[False]]
    admin.execute("revoke role upper_role from reader")


def test_a_schema_hides_its_tables(admin: Cursor, reader: Cursor) -> None:
    admin.execute("grant all on all tables in schema store to reader")
    admin.execute("revoke usage on schema store from reader")
    denied = ("42501", "permission denied for schema store")
    assert refused(reader, STATEMENTS["select"]) == denied
    assert refused(reader, STATEMENTS["insert"]) == denied
    assert refused(reader, "create table store.mine (a int)") == denied
    admin.execute("grant create on schema store to reader")
    reader.execute("create table store.mine (a int)")
    assert refused(reader, "create schema another")[1] == "permission denied for database shop"
    assert refused(reader, "drop schema store cascade")[1] == "must be owner of schema store"


def test_everybody_may_use_public_and_temporary_tables(admin: Cursor, reader: Cursor) -> None:
    reader.execute("create temp table passing as select 1 as a")
    reader.execute("create table public.of_reader as select a from passing")
    assert ask(reader, "select a from of_reader") == [[1]]
    assert refused(admin, "drop user reader")[0] == "55006"
    reader.execute("drop table of_reader")


@pytest.mark.parametrize(
    ("query", "allowed"),
    [
        ("select id, name from store.goods", True),
        ("select count(*) from store.goods where name = 'pen'", True),
        ("select g.id from store.goods g join store.goods h on g.id = h.id", True),
        ("select price from store.goods", False),
        ("select id from store.goods where price > 1", False),
        ("select * from store.goods", False),
        ("select g.* from store.goods g", False),
        ("select id from store.goods order by price", False),
        ("with all_of as (select * from store.goods) select id from all_of", False),
        ("select id from (select id, price from store.goods) t", False),
        ("create temp table copy as select price from store.goods", False),
        ("insert into store.sink select price from store.goods", False),
    ],
)
def test_columns_are_granted_one_by_one(
    admin: Cursor, reader: Cursor, query: str, allowed: bool
) -> None:
    admin.execute("grant select (id, name) on store.goods to reader")
    admin.execute("create table store.sink (a int)")
    admin.execute("grant insert on store.sink to reader")
    if allowed:
        assert ask(reader, query)
    else:
        assert refused(reader, query) == DENIED
    assert refused(reader, "select nothing from store.goods")[0] == "42703"


def test_updates_of_granted_columns(admin: Cursor, reader: Cursor) -> None:
    admin.execute("grant select on store.goods to reader")
    admin.execute("grant update (price) on store.goods to reader")
    reader.execute("update store.goods set price = price + 1")
    assert refused(reader, "update store.goods set price = 1, name = 'x'") == DENIED
    assert ask(
        admin, "select column_name, privilege_type, identity_name from svv_column_privileges"
    ) == [["price", "UPDATE", "reader"]]


def test_a_view_reads_with_its_owners_rights(admin: Cursor, reader: Cursor) -> None:
    admin.execute("create view store.cheap as select id from store.goods where price < 3")
    admin.execute("grant select on store.cheap to reader")
    assert ask(reader, "select id from store.cheap") == [[1]]
    admin.execute("alter table store.cheap owner to other")
    assert refused(reader, "select id from store.cheap") == DENIED
    admin.execute("grant select on store.goods to other")
    assert ask(reader, "select id from store.cheap") == [[1]]


def test_a_late_binding_view_reads_with_its_owners_rights(admin: Cursor, reader: Cursor) -> None:
    admin.execute("create view store.late as select id from store.goods with no schema binding")
    assert refused(reader, "select id from store.late")[1].endswith("relation late")
    admin.execute("grant select on store.late to reader")
    assert ask(reader, "select count(*) from store.late") == [[2]]
    admin.execute("alter table store.late owner to other")
    assert refused(reader, "select id from store.late") == DENIED


def test_grants_are_passed_on_and_taken_back(admin: Cursor, reader: Cursor, log_in: LogIn) -> None:
    other = log_in("other")
    admin.execute("grant select on store.goods to reader")
    assert refused(reader, "grant select on store.goods to other") == DENIED
    admin.execute("grant select on store.goods to reader with grant option")
    reader.execute("grant select on store.goods to other")
    assert ask(other, STATEMENTS["select"]) == [[2]]
    assert ask(admin, "select relacl from pg_class where relname = 'goods'") == [
        [["tester=arwdRxtDPA/tester", "other=r/reader", "reader=r*/tester"]]
    ]
    assert refused(admin, "revoke select on store.goods from reader")[0] == "2BP01"
    admin.execute("revoke select on store.goods from reader cascade")
    assert refused(other, STATEMENTS["select"]) == DENIED
    assert ask(admin, "select count(*) from svv_relation_privileges "
                      "where namespace_name = 'store'") == [[0]]  # fmt: skip


def test_default_privileges_reach_what_is_made_later(admin: Cursor, reader: Cursor) -> None:
    admin.execute("alter default privileges in schema store grant select on tables to reader")
    admin.execute("create table store.later as select 1 as a")
    assert refused(reader, STATEMENTS["select"]) == DENIED
    assert ask(reader, "select a from store.later") == [[1]]
    assert ask(
        reader, "select schema_name, object_type, owner_name, privilege_type, grantee_name "
                "from svv_default_privileges"
    ) == [["store", "RELATION", "tester", "SELECT", "reader"]]  # fmt: skip
    admin.execute("alter default privileges in schema store revoke select on tables from reader")
    admin.execute("create table store.last as select 1 as a")
    assert refused(reader, "select a from store.last")[0] == "42501"


def test_owners_do_as_they_like_with_what_is_theirs(admin: Cursor, reader: Cursor) -> None:
    admin.execute("alter table store.goods owner to reader")
    reader.execute("grant select on store.goods to other")
    reader.execute("alter table store.goods rename to wares")
    assert refused(reader, "alter table store.wares owner to other")[0] == "42501"
    reader.execute("drop table store.wares")


def test_what_was_granted_in_a_transaction_is_undone_with_it(admin: Cursor, reader: Cursor) -> None:
    admin.execute("begin")
    admin.execute("grant select on store.goods to reader")
    admin.execute("rollback")
    assert refused(reader, STATEMENTS["select"]) == DENIED


@pytest.mark.parametrize(
    ("statement", "sqlstate"),
    [
        ("grant select on store.goods to nobody_known", "42704"),
        ("grant select on store.nothing to reader", "42P01"),
        ("grant usage on schema nothing to reader", "3F000"),
        ("grant flying on store.goods to reader", "0LP01"),
        ("grant select (nothing) on store.goods to reader", "42703"),
        ("grant select on store.goods to group readers with grant option", "0LP01"),
        ("grant create user to role lower_role", "0A000"),
        ("grant select on external table x.y to reader", "0A000"),
        ("grant usage on datashare d to reader", "0A000"),
        ("grant role upper_role to role lower_role", "0LP01"),
        ("create rls policy p using (true)", "0A000"),
        ("attach masking policy p on store.goods(id) to reader", "0A000"),
        ("drop group nothing", "42704"),
        ("create user reader password disable", "42710"),
        ("create role sys:mine", "0A000"),
    ],
)
def test_what_is_refused(admin: Cursor, reader: Cursor, statement: str, sqlstate: str) -> None:
    assert refused(admin, statement)[0] == sqlstate


@pytest.mark.parametrize(
    "statement",
    ["create user x password disable", "drop user other", "create group x", "create role x",
     "alter default privileges for user other grant select on tables to reader",
     "create schema x authorization other"],
)  # fmt: skip
def test_what_superusers_alone_may_do(reader: Cursor, statement: str) -> None:
    assert refused(reader, statement)[0] == "42501"
