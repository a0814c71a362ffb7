"""What a name without a table means: lateral aliases, and columns of outer queries."""

from .case import Kind, subject
from .statements import error, refused, rows
from .types import BIGINT, INTEGER, VARCHAR

_T = "create table t (i int, v int, w varchar(10))"
_U = "create table u (j int, v int, z int)"
_MADE = (
    _T,
    "insert into t values (1, 10, 'x'), (2, 20, 'x'), (3, null, 'y')",
    _U,
    "insert into u values (1, 10, 100), (2, 20, 200), (9, 90, 900)",
)
_NONE = 'column "a" does not exist'
_PATTERN = "This type of correlated subquery pattern is not supported yet"
_QUERY_LEVEL = "subquery in FROM may not refer to other relations of same query level"

SUBJECTS = (
    subject(
        "lateral aliases",
        "r_SELECT_list",
        rows(
            "select i + 10 as a, a * 2 as b, b + a as c from t where i = 1",
            [(11, 22, 33)],
            (INTEGER, INTEGER, INTEGER),
            *_MADE,
        ),
        rows(
            "select i as v, v as q from t order by i limit 1",
            [(1, 10)],
            (INTEGER, INTEGER),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select v as a, a + 1 as b from t where i = 3",
            [(None, None)],
            (),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows("select i + 10 as i from t where i = 1", [(11,)], (INTEGER,), *_MADE),
        rows(
            "select i % 2 as a, count(*) as n from t group by a order by n",
            [(0, 1), (1, 2)],
            (INTEGER, BIGINT),
            *_MADE,
        ),
        error("select i + 10 as a from t where a > 11", "42703", *_MADE, message=_NONE),
        error("select i as a from t group by 1 having a > 1", "42703", *_MADE, message=_NONE),
        error("select i as a, t.v from t join u on a = u.j", "42703", *_MADE),
        error(
            "select i as a from t where exists (select 1 from u where j = a)",
            "42703",
            *_MADE,
            message=_NONE,
        ),
        error("select i as a, (select max(z) from u where j = a) from t", "42703", *_MADE),
        refused(
            "select i, row_number() over (order by i) as n from t as x qualify n = 1",
            *_MADE,
            message="the alias n in QUALIFY",
        ),
        refused("select -i as n from t order by n + 1", *_MADE, message="an expression of ORDER"),
        rows("select -i as v from t order by v + 0", [(-1,), (-2,), (-3,)], (), *_MADE),
    ),
    subject(
        "correlation by names alone",
        "r_correlated_subqueries",
        rows(
            "select i from t where exists (select 1 from u where j = i) order by i",
            [(1,), (2,)],
            (INTEGER,),
            *_MADE,
        ),
        rows(
            "select i, (select max(z) from u where j = i) from t order by i desc limit 1",
            [(3, None)],
            (INTEGER, INTEGER),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select i from t where i in (select max(j) from u where j = i group by z) order by i",
            [(1,), (2,)],
            (INTEGER,),
            *_MADE,
        ),
        rows(
            "select i from t where v in (select v from u where v = 20)",
            [(2,)],
            (INTEGER,),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        error(
            "select i from t where not exists (select 1 from u where not exists "
            "(select 1 from u as k where k.z = i))",
            "0A000",
            *_MADE,
            message=_PATTERN,
        ),
        error(
            "select i from t left join u on i = j and z = (select max(k.z) from u as k "
            "where k.j = i)",
            "0A000",
            *_MADE,
            message=_PATTERN,
        ),
        error(
            "select i, (select row_number() over (order by z) from u where j = i) from t",
            "0A000",
            *_MADE,
            message=_PATTERN,
        ),
        error(
            "select (select max(z) from u where j = i) as m, count(*) from t group by m",
            "0A000",
            *_MADE,
            message=_PATTERN,
        ),
        error(
            "select i from t where i in (select count(*) from u where j = i group by z)",
            "0A000",
            *_MADE,
            message=_PATTERN,
        ),
        error("select * from t, (select i + 1 as x) as d", "42P10", *_MADE, message=_QUERY_LEVEL),
        error(
            "select * from t join (select z from u where u.j = t.i) as d on d.z > 1",
            "42P10",
            *_MADE,
            message=_QUERY_LEVEL,
        ),
    ),
    subject(
        "ambiguous names",
        "r_FROM_clause30",
        rows(
            "select z, w from (select * from t join u on i = j) as q",
            [(100, "x"), (200, "x")],
            (INTEGER, VARCHAR),
            *_MADE,
        ),
        rows(
            "with q (a, b) as (select 1, null::int) select * from q",
            [(1, None)],
            (INTEGER, INTEGER),
            kind=Kind.NULL,
        ),
        rows(
            "select count(*) from (select 1 as a, 2 as a) as q",
            [(1,)],
            (BIGINT,),
            kind=Kind.BOUNDARY,
        ),
        error("select v from t join u on i = j", "42702", *_MADE, message="ambiguous"),
        error(
            "select q.v from (select * from t join u on i = j) as q",
            "42702",
            *_MADE,
            message='column reference "v" is ambiguous',
        ),
        error(
            "with q as (select 1 as a, 2 as a) select a from q",
            "42702",
            message='column reference "a" is ambiguous',
        ),
        refused(
            "select * from (select 1 as a, 2 as a) as q", message="several columns of the name a"
        ),
    ),
)
