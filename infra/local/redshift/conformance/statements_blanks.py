"""Texts that end with blanks where rows are told apart, grouped, joined and sorted."""

from .case import Kind, subject
from .statements import error, refused, rows
from .types import BIGINT, INTEGER, VARCHAR

_T = "create table t (i int, v varchar(5), w varchar(5))"
_U = "create table u (i int, v varchar(5))"
_MADE = (
    _T,
    "insert into t values (1, 'a', 'x'), (2, 'a ', 'x'), (3, 'b', 'y'), (4, null, 'y')",
    _U,
    "insert into u values (1, 'a  '), (2, 'a'), (3, 'b'), (5, 'c')",
)
_MET = "a text that ends with a blank"

SUBJECTS = (
    subject(
        "DISTINCT and trailing blanks",
        "r_Character_types",
        rows("select count(*) from (select distinct v from t)", [(3,)], (BIGINT,), *_MADE),
        rows(
            "select distinct w, len(rtrim(v)) as n from t order by n, 1",
            [("x", 1), ("y", 1), ("y", None)],
            (VARCHAR, INTEGER),
            *_MADE,
        ),
        rows(
            "select len(v) from (select distinct * from (select v from t where i = 2))",
            [(2,)],
            (INTEGER,),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select distinct v from t where v is null order by v",
            [(None,)],
            (VARCHAR,),
            *_MADE,
            kind=Kind.NULL,
        ),
        error("select distinct i from t order by w", "42P10", *_MADE, message="SELECT DISTINCT"),
        refused("select listagg(distinct v, ',') from t", *_MADE, message=_MET),
    ),
    subject(
        "set operations and trailing blanks",
        "r_Character_types",
        rows(
            "select count(*) from (select v from t union select v from u)",
            [(4,)],
            (BIGINT,),
            *_MADE,
        ),
        rows(
            "select i, v from t where i < 3 union all select i, v from u where i = 3 "
            "order by v, i desc limit 2",
            [(2, "a "), (1, "a")],
            (INTEGER, VARCHAR),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select v from t where i > 2 except select v from u where i > 2",
            [(None,)],
            (VARCHAR,),
            *_MADE,
            kind=Kind.NULL,
        ),
        refused("select v from t intersect select v from u", *_MADE, message=_MET),
    ),
    subject(
        "keys and trailing blanks",
        "r_Character_types",
        rows(
            "select v, count(*) from t where i <> 2 group by v order by 1",
            [("a", 1), ("b", 1), (None, 1)],
            (VARCHAR, BIGINT),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select rtrim(v) as v, count(*) from t group by 1 having count(*) > 1",
            [("a", 2)],
            (VARCHAR, BIGINT),
            *_MADE,
        ),
        rows(
            "select v, w, count(*) from t where i <> 2 group by rollup (v, w) "
            "order by 3 desc, 1, 2 limit 2",
            [(None, None, 3), ("a", "x", 1)],
            (VARCHAR, VARCHAR, BIGINT),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select i, row_number() over (partition by rtrim(v) order by i) as n from t order by i",
            [(1, 1), (2, 2), (3, 1), (4, 1)],
            (INTEGER, BIGINT),
            *_MADE,
        ),
        refused("select v, count(*) from t group by v", *_MADE, message=_MET),
        refused("select v from t group by v having count(*) > 9", *_MADE, message=_MET),
        refused("select v, count(*) from t group by all", *_MADE, message=_MET),
        refused("select count(*) over (partition by v) from t", *_MADE, message=_MET),
        refused(
            "select count(*) over (partition by v) from (select v, count(*) over (partition by v) "
            "as n from t) as q",
            *_MADE,
            message=_MET,
        ),
        refused(
            "select i from t as x qualify row_number() over (partition by v order by i) = 9",
            *_MADE,
            message=_MET,
        ),
        refused(
            "select * from (select i, v, w from t) pivot (count(i) for w in ('x', 'y'))",
            *_MADE,
            message=_MET,
        ),
    ),
    subject(
        "order and trailing blanks",
        "r_Character_types",
        rows(
            "select i from t order by v, i desc",
            [(2,), (1,), (3,), (4,)],
            (INTEGER,),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select upper(v), i from t order by 1, 2 desc limit 2",
            [("A ", 2), ("A", 1)],
            (VARCHAR, INTEGER),
            *_MADE,
        ),
        rows(
            "select i, rank() over (order by v), dense_rank() over (order by v) from t order by i",
            [(1, 1, 1), (2, 1, 1), (3, 3, 2), (4, 4, 3)],
            (INTEGER, BIGINT, BIGINT),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select listagg(i, ',') within group (order by v, i desc) from t where w = 'x'",
            [("2,1",)],
            (VARCHAR,),
            *_MADE,
        ),
        rows(
            "select w, max(v) = 'a' || chr(9), min(v) = 'a' from (select 'x' as w, 'a' || chr(9) "
            "as v union all select 'x', 'a ') group by w",
            [("x", True, True)],
            (),
        ),
    ),
    subject(
        "joins and trailing blanks",
        "r_Character_types",
        rows(
            "select t.i, u.i from t join u using (v) where t.i > 2",
            [(3, 3)],
            (INTEGER, INTEGER),
            _T,
            "insert into t values (1, 'a', 'x'), (3, 'b', 'y'), (4, null, 'y')",
            _U,
            "insert into u values (3, 'b'), (4, null)",
            kind=Kind.NULL,
        ),
        rows(
            "select v, w from t natural join (select rtrim(v) as v from u where i = 2) as u "
            "where i = 1",
            [("a", "x")],
            (VARCHAR, VARCHAR),
            _T,
            "insert into t values (1, 'a', 'x')",
            _U,
            "insert into u values (1, 'a  '), (2, 'a')",
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select count(*) from t join u on t.v = u.v",
            [(5,)],
            (BIGINT,),
            *_MADE,
        ),
        refused("select t.i from t join u using (v)", *_MADE, message=_MET),
        refused("select * from t natural join u", *_MADE, message=_MET),
    ),
    subject(
        "subqueries and trailing blanks",
        "r_Character_types",
        rows(
            "select i from t where v in (select v from u) order by i",
            [(1,), (2,), (3,)],
            (INTEGER,),
            *_MADE,
        ),
        rows(
            "select i from t where v not in (select v from u where i < 3) order by i",
            [(3,)],
            (INTEGER,),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select i from t where v = any (select * from (select v from u where i = 1)) "
            "order by i",
            [(1,), (2,)],
            (INTEGER,),
            *_MADE,
        ),
        rows(
            "select i from t where v = (select max(v) from u where i = 1) order by i",
            [(1,), (2,)],
            (INTEGER,),
            *_MADE,
        ),
        rows(
            "select i from t where (v, i) in (select v, i from u) order by i",
            [(1,), (2,), (3,)],
            (INTEGER,),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
    ),
)
