"""redshift_connector: DB-API 2.0, its own additions, and its metadata."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import redshift_connector

Connect = Callable[[], Any]
_TYPES = (
    "b boolean, i2 smallint, i4 integer, i8 bigint, f4 real, f8 double precision, "
    "n numeric(18, 4), v varchar(20), d date, t time, ts timestamp, tz timestamptz"
)
_VALUES = [
    True, -32768, 2**31 - 1, -(2**63), 1.5, 1e300, Decimal("-1.2500"), "it's \\ vé",
    dt.date(1999, 12, 31), dt.time(23, 59, 59, 999999), dt.datetime(2026, 1, 2, 3, 4, 5, 678),
    dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
]  # fmt: skip


def rows(cursor: Any, sql: str, values: Any = None) -> list[list[Any]]:
    cursor.execute(sql, values)
    return [list(row) for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("style", "sql", "values"),
    [
        ("format", "select %s as a, %s as b", (1, "x")),
        ("qmark", "select ? as a, ? as b", (1, "x")),
        ("numeric", "select :1 as a, :2 as b", (1, "x")),
        ("named", "select :one as a, :two as b", {"one": 1, "two": "x"}),
        ("pyformat", "select %(one)s as a, %(two)s as b", {"one": 1, "two": "x"}),
    ],
)
def test_parameter_styles(cursor: Any, style: str, sql: str, values: Any) -> None:
    cursor.paramstyle = style
    assert rows(cursor, sql, values) == [[1, "x"]]


def test_every_type_both_ways_and_null(cursor: Any) -> None:
    cursor.execute(f"create temp table typed ({_TYPES})")
    places = ", ".join(["%s"] * len(_VALUES))
    cursor.execute(f"insert into typed values ({places})", _VALUES)
    cursor.execute(f"insert into typed values ({places})", [None] * len(_VALUES))
    assert rows(cursor, "select * from typed order by i4") == [_VALUES, [None] * len(_VALUES)]
    oids = [16, 21, 23, 20, 700, 701, 1700, 1043, 1082, 1083, 1114, 1184]
    assert [column[1] for column in cursor.description] == oids


def test_fetching(cursor: Any) -> None:
    cursor.execute("select 1 as n union all select 2 union all select 3 order by 1")
    assert [column[0] for column in cursor.description] == ["n"]
    assert list(cursor.fetchone()) == [1]
    assert [list(row) for row in cursor.fetchmany(5)] == [[2], [3]]
    assert cursor.fetchone() is None
    cursor.execute("select 1 as n union all select 2 order by 1")
    assert cursor.fetch_numpy_array().tolist() == [[1], [2]]


def test_many_and_their_count(cursor: Any) -> None:
    cursor.execute("create temp table counted (a integer, b varchar(8))")
    cursor.executemany("insert into counted values (%s, %s)", [(1, "x"), (2, None), (3, "z")])
    assert cursor.rowcount == 3
    cursor.execute("update counted set b = 'y' where a > %s", (1,))
    assert cursor.rowcount == 2
    cursor.execute("delete from counted where a = %s", (1,))
    assert cursor.rowcount == 1


def test_files_and_frames(cursor: Any, tmp_path: Path) -> None:
    cursor.execute("create table framed (a integer, b varchar(8))")
    file = tmp_path / "rows.csv"
    file.write_text("a,b\n1,x\n2,y\n")
    cursor.insert_data_bulk(str(file), "framed", [0, 1], ["a", "b"], ",", batch_size=1)
    cursor.write_dataframe(pd.DataFrame({"a": [3], "b": ["z"]}), "framed")
    cursor.execute("select a, b from framed order by a")
    frame = cursor.fetch_dataframe()
    assert frame["a"].tolist() == [1, 2, 3]
    assert frame["b"].tolist() == ["x", "y", "z"]


def test_a_failed_transaction_recovers(connect: Connect) -> None:
    connection = connect()
    cursor = connection.cursor()
    with pytest.raises(redshift_connector.ProgrammingError) as caught:
        cursor.execute("select * from never_made")
    assert caught.value.args[0]["C"] == "42P01"
    assert caught.value.args[0]["M"] == 'relation "never_made" does not exist'
    with pytest.raises(redshift_connector.ProgrammingError) as caught:
        cursor.execute("select 1")
    assert caught.value.args[0]["C"] == "25P02"
    connection.rollback()
    assert rows(cursor, "select 1") == [[1]]


def test_autocommit_and_contexts(connect: Connect) -> None:
    connection = connect()
    with connection.cursor() as cursor:
        cursor.execute("create table lost (a integer)")
    connection.rollback()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("create table kept (a integer)")
        cursor.execute("vacuum")
    found = rows(connect().cursor(), "select tablename from pg_tables "
                 "where tablename in ('lost', 'kept')")  # fmt: skip
    assert found == [["kept"]]


def test_a_prepared_statement_outlives_ddl(connect: Connect) -> None:
    cursor = connect().cursor()
    cursor.execute("create temp table outlived (a integer)")
    for value in (1, 2):
        cursor.execute("insert into outlived values (%s)", (value,))
        cursor.execute(f"create temp table between_{value} (a integer)")
    assert rows(cursor, "select a from outlived order by a") == [[1], [2]]


def test_metadata(described: None, cursor: Any) -> None:
    def found(answer: Any, *places: int) -> list[list[Any]]:
        return [[row[place] for place in places] for row in answer]

    assert found(cursor.get_catalogs(), 0) == [["shop"]]
    assert ["raw"] in found(cursor.get_schemas(schema_pattern="r%"), 0)
    tables = found(cursor.get_tables(catalog="shop", schema_pattern="raw"), 2, 3, 4)
    assert sorted(tables, key=str) == [
        ["amounts", "VIEW", None], ["children", "TABLE", None],
        ["events", "TABLE", "what happened"], ["late", "VIEW", None],
    ]  # fmt: skip
    keys = found(cursor.get_primary_keys("shop", "raw", "events"), 3, 4, 5)
    assert keys == [["id", 1, "events_pkey"]]
    assert cursor.get_procedures() == ()
    assert ["TABLE"] in found(cursor.get_table_types(), 0)
    columns = found(cursor.get_columns(schema_pattern="raw", tablename_pattern="events"), 3, 5, 17)
    assert columns == [
        ["id", "varchar", "NO"], ["n", "int8", "NO"], ["amount", "numeric", "YES"],
        ["props", "super", "YES"], ["seen", "timestamp", "YES"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        ("select left('abcdef', 2) as a, a || 'x' as b, b || a as c", ["ab", "abx", "abxab"]),
        ("select left('abc', 1) as n, n || 'x' as m from (select 'of from' as n) t",
         ["a", "of fromx"]),
        ("select sqrt(4) as r, (select max(r) from (select 9 as r) t) as s, r + 1 as u",
         [2.0, 9, 3.0]),
    ],
)  # fmt: skip
def test_an_alias_is_named_in_the_same_list(cursor: Any, sql: str, row: list[Any]) -> None:
    assert rows(cursor, sql) == [row]
