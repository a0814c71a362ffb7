"""UPDATE, DELETE and MERGE."""

from .case import Kind, subject
from .statements import error, refused, rows
from .types import BIGINT, INTEGER, VARCHAR

_T = (
    "create table t (id int, name varchar(5) default 'none', price decimal(5,2), note int "
    "not null default 7)"
)
_PAIR = (
    "create table target (id int, name varchar(10))",
    "create table source (id int, name varchar(10))",
)
_DOCUMENTED = (
    *_PAIR,
    "insert into target values (101, 'Bob'), (102, 'John'), (103, 'Susan')",
    "insert into source values (102, 'Tony'), (103, 'Alice'), (104, 'Bill')",
)
_MERGE = (
    "merge into target using source on target.id = source.id "
    "when matched then update set id = source.id, name = source.name "
    "when not matched then insert values (source.id, source.name)"
)
_ALL = "select id, name from target order by id, name"

SUBJECTS = (
    subject(
        "UPDATE",
        "r_UPDATE",
        rows(
            "select name, note from t",
            [("none", 1)],
            (VARCHAR, INTEGER),
            _T,
            "insert into t values (1, 'a', 1, 1)",
            "update t set name = default where id = 1",
        ),
        rows(
            "select note from t",
            [(8,)],
            (INTEGER,),
            _T,
            "insert into t values (1, 'a')",
            "update t set note = s.n from (select 1 as k, 8 as n) s where t.id = s.k",
        ),
        rows(
            "select note from t",
            [(9,)],
            (INTEGER,),
            _T,
            "insert into t values (1, 'a')",
            "with q as (select 1 as k) update t set note = 9 from q where t.id = q.k",
        ),
        rows(
            "select name from t",
            [(None,)],
            (VARCHAR,),
            _T,
            "insert into t values (1, 'a')",
            "update t as x set name = null where x.id = 1",
            kind=Kind.NULL,
        ),
        rows(
            "select note from t",
            [(7,)],
            (),
            _T,
            "insert into t values (1, 'a')",
            "update t set note = 9 where id = null",
            kind=Kind.BOUNDARY,
        ),
        error("update t set t.note = 1", "42703", _T),
        error("update t set name = 'toolong'", "22001", _T, "insert into t values (1)"),
        error("update t set note = null", "23502", _T, "insert into t values (1)"),
        error("update t set note = name", "42804", _T),
        error(
            "update t set note = s.n from (select 1 as k, 2 as n union all select 1, 3) s "
            "where t.id = s.k",
            "21000",
            _T,
            "insert into t values (1)",
            "set error_on_nondeterministic_update to true",
            message="Found multiple matches to update the same tuple.",
        ),
        error(
            "update t set note = 1 from source left join target on source.id = target.id "
            "where t.id = source.id",
            "0A000",
            _T,
            *_PAIR,
            message="outer join",
        ),
    ),
    subject(
        "DELETE",
        "r_DELETE",
        rows(
            "select id from t order by id",
            [(3,)],
            (INTEGER,),
            _T,
            "insert into t values (1), (2), (3)",
            "delete from t where id between 0 and 2",
        ),
        rows(
            "select count(*) from t",
            [(0,)],
            (BIGINT,),
            _T,
            "insert into t values (1), (null)",
            "delete t",
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select id from t",
            [(None,)],
            (INTEGER,),
            _T,
            "insert into t values (1), (null)",
            "delete from t where id = id",
            kind=Kind.NULL,
        ),
        rows(
            "select id from t",
            [(2,)],
            (),
            _T,
            "insert into t values (1), (2)",
            "delete from t using (select 1 as k) s where t.id = s.k",
        ),
        rows(
            "select id from t",
            [(2,)],
            (),
            _T,
            "insert into t values (1), (2)",
            "with q as (select 1 as k) delete from t using q where t.id = q.k",
        ),
        error("delete from missing", "42P01"),
        error("delete from v", "42809", _T, "create view v as select id from t"),
        refused("delete from t returning id", _T, message="RETURNING"),
    ),
    subject(
        "MERGE",
        "r_MERGE",
        rows(
            _ALL,
            [(101, "Bob"), (102, "Tony"), (103, "Alice"), (104, "Bill")],
            (INTEGER, VARCHAR),
            *_DOCUMENTED,
            _MERGE,
        ),
        rows(
            _ALL,
            [(101, "Bob"), (104, "Bill")],
            (),
            *_DOCUMENTED,
            "merge into target using source s on target.id = s.id when matched then delete "
            "when not matched then insert values (s.id, s.name)",
        ),
        rows(
            _ALL,
            [(None, "x"), (None, None)],
            (),
            *_PAIR,
            "insert into target values (null, 'x')",
            "insert into source values (null, null)",
            _MERGE,
            kind=Kind.NULL,
        ),
        rows(
            _ALL,
            [(11, "Alice"), (22, "Clarence"), (23, "David"), (30, "Daisy"), (30, "Tony")],
            (),
            *_PAIR,
            "insert into target values (30, 'Tony'), (30, 'Daisy'), (11, 'Alice'), (23, "
            "'Bill'), (23, 'Nikki')",
            "insert into source values (23, 'David'), (22, 'Clarence')",
            "merge into target using source on target.id = source.id remove duplicates",
            kind=Kind.BOUNDARY,
        ),
        error(_MERGE, "21000", *_DOCUMENTED, "insert into source values (102, 'x')"),
        error(
            "merge into target using target on true when matched then delete when not "
            "matched then insert values (1, 'x')",
            "0A000",
            *_PAIR,
            message="itself",
        ),
        error(
            "merge into target using (select 1 as id) s on target.id = s.id when matched "
            "then delete "
            "when not matched then insert (id) values (s.id)",
            "0A000",
            *_PAIR,
            message="subquery",
        ),
        error(
            "merge into target as t using source s on t.id = s.id when matched then delete "
            "when not matched then insert (id) values (s.id)",
            "42601",
            *_PAIR,
        ),
        error(
            "merge into target using source s on target.id = s.id when matched then delete",
            "42601",
            *_PAIR,
        ),
        error(
            "merge into target using source s on target.id = s.id when matched and s.id > 1 "
            "then delete "
            "when not matched then insert (id) values (s.id)",
            "0A000",
            *_PAIR,
        ),
        also=("REMOVE DUPLICATES",),
    ),
)
