"""Set operations and joins."""

import datetime as dt
from decimal import Decimal

from .case import Kind, subject
from .statements import error, refused, rows
from .types import BIGINT, DATE, INTEGER, numeric

_T = "create table t (id int, g varchar(3), v int)"
_ROWS = (
    "insert into t values (1, 'a', 10), (2, 'a', 20), (3, 'b', 30), (4, 'b', null), (5, null, 50)"
)
_MADE = (_T, _ROWS)

SUBJECTS = (
    subject(
        "set operations",
        "r_UNION",
        rows("select 1 as a union select 2 except select 2", [(1,)], (INTEGER,)),
        rows(
            "select 1 as a union all select 2 intersect select 2 order by 1",
            [(1,), (2,)],
            (INTEGER,),
        ),
        rows("select 1 as a minus select 1", [], (INTEGER,), kind=Kind.BOUNDARY),
        rows(
            "select null::int as a intersect select null::int",
            [(None,)],
            (INTEGER,),
            kind=Kind.NULL,
        ),
        rows(
            "select 1::decimal(10,2) as revenue union select 2::decimal(8,4) order by 1",
            [(Decimal("1.0000"),), (Decimal("2.0000"),)],
            (numeric(12, 4),),
        ),
        rows(
            "select '2008-02-28' as d union all select '2008-02-29'::date order by d desc",
            [(dt.date(2008, 2, 29),), (dt.date(2008, 2, 28),)],
            (DATE,),
        ),
        rows("select id from t where id = 5 union select '5'", [(5,)], (INTEGER,), *_MADE),
        error("select id from t union select 'x'", "22P02", *_MADE),
        error(
            "select id from t intersect all select id from t",
            "0A000",
            *_MADE,
            message="INTERSECT ALL",
        ),
        error("select id from t minus all select id from t", "0A000", *_MADE, message="EXCEPT ALL"),
        error(
            "(select id from t limit 10) intersect select id from t",
            "0A000",
            *_MADE,
            message="LIMIT may not be used within input to set operations",
        ),
        error(
            "select id from t union select g from t",
            "42804",
            *_MADE,
            message="UNION types integer and character varying cannot be matched",
        ),
        error("select id, g from t union select id from t", "42601", *_MADE),
        rows(
            "select date '2026-01-02' as d union all select '2026-01-03' order by 1",
            [(dt.date(2026, 1, 2),), (dt.date(2026, 1, 3),)],
            (DATE,),
        ),
        rows("select '7' as n union select 7", [(7,)], (INTEGER,), kind=Kind.BOUNDARY),
        error("select date '2026-01-02' union all select 'never'", "22007"),
        error("select g from t union select 1", "42804", *_MADE),
        refused("select id from t union select id from t order by id + 1", *_MADE, message="ORDER"),
        also=("UNION", "INTERSECT", "EXCEPT", "MINUS"),
    ),
    subject(
        "JOIN",
        "r_FROM_clause30",
        rows(
            "select id from t a join t b using (id) where id < 3 order by id",
            [(1,), (2,)],
            (INTEGER,),
            *_MADE,
        ),
        rows(
            "select a.id, b.id from t a full join t b on a.id = b.v where a.id = 4",
            [(4, None)],
            (INTEGER, INTEGER),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select count(*) from t a natural join (select 1 as id) b",
            [(1,)],
            (BIGINT,),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        rows("select count(*) from t a, t b", [(25,)], (BIGINT,), *_MADE),
        error("select a.id from t a join t b", "42601", *_MADE, message="ON or USING"),
        error("select a.id from t a left join t b", "42601", *_MADE, message="ON or USING"),
        refused("select a.id from t a semi join t b on a.id = b.id", *_MADE, message="SEMI JOIN"),
        refused("select a.id from t a asof join t b on a.id >= b.id", *_MADE, message="ASOF JOIN"),
        refused("select a.id from t a, lateral (select 1) b", *_MADE, message="LATERAL"),
        refused("select id from t tablesample bernoulli(10)", *_MADE, message="TABLESAMPLE"),
        refused("select a from (values (1)) as x(a)", message="VALUES"),
        refused("select count(*) filter (where true) from t", *_MADE, message="FILTER"),
        refused("select id from t for update", *_MADE, message="FOR UPDATE"),
        also=("FULL JOIN", "NATURAL JOIN"),
    ),
)
