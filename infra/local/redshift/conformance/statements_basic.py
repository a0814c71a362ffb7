"""Transactions, and statements of which the other areas show only the effect."""

from .case import Case, subject
from .statements import committed_rows, error, refused, rows
from .types import BIGINT, INTEGER, VARCHAR

_MAKE = "create table basics (a int)"
_ADD = "insert into basics values (1)"
_COUNT = "select count(*) from basics"
_DROP = ("drop table basics",)


def _after(count: int, *statements: str) -> Case:
    return committed_rows(_COUNT, [(count,)], (BIGINT,), _MAKE, *statements, cleanup=_DROP)


SUBJECTS = (
    subject("BEGIN", "r_BEGIN", _after(1, "begin", _ADD, "commit"),
            _after(1, "start transaction", _ADD, "end"), _after(0, "begin", _ADD, "rollback"),
            _after(0, "begin", _ADD, "abort"),
            also=("START TRANSACTION", "COMMIT", "END", "ROLLBACK", "ABORT")),
    subject("TRUNCATE", "r_TRUNCATE", _after(0, _ADD, "truncate basics"),
            _after(0, _ADD, "begin", "truncate basics", "rollback"),
            error("truncate nowhere", "42P01")),
    subject("CREATE", "r_CREATE_TABLE_NEW", rows("select a from basics", [], (INTEGER,), _MAKE),
            rows("select b from other.made", [(2,)], (INTEGER,), "create schema other",
                 "create table other.made as select 2 as b"),
            error(_MAKE, "42P07", _MAKE),
            error("create table basics (a int, a int)", "42701"), also=("CREATE SCHEMA",)),
    subject("DROP", "r_DROP_TABLE", error("select * from basics", "42P01", _MAKE, _DROP[0]),
            error("drop table nowhere", "42P01"),
            rows("select 1", [(1,)], (INTEGER,), "drop table if exists nowhere")),
    subject("ALTER TABLE", "r_ALTER_TABLE",
            rows("select b from basics", [(None,)], (VARCHAR,), _MAKE, _ADD,
                 "alter table basics add column b varchar(10)"),
            rows("select c from basics", [(1,)], (INTEGER,), _MAKE, _ADD,
                 "alter table basics rename column a to c"),
            error("alter table nowhere add column b int", "42P01")),
    subject("SELECT", "r_SELECT_synopsis", rows("select 1", [(1,)], (INTEGER,)),
            rows("select top 1 i from (select 1 as i union select 2) as t order by i desc", [(2,)]),
            error("select a from nowhere", "42P01")),
    subject("SET", "r_SET", rows("show statement_timeout", [("5000",)], (),
            "set statement_timeout to 5000"),
            rows("show statement_timeout", [("0",)], (), "set statement_timeout to 5000",
                 "reset statement_timeout"),
            error("show nothing_of_this_name", "42704"),
            refused("set local query_group to 'x'", message="SET LOCAL"), also=("RESET", "SHOW")),
    subject("LOCK", "r_LOCK", rows(_COUNT, [(0,)], (BIGINT,), _MAKE, "lock basics"),
            rows(_COUNT, [(1,)], (BIGINT,), _MAKE, "lock table basics", _ADD),
            error("lock nowhere", "42P01")),
    subject("GRANT", "r_GRANT", _after(0, "grant select on basics to public"),
            _after(0, "grant select on basics to public", "revoke select on basics from public"),
            error("grant select on nowhere to public", "42P01"), also=("REVOKE",)),
    subject("ALTER DATABASE", "r_ALTER_DATABASE",
            error("alter database elsewhere isolation level snapshot", "3D000"),
            error("alter database shop isolation level snapshot", "25001", _MAKE),
            error("alter database elsewhere isolation level serializable", "3D000"),
            refused("alter database shop rename to other", message="ALTER DATABASE")),
    subject("EXPLAIN", "r_EXPLAIN",
            rows("select 1", [(1,)], (INTEGER,), "explain select 1"),
            rows(_COUNT, [(0,)], (BIGINT,), _MAKE, f"explain {_COUNT}"),
            error("explain select a from nowhere", "42P01"), notes="the plan is DuckDB's"),
    subject("ANALYZE", "r_ANALYZE", _after(0, "analyze basics"), _after(0, "vacuum basics"),
            _after(0, "analyze"), also=("VACUUM",)),
)  # fmt: skip
