"""Unnesting and comparing SUPER values."""

from .case import Kind, subject
from .statements import refused, rows
from .types import BIGINT, BOOLEAN, INTEGER, SUPER, VARCHAR

_FOO = (
    "create table foo as select json_parse('[[1.1, 1.2], [2.1, 2.2], [3.1, 3.2]]') as "
    "multi_level_array"
)
_BAR = """create table bar as select json_parse('{"scalar_array": [1, 2.3, 45000000]}') as data"""
_ORDERS = "create table orders (id int, d super)"
_ORDER = (
    "insert into orders select 1, json_parse("
    """'{"items":[{"sku":"a","q":2},{"sku":"b","q":3}],"n":5,"s":"x"}')"""
)
_EMPTY = "insert into orders values (2, null)"
_NONE = "insert into orders select 3, json_parse('{\"items\":[]}')"
_SET = (_ORDERS, _ORDER, _EMPTY, _NONE)

SUBJECTS = (
    subject(
        "unnesting a SUPER array in FROM",
        "query-super",
        rows(
            "select index, element::varchar from bar as b, b.data.scalar_array as element at "
            "index order by index",
            [(0, "1"), (1, "2.3"), (2, "45000000")],
            (BIGINT, VARCHAR),
            _BAR,
        ),
        rows(
            "select element::decimal(2,1)::varchar from foo as f, f.multi_level_array as "
            "array, array as element order by 1",
            [("1.1",), ("1.2",), ("2.1",), ("2.2",), ("3.1",), ("3.2",)],
            (VARCHAR,),
            _FOO,
        ),
        rows(
            "select o.id, i.sku::varchar from orders o left join o.d.items as i on true "
            "order by 1, 2",
            [(1, "a"), (1, "b"), (2, None), (3, None)],
            (INTEGER, VARCHAR),
            *_SET,
            kind=Kind.NULL,
        ),
        rows(
            "select o.id, i.sku from orders o, o.d.items i order by 1, 2",
            [(1, '"a"'), (1, '"b"')],
            (INTEGER, SUPER),
            *_SET,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select o.id, (select count(*) from o.d.items as i) from orders o order by 1",
            [(1, 2), (2, 0), (3, 0)],
            (INTEGER, BIGINT),
            *_SET,
        ),
        rows(
            "select o.id from orders o where exists (select 1 from o.d.items as i where i.q = 3)",
            [(1,)],
            (INTEGER,),
            *_SET,
        ),
        refused("select o.id from orders o, o.d.n as i", *_SET, message="no array"),
        refused(
            "select o.id from orders o full join o.d.items as i on true", *_SET, message="FULL JOIN"
        ),
    ),
    subject(
        "UNPIVOT of a SUPER object",
        "query-super",
        rows(
            "select k, v::varchar from orders o, unpivot o.d as v at k where o.id = 1 and k "
            "<> 'items' order by k",
            [("n", "5"), ("s", "x")],
            (VARCHAR, VARCHAR),
            *_SET,
        ),
        rows(
            "select count(*) from orders o, unpivot o.d as v where o.id = 2",
            [(0,)],
            (BIGINT,),
            *_SET,
            kind=Kind.NULL,
        ),
        rows(
            "select i.sku::varchar, k from orders o, o.d.items as i, unpivot i as v at k "
            "order by 1, 2",
            [("a", "q"), ("a", "sku"), ("b", "q"), ("b", "sku")],
            (),
            *_SET,
            kind=Kind.BOUNDARY,
        ),
        refused("select k from orders o, unpivot o.d.items as v at k", *_SET, message="no object"),
    ),
    subject(
        "comparisons of SUPER values",
        "query-super",
        rows(
            "select d.n = 'P', d.n = 5, d.s = 'x' from orders where id = 1",
            [(False, True, True)],
            (BOOLEAN, BOOLEAN, BOOLEAN),
            *_SET,
        ),
        rows(
            "select d.n <= 'P', 'P' > d.n, not (d.n < 'x') from orders where id = 1",
            [(None, None, None)],
            (BOOLEAN, BOOLEAN, BOOLEAN),
            *_SET,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select d.n < 6, d.n between 1 and 6, d.s <= 'y' from orders where id = 1",
            [(True, True, True)],
            (),
            *_SET,
        ),
        rows(
            "select d.nothing = 1, d.nothing < 1 from orders where id = 1",
            [(None, None)],
            (),
            *_SET,
            kind=Kind.NULL,
        ),
        rows(
            "select json_serialize(v) from (select array(array(1), 'b', 2, -2.5, true, "
            "object('a', 1)) as a) t, t.a as v order by v",
            [("true",), ("-2.5",), ("2",), ('"b"',), ("[1]",), ('{"a":1}',)],
            (),
            kind=Kind.BOUNDARY,
        ),
        refused(
            "select d.n < '2020-01-01'::date from orders", *_SET, message="comparing a SUPER value"
        ),
    ),
)
