"""The catalog's answers, over relations described as a session describes them."""

from typing import Any

import pytest
import sqlglot
from sqlalchemy_redshift.dialect import REFLECTION_SQL

from infra.local.redshift.catalog import rewrite_catalog_names
from infra.local.redshift.catalog.install import VIEWS
from infra.local.redshift.errors import RedshiftError


def only(rows: list[dict[str, Any]]) -> dict[str, Any]:
    (row,) = rows
    return row


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_view_can_be_read(ask: Any, view: str) -> None:
    # The schema is named, for some views are not part of what clients see.
    assert isinstance(ask(f"select * from redshift_catalog.{view}"), list)


def test_sqlalchemy_s_own_reflection_query_is_answered(ask: Any) -> None:
    sql = REFLECTION_SQL.format(
        schema_clause="AND schema = 'raw'", table_clause="AND table_name = 'events'"
    )
    rows = {row["name"]: row for row in ask(sql)}
    assert {name: row["type"] for name, row in rows.items()} == {
        "id": "character varying(64)",
        "amount": "numeric(18,2)",
        "props": "super",
        "seen": "timestamp without time zone",
        "n": "bigint",
    }
    assert (rows["id"]["distkey"], rows["id"]["sortkey"], rows["seen"]["sortkey"]) == (True, 2, 1)
    assert (rows["id"]["notnull"], rows["id"]["encode"]) == (True, "lzo")
    assert (rows["amount"]["comment"], rows["amount"]["default"]) == ("in euros", "0")
    assert rows["n"]["adsrc"].endswith("'1,1'::text)")


def test_oids_join_across_the_catalog(ask: Any) -> None:
    row = only(
        ask(
            """select n.nspname, u.usename, d.description, '"raw"."events"'::regclass::oid as oid,
                      c.oid as same, pg_catalog.pg_get_constraintdef(t.oid, true) as definition,
                      t.conkey
               from pg_class c join pg_namespace n on n.oid = c.relnamespace
               join pg_user u on u.usesysid = c.relowner
               join pg_description d on d.objoid = c.oid and d.objsubid = 0
               join pg_constraint t on t.conrelid = c.oid
               join pg_attribute a on a.attrelid = c.oid and a.attnum = any(t.conkey)
               where c.relname = 'events' and a.attname = 'id'"""
        )
    )
    assert row["oid"] == row["same"]
    assert (row["nspname"], row["usename"]) == ("raw", "owner")
    assert (row["description"], row["definition"]) == ("what happened", "PRIMARY KEY (id)")
    assert row["conkey"] == [1]


def test_views_depend_on_what_they_read(ask: Any) -> None:
    # As dbt asks for the dependencies between relations.
    row = only(
        ask(
            """select v.relname as dependent, t.relname as referenced
               from pg_depend d left join pg_rewrite r on d.objid = r.oid
               join pg_class v on v.oid = coalesce(r.ev_class, d.objid)
               join pg_class t on t.oid = d.refobjid
               where coalesce(r.ev_class, d.objid) != d.refobjid"""
        )
    )
    assert row == {"dependent": "amounts", "referenced": "events"}


def test_temporary_tables_show_in_the_session_s_schema(ask: Any) -> None:
    row = only(ask("select * from information_schema.tables where table_name = 'scratch'"))
    assert (row["table_schema"], row["table_type"]) == ("pg_temp_7", "LOCAL TEMPORARY")
    column = only(ask("select * from information_schema.columns where table_name = 'scratch'"))
    assert (column["column_name"], column["data_type"]) == ("x", "integer")


def test_information_schema_has_redshift_s_types(ask: Any) -> None:
    rows = ask("select * from information_schema.columns where table_name = 'events'")
    found = {row["column_name"]: row for row in rows}
    assert found["id"]["data_type"] == "character varying"
    assert found["id"]["character_maximum_length"] == 64
    amount = found["amount"]
    assert (amount["numeric_precision"], amount["numeric_scale"]) == (18, 2)
    assert found["props"]["data_type"] == "super"


def test_late_binding_views_are_listed_and_their_columns_come_from_the_session(ask: Any) -> None:
    view = only(ask("select * from pg_views where viewname = 'late'"))
    assert view["definition"] == "SELECT * FROM raw.gone"
    assert ask("select * from information_schema.columns where table_name = 'late'") == []
    sql = """select view_name, c.typ from pg_get_late_binding_view_cols()
             c(view_schema name, view_name name, col name, typ varchar, num int) where num = 2"""
    rows = ask(sql, lambda: [("public", "late", "a", "bigint", 1), ("public", "late", "b", "x", 2)])
    assert rows == [{"view_name": "late", "typ": "x"}]
    assert ask(sql) == []


def test_svv_table_info_counts_rows_that_are_there(ask: Any) -> None:
    row = only(ask("select * from svv_table_info where \"schema\" = 'raw'"))
    assert (row["table"], row["tbl_rows"], row["diststyle"]) == ("events", 10, "KEY(id)")
    assert (row["sortkey1"], row["sortkey_num"], row["max_varchar"]) == ("seen", 2, 64)
    assert row["size"] >= 1


@pytest.mark.parametrize(
    ("user", "privilege", "may"),
    [
        ("owner", "delete", True),
        ("reader", "select", True),
        ("reader", "insert", False),
        ("stranger", "select", False),
    ],
)
def test_privileges(ask: Any, user: str, privilege: str, may: bool) -> None:
    table = '"warehouse"."raw"."events"'
    sql = f"select has_table_privilege('{user}', '{table}', '{privilege}') as may"
    assert only(ask(sql)) == {"may": may}


def test_everybody_may_read_system_views(ask: Any) -> None:
    sql = "select has_table_privilege('stranger', 'svv_table_info', 'SELECT') as may"
    assert only(ask(sql)) == {"may": True}


@pytest.mark.parametrize(
    ("oid", "modifier", "shown"),
    [
        (1043, 68, "character varying(64)"),
        (1700, (18 << 16 | 2) + 4, "numeric(18,2)"),
        (23, -1, "integer"),
        (4000, -1, "super"),
        (1114, -1, "timestamp without time zone"),
    ],
)
def test_format_type(ask: Any, oid: int, modifier: int, shown: str) -> None:
    assert only(ask(f"select format_type({oid}, {modifier}) as t")) == {"t": shown}


def test_psql_matches_names_by_an_operator_of_the_catalog(ask: Any) -> None:
    sql = """select c.relname from pg_catalog.pg_class c
             where c.relname operator(pg_catalog.~) '^(ev.*)$' collate pg_catalog.default"""
    assert ask(sql) == [{"relname": "events"}]


def test_internal_schemas_are_hidden(ask: Any) -> None:
    names = {row["nspname"] for row in ask("select nspname from pg_namespace")}
    assert names == {"public", "raw", "pg_catalog", "information_schema", "pg_temp_7"}


@pytest.mark.parametrize(
    "name", ["pg_catalog.pg_stat_database", "svv_nonsense", "information_schema.triggers", "stl_x"]
)
def test_an_unknown_catalog_name_is_refused(ask: Any, name: str) -> None:
    with pytest.raises(RedshiftError, match=name.split(".")[-1]) as refused:
        ask(f"select * from {name}")
    assert refused.value.sqlstate == "0A000"


def test_a_missing_relation_has_no_oid(ask: Any) -> None:
    with pytest.raises(Exception, match='relation ""raw"."nothing"" does not exist'):
        ask("""select '"raw"."nothing"'::regclass::oid""")


@pytest.mark.parametrize(
    "sql",
    [
        "with pg_own as (select 1 as a) select a from pg_own",
        "select pg_own.a from raw.pg_own",
        "select lower(x) from t",
    ],
)
def test_what_is_not_the_catalog_s_stays(sql: str) -> None:
    tree = sqlglot.parse_one(sql, read="redshift")
    before = tree.sql("redshift")
    assert rewrite_catalog_names(tree, None).sql("redshift") == before  # type: ignore[arg-type]
