"""Types that meet: numbers beside texts, literals of several rows, the columns of a query."""

import datetime
from decimal import Decimal

from .case import Kind, subject
from .statements import error, refused, rows
from .types import BOOLEAN, INTEGER, SUPER, TIMESTAMP, VARCHAR, numeric

_T = "create table t (i int, v varchar(10), w varchar(20), d decimal(5,2), f float, s super)"
_MADE = (_T, "insert into t (i, v, w, d, f) values (1, '01', 'abc', 1.25, 1.5)")
_U = "create table u (m timestamp)"
_MORNING = datetime.datetime(2026, 1, 2, 3, 4, 5)
_EVENING = datetime.datetime(2026, 1, 2, 15, 4, 5)
_COLUMNS = "select \"column\", type from pg_table_def where tablename = 'made' order by 1"
_MIXED = "a text compared with another type"
_DIGITS = "a number beside a text of more digits"
_TEXT = "character varying({})".format

SUBJECTS = (
    subject(
        "numbers beside texts", "c_Supported_data_types",
        rows("select d = '1.25', d in ('1.2', '1.25'), i = '1', f = '1.5' from t",
             [(True, True, True, True)], (BOOLEAN,) * 4, *_MADE),
        rows("select v = '1.5', v = i::varchar, v::int = i, i = '1' and d < '1.3' from t",
             [(False, False, True, True)], (BOOLEAN,) * 4, *_MADE, kind=Kind.BOUNDARY),
        rows("select coalesce(d, '1.5'), coalesce(null::decimal(3,2), '1.5'), null = d from t",
             [(Decimal("1.25"), Decimal("1.50"), None)],
             (numeric(5, 2), numeric(3, 2), BOOLEAN), *_MADE, kind=Kind.NULL),
        rows("select 1.5 as n union all select '1.25' order by 1",
             [(Decimal("1.25"),), (Decimal("1.50"),)], (numeric(3, 2),)),
        refused("select i = v from t", *_MADE, message=_MIXED),
        refused("select 1 from t where v <> 1", *_MADE, message=_MIXED),
        refused("select 1 from t join t as u on t.d = u.v", *_MADE, message=_MIXED),
        refused("select v in (1, 2) from t", *_MADE, message=_MIXED),
        refused("select * from t join (select 1 as v) as u using (v)", *_MADE,
                message='the column "v", a text and another type'),
        refused("select v = '2026-01-02'::date from t", *_MADE, message=_MIXED),
        refused("select decode(i, v, 1), nullif(f, v) from t", *_MADE, message=_MIXED),
        refused("select d = '1.249' from t", *_MADE, message=_DIGITS),
        refused("select i in ('1.0') from t", *_MADE, message=_DIGITS),
        refused("select max(d) from t having max(d) = '1.249'", *_MADE, message=_DIGITS),
        refused("select case when i = 2 then d else '1.255' end from t", *_MADE, message=_DIGITS),
        refused("select d * 1.0 + '1.5' from t", *_MADE, message="the text '1.5'"),
        refused("select i * '1.5' from t", *_MADE, message="the text '1.5'"),
        refused("select '2026-01-02'::date = '2026-01-02 10:00 PM'", message="text with words"),
        error("select d::boolean from t", "42846", *_MADE,
              message="cannot cast type numeric to boolean"),
        error("select f::boolean from t", "42846", *_MADE),
        notes="refused: what only the conversion of one of them would tell",
    ),
    subject(
        "literals of several rows", "r_INSERT_30",
        rows("select d from t order by d", [(Decimal("1.25"),), (Decimal("1.50"),), (None,)],
             (numeric(5, 2),), _T, "insert into t (d) values (1.5), ('1.25'), (null)"),
        rows("select i from t order by i", [(-3,), (7,), (8,)], (INTEGER,), _T,
             "insert into t (i) values (' 7 '), ('-3'), (8)", kind=Kind.BOUNDARY),
        rows("select s from t", [("1",), ('"AWS"',), ('[1,"abc",null]',), ("-2.50",), (None,)],
             (SUPER,), _T, "insert into t (s) values (1), ('AWS'), (array(1, 'abc', null)), "
             "(-2.50), (null)", kind=Kind.NULL),
        error("insert into t (i) values ('7.5'), (1)", "22P02", _T,
              message='invalid input syntax for integer: "7.5"'),
        error("insert into t (i) select '7.5'", "22P02", _T),
        error("update t set i = '7.5'", "22P02", *_MADE),
        error("merge into t using u on t.i = u.k when matched then update set i = u.x "
              "when not matched then insert (i) values (u.k)", "42804", *_MADE,
              "create table u (k int, x varchar(5))", message='column "i" is of type integer'),
        rows("select m from u order by m", [(_MORNING,), (_EVENING,)], (TIMESTAMP,), _U,
             "insert into u (m) values ('Jan 2, 2026 3:04:05 PM'), ('2026-01-02T03:04:05Z')"),
        refused("update u set m = '2026-01-02 03:04:05 PM'", _U, message="03:04:05 PM"),
        refused("insert into t (v) values ('02'), (1)", _T, message="VALUES of numbers and texts"),
        refused("insert into t (v) values (1.50), (1)", _T, message="numbers of several scales"),
    ),
    subject(
        "columns of a query", "r_CREATE_TABLE_AS",
        rows(_COLUMNS, [("a", _TEXT(10)), ("b", _TEXT(3)), ("c", _TEXT(20)), ("d", "numeric(5,2)"),
                        ("e", _TEXT(20))], (VARCHAR, VARCHAR), *_MADE,
             "create table made as select v as a, v::varchar(3) as b, w::varchar as c, d, "
             "max(w) over () as e from t"),
        rows(_COLUMNS, [("x", _TEXT(20)), ("y", _TEXT(10))], (), *_MADE, "create table made (x, y) "
             "as with q as (select * from t), r(p, v) as (select w, v from q) "
             "select p, r.v from r union all select w, v from t", kind=Kind.BOUNDARY),
        rows(_COLUMNS, [("a", _TEXT(20)), ("i", "integer"), ("v", _TEXT(10))], (), *_MADE,
             "create view seen as select u.*, w as a from (select i, v from t) as u join t "
             "using (i)", "create table made as select * from seen"),
        rows("select * from made", [("01",), (None,)], (VARCHAR,), *_MADE,
             "create table made as select v from t", "insert into made values (null)",
             kind=Kind.NULL),
        error("insert into made values ('12345678901')", "22001", *_MADE,
              "create table made as select v from t", message="character varying(10)"),
        notes="characters: of a column or a cast as long as these, else 65535 bytes",
    ),
)  # fmt: skip
