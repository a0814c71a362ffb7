"""Statements, sessions, connections and locks, as Redshift's system views tell of them."""

from typing import Any

import psycopg2
import pytest

from infra.local.redshift.server import Server

PASSWORD = "a-password-of-the-tests"


@pytest.fixture
def loader(redshift: Server) -> Any:
    connection = psycopg2.connect(
        host="127.0.0.1", port=redshift.port, user="tester", password=PASSWORD, dbname="shop",
        application_name="loader",
    )  # fmt: skip
    connection.autocommit = True
    yield connection
    connection.close()


def rows(connection: Any, sql: str, *values: object) -> list[tuple[Any, ...]]:
    cursor = connection.cursor()
    cursor.execute(sql, values)
    return list(cursor.fetchall())


def run(connection: Any, sql: str) -> None:
    connection.cursor().execute(sql)


def test_every_statement_is_told_with_its_end(loader: Any) -> None:
    run(loader, "set query_group to 'nightly'")
    run(loader, "create table told (a int)")
    run(loader, "insert into told values (1), (2)")
    with pytest.raises(psycopg2.Error):
        run(loader, "select 1 / 0 from told")
    assert rows(loader, "select a from told order by a") == [(1,), (2,)]
    found = rows(
        loader,
        "select query_type, status, returned_rows, error_message, query_text, query_label "
        "from sys_query_history where session_id = pg_backend_pid() and query_text like '%%told%%' "
        "and query_text not like '%%sys_%%' order by query_id",
    )
    assert [row[:4] for row in found] == [
        ("DDL", "success", 0, ""),
        ("INSERT", "success", 2, ""),
        ("SELECT", "failed", 0, "Divide by zero"),
        ("SELECT", "success", 2, ""),
    ]
    assert {row[5] for row in found} == {"nightly"}


def test_the_running_statement_has_no_end(loader: Any) -> None:
    running = "select status, end_time, query_text from sys_query_history where status = 'running'"
    assert rows(loader, running) == [("running", None, running)]
    assert rows(loader, "select count(*) from stv_inflight where pid = pg_backend_pid()") == [(1,)]
    done = rows(loader, "select status from stv_recents where pid = -1 and query = %s", running)
    assert done == [("Done",)]


def test_statements_of_a_transaction_share_its_number(loader: Any) -> None:
    run(loader, "begin")
    run(loader, "select 'within' as one")
    run(loader, "select 'within' as two")
    run(loader, "commit")
    run(loader, "select 'within' as three")
    found = rows(
        loader, "select querytxt, xid from stl_query where querytxt like 'select ''within%%' "
        "order by query",
    )  # fmt: skip
    assert [text[-3:] for text, _ in found] == ["one", "two", "ree"]
    assert len({xid for _, xid in found}) == 2
    assert found[0][1] == found[1][1]


def test_long_texts_come_in_pieces(loader: Any) -> None:
    long = "select '" + "x" * 450 + "' as long_text"
    run(loader, long)
    pieces = rows(
        loader,
        "select sequence, text from svl_statementtext where pid = pg_backend_pid() and xid = "
        "(select max(xid) from stl_query where querytxt like 'select ''xxx%%') order by sequence",
    )
    assert [number for number, _ in pieces] == [0, 1, 2]
    assert "".join(text for _, text in pieces) == long


def test_a_cancelled_statement_is_told_as_such(redshift: Server, loader: Any) -> None:
    run(loader, "set statement_timeout to 200")
    endless = "with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r"
    with pytest.raises(psycopg2.errors.QueryCanceled):
        run(loader, endless)
    run(loader, "reset statement_timeout")
    assert rows(loader, "select status from sys_query_history where query_text = %s", endless) == [
        ("canceled",)
    ]


def test_what_a_statement_wrote(loader: Any) -> None:
    run(loader, "create table written as select 1 as a")
    run(loader, "delete from written")
    steps = rows(
        loader,
        "select step_name, table_name, output_rows from sys_query_detail "
        "where table_id = 'public.written'::regclass::oid order by query_id",
    )
    assert [step[:2] for step in steps] == [
        ("insert", "public.written"), ("delete", "public.written"),
    ]  # fmt: skip


def test_sessions_and_their_connections(loader: Any) -> None:
    ((process,),) = rows(loader, "select pg_backend_pid()")
    mine = "select user_name, db_name, timeout_sec from stv_sessions where process = %s"
    assert rows(loader, mine, process) == [("tester", "shop", 0)]
    active = "select status from sys_session_history where session_id = %s"
    assert rows(loader, active, process) == [("active",)]
    events = rows(
        loader, "select event, username, application_name, dbname from stl_connection_log "
        "where pid = %s order by recordtime", process,
    )  # fmt: skip
    assert [event for event, *_ in events] == ["authenticated", "initiating session"]
    assert {tuple(rest) for _, *rest in events} == {("tester", "loader", "shop")}
    activity = "select current_query from pg_stat_activity where procpid = %s"
    assert rows(loader, activity, process) == [(activity.replace("%s", str(process)),)]


def test_a_refused_client_is_logged(redshift: Server, loader: Any) -> None:
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(
            host="127.0.0.1", port=redshift.port, user="stranger", password="x", dbname="shop"
        )
    refused = "select event, pid from sys_connection_log where user_name = 'stranger'"
    assert rows(loader, refused.replace("pid", "session_id")) == [("authentication failure", 0)]


def test_locks_and_who_holds_them(loader: Any) -> None:
    run(loader, "create table locked (a int)")
    run(loader, "begin")
    run(loader, "insert into locked values (1)")
    held = "select {} from {} where {} = 'public.locked'::regclass::oid"
    assert rows(loader, held.format("lock_status", "stv_locks", "table_id")) == [
        ("Holding write lock",)
    ]
    ((owner, mode, granted, same),) = rows(
        loader,
        held.format("txn_owner, lock_mode, granted, pid = pg_backend_pid()", "svv_transactions",
                    "relation"),
    )  # fmt: skip
    assert (owner, mode, granted, same) == ("tester", "RowExclusiveLock", True, True)
    run(loader, "rollback")
    assert rows(loader, held.format("mode", "pg_locks", "relation")) == []


def test_a_view_may_not_keep_what_is_of_now(loader: Any) -> None:
    with pytest.raises(psycopg2.errors.FeatureNotSupported, match="sys_query_history"):
        run(loader, "create view frozen as select query_id from sys_query_history")
    run(loader, "create view of_now as select query_text from sys_query_history "
        "where status = 'running' with no schema binding")  # fmt: skip
    assert rows(loader, "select * from of_now") == [("select * from of_now",)]


def test_parameters_are_listed(loader: Any) -> None:
    run(loader, "set query_group to 'shown'")
    assert rows(loader, "select setting from pg_settings where name = 'query_group'") == [
        ("shown",)
    ]
