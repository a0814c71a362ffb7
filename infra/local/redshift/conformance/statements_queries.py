"""Clauses of a query: QUALIFY, windows, grouping, order and the SELECT list."""

from .case import Kind, subject
from .statements import error, refused, rows
from .types import BIGINT, INTEGER, VARCHAR

_T = "create table t (id int, g varchar(3), v int)"
_ROWS = (
    "insert into t values (1, 'a', 10), (2, 'a', 20), (3, 'b', 30), (4, 'b', null), (5, null, 50)"
)
_MADE = (_T, _ROWS)
_ORDERS = (
    "create table orders (id int, product varchar(20), category varchar(20), pre_owned "
    "varchar(1), cost decimal)"
)
_ORDER = (
    "insert into orders values (0, 'laptop', 'computers', 'T', 1000), (1, 'smartphone', "
    "'cellphones', 'T', 800), (2, 'smartphone', 'cellphones', 'T', 810), (3, 'laptop', "
    "'computers', 'F', 1050), (4, 'mouse', 'computers', 'F', 50)"
)
_SOLD = (_ORDERS, _ORDER)
_FRAME = "rows between unbounded preceding and unbounded following"

SUBJECTS = (
    subject(
        "QUALIFY",
        "r_QUALIFY_clause",
        rows(
            "select id from t as x qualify row_number() over (partition by g order by id "
            "desc) = 1 order by id",
            [(2,), (4,), (5,)],
            (INTEGER,),
            *_MADE,
        ),
        rows(
            "select id from t where v is not null qualify row_number() over (order by v "
            "desc) <= 2 order by id limit 1",
            [(3,)],
            (INTEGER,),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select g, sum(v) from t group by g qualify rank() over (order by sum(v) desc) = 1",
            [(None, 50)],
            (VARCHAR, BIGINT),
            *_MADE,
            kind=Kind.NULL,
        ),
        error("select id from t qualify row_number() over (order by id) = 1", "42601", *_MADE),
    ),
    subject(
        "window frames",
        "r_Window_function_synopsis",
        rows(
            "select id, sum(v) over (order by id rows between 1 preceding and 1 following) "
            "from t order by id",
            [(1, 30), (2, 60), (3, 50), (4, 80), (5, 50)],
            (INTEGER, BIGINT),
            *_MADE,
        ),
        rows(
            "select id, sum(v) over (order by id rows unbounded preceding) from t order by id",
            [(1, 10), (2, 30), (3, 60), (4, 60), (5, 110)],
            (),
            *_MADE,
        ),
        rows(
            f"select distinct first_value(v ignore nulls) over (order by v desc {_FRAME}), "
            f"last_value(v) respect nulls over (order by v {_FRAME}) from t",
            [(50, None)],
            (INTEGER, INTEGER),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select id, lag(v, 1) ignore nulls over (order by id) from t order by id",
            [(1, None), (2, 10), (3, 20), (4, 30), (5, 30)],
            (),
            *_MADE,
        ),
        rows(
            "select id, rank() over (order by g) from t order by id",
            [(1, 1), (2, 1), (3, 3), (4, 3), (5, 5)],
            (INTEGER, BIGINT),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        error("select sum(v) over (order by id) from t", "42601", *_MADE, message="frame clause"),
        error("select rank() over (order by id rows unbounded preceding) from t", "42601", *_MADE),
        error(
            "select rank() over (partition by 1 order by id) from t",
            "0A000",
            *_MADE,
            message="constant expressions are not supported in partition by clauses",
        ),
        error(
            "select sum(v) over (order by id rows between current row and 2 preceding) from t",
            "42P20",
            *_MADE,
        ),
        error(
            "select listagg(g) within group (order by g) over (partition by g order by id) from t",
            "42601",
            *_MADE,
        ),
        error(
            "select sum(v) over (order by id range between unbounded preceding and current "
            "row) from t",
            "0A000",
            *_MADE,
            message="RANGE",
        ),
        error(
            "select sum(v) over w from t window w as (partition by g)",
            "0A000",
            *_MADE,
            message="WINDOW",
        ),
        refused("select sum(distinct v) over () from t", *_MADE, message="DISTINCT"),
    ),
    subject(
        "GROUPING SETS",
        "r_GROUP_BY_aggregation-extensions",
        rows(
            "select category, product, sum(cost)::int from orders group by grouping "
            "sets(category, product) order by 1, 2",
            [
                ("cellphones", None, 1610),
                ("computers", None, 2100),
                (None, "laptop", 2050),
                (None, "mouse", 50),
                (None, "smartphone", 1610),
            ],
            (),
            *_SOLD,
        ),
        rows(
            "select category, product, sum(cost)::int from orders group by rollup(category, "
            "product) order by 1, 2",
            [
                ("cellphones", "smartphone", 1610),
                ("cellphones", None, 1610),
                ("computers", "laptop", 2050),
                ("computers", "mouse", 50),
                ("computers", None, 2100),
                (None, None, 3710),
            ],
            (),
            *_SOLD,
        ),
        rows(
            "select category, product, grouping(category) as g0, grouping(product) as g1, "
            "grouping(category, product) as g2 from orders group by cube(category, product) "
            "order by 3, 1, 2",
            [
                ("cellphones", "smartphone", 0, 0, 0),
                ("cellphones", None, 0, 1, 1),
                ("computers", "laptop", 0, 0, 0),
                ("computers", "mouse", 0, 0, 0),
                ("computers", None, 0, 1, 1),
                (None, "laptop", 1, 0, 2),
                (None, "mouse", 1, 0, 2),
                (None, "smartphone", 1, 0, 2),
                (None, None, 1, 1, 3),
            ],
            (VARCHAR, VARCHAR, INTEGER, INTEGER, INTEGER),
            *_SOLD,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select pre_owned, grouping_id(category, pre_owned) as group_id, sum(cost)::int "
            "from orders group by pre_owned, rollup(category) order by 2, 1, 3",
            [("F", 0, 1100), ("T", 0, 1000), ("T", 0, 1610), ("F", 2, 1100), ("T", 2, 2610)],
            (VARCHAR, INTEGER, INTEGER),
            *_SOLD,
        ),
        rows(
            "select g, grouping(g), count(*) from t group by rollup(g) order by 2, 1",
            [("a", 0, 2), ("b", 0, 2), (None, 0, 1), (None, 1, 5)],
            (),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select g, sum(v) from t group by all order by 1",
            [("a", 30), ("b", 30), (None, 50)],
            (VARCHAR, BIGINT),
            *_MADE,
        ),
        also=("ROLLUP", "CUBE", "GROUPING", "GROUPING_ID", "GROUP BY ALL"),
    ),
    subject(
        "ORDER BY",
        "r_ORDER_BY_clause",
        rows(
            "select v from t order by v desc limit 2",
            [(None,), (50,)],
            (INTEGER,),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows("select v from t order by v nulls first limit 2", [(None,), (10,)], (), *_MADE),
        rows(
            "select id as x, v from t order by x desc, 2 limit 1 offset 4",
            [(1, 10)],
            (),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        rows("select top 2 id from t order by id", [(1,), (2,)], (INTEGER,), *_MADE),
        refused("select id from t order by id fetch first 2 rows only", *_MADE, message="FETCH"),
        also=("TOP", "OFFSET", "NULLS FIRST"),
    ),
    subject(
        "SELECT list",
        "r_SELECT_list",
        rows("select * exclude (v) from t where id = 1", [(1, "a")], (INTEGER, VARCHAR), *_MADE),
        rows(
            "select v as id, id + 1 as x, x * 2 as y from t where v = 10",
            [(10, 2, 4)],
            (),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select distinct g from t order by g",
            [("a",), ("b",), (None,)],
            (VARCHAR,),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select shop.public.t.id one from shop.public.t where id = 1",
            [(1,)],
            (INTEGER,),
            *_MADE,
        ),
        refused("select distinct on (g) g from t", *_MADE, message="DISTINCT ON"),
        error("select * replace (1 as id) from t", "42601", *_MADE),
        also=("EXCLUDE",),
    ),
)
