"""SUPER values by which rows are grouped, told apart or sorted: a cast says as what."""

from .case import Kind, subject
from .statements import refused, rows
from .types import BIGINT, INTEGER, VARCHAR

_MADE = (
    "create table orders (id int, d super)",
    """insert into orders values (1, json_parse('{"n": 5, "s": "x"}')), """
    """(2, json_parse('{"n": 5.0, "s": "x"}')), (3, json_parse('{"s": "y"}'))""",
)
_WORD = "SUPER value"

SUBJECTS = (
    subject(
        "SUPER values as keys",
        "query-super",
        rows(
            "select d.s::varchar as s, count(*) from orders group by 1 order by 1",
            [("x", 2), ("y", 1)],
            (VARCHAR, BIGINT),
            *_MADE,
        ),
        rows(
            "select distinct d.n::int as n from orders order by 1",
            [(5,), (None,)],
            (INTEGER,),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select count(distinct d.n::int) from orders",
            [(1,)],
            (BIGINT,),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        rows("select id from orders order by d.s, id desc", [(2,), (1,), (3,)], (), *_MADE),
        refused("select d.n, count(*) from orders group by d.n", *_MADE, message="GROUP BY"),
        refused("select d.n, count(*) from orders group by 1", *_MADE, message="GROUP BY"),
        refused("select distinct d from orders", *_MADE, message="DISTINCT"),
        refused("select distinct * from orders", *_MADE, message="DISTINCT"),
        refused("select count(distinct d.n) from orders", *_MADE, message=_WORD),
        refused("select max(d.n) from orders", *_MADE, message="MAX"),
        refused("select count(*) over (partition by d.n) from orders", *_MADE, message=_WORD),
        refused(
            "select id from orders where d.n in (select d.n from orders)", *_MADE, message="IN"
        ),
        refused("select 5 in (select d.n from orders) from orders", *_MADE, message="IN"),
        refused("select d.n from orders union select d.n from orders", *_MADE, message="UNION"),
        refused(
            "select d.n from orders union all select d.n from orders order by 1",
            *_MADE,
            message="ORDER BY",
        ),
        rows(
            "select d.s, id from orders order by 1, 2 desc limit 2",
            [('"x"', 2), ('"x"', 1)],
            (),
            *_MADE,
        ),
        refused("select json_parse('1') from orders order by 1", *_MADE, message="ORDER BY"),
        refused("select -d.n from orders", *_MADE, message="arithmetic"),
    ),
)
