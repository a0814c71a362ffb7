"""PIVOT, UNPIVOT and generate_series."""

from decimal import Decimal

from .case import Kind, subject
from .statements import error, refused, rows
from .types import BIGINT, INTEGER, VARCHAR, numeric

_PART = (
    "create table part (partname varchar, manufacturer varchar, quality int, price decimal(12, 2))"
)
_PARTS = (
    "insert into part values ('prop', 'local parts co', 2, 10.00), ('prop', 'big parts co', "
    "null, 9.00), ('prop', 'small parts co', 1, 12.00), ('rudder', 'local parts co', 1, "
    "2.50), ('rudder', 'big parts co', 2, 3.75), ('rudder', 'small parts co', null, 1.90), "
    "('wing', 'local parts co', null, 7.50), ('wing', 'big parts co', 1, 15.20), ('wing', "
    "'small parts co', null, 11.80)"
)
_MADE = (_PART, _PARTS)
_COLORS = "create table count_by_color (quality varchar, red int, green int, blue int)"
_COUNTS = (
    "insert into count_by_color values ('high', 15, 20, 7), ('normal', 35, null, 40), "
    "('low', 10, 23, null)"
)
_COUNTED = (_COLORS, _COUNTS)

SUBJECTS = (
    subject(
        "PIVOT",
        "r_FROM_clause-pivot-unpivot-examples",
        rows(
            "select * from (select partname, price from part) pivot (avg(price) for partname "
            "in ('prop', 'rudder', 'wing'))",
            [(Decimal("10.33"), Decimal("2.71"), Decimal("11.50"))],
            (numeric(38, 2), numeric(38, 2), numeric(38, 2)),
            *_MADE,
        ),
        rows(
            "select * from (select quality, manufacturer from part) pivot (count(*) for "
            "quality in (1, 2, null)) order by manufacturer",
            [("big parts co", 1, 1, 1), ("local parts co", 1, 1, 1), ("small parts co", 1, 0, 2)],
            (VARCHAR, BIGINT, BIGINT, BIGINT),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select manufacturer, high_count, low_count, na_count from (select quality, "
            "manufacturer from part) "
            "pivot (count(*) as count for quality in (1 as high, 2 as low, null as na)) "
            "order by 1",
            [("big parts co", 1, 1, 1), ("local parts co", 1, 1, 1), ("small parts co", 1, 0, 2)],
            (),
            *_MADE,
        ),
        rows(
            "select p.a from (select partname from part) pivot (count(*) for partname in "
            "('none')) as p(a)",
            [(0,)],
            (BIGINT,),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        error("select * from part pivot (sum(price) for missing in (1))", "42703", *_MADE),
        refused(
            "select * from part pivot (stddev(price) for partname in ('prop'))",
            *_MADE,
            message="PIVOT",
        ),
        refused("select * from part pivot (sum(price) for partname in (select 'prop'))", *_MADE),
    ),
    subject(
        "UNPIVOT",
        "r_FROM_clause-pivot-unpivot-examples",
        rows(
            "select * from (select red, green, blue from count_by_color) unpivot (cnt for "
            "color in (red, green, blue)) order by 1, 2",
            [
                ("blue", 7),
                ("blue", 40),
                ("green", 20),
                ("green", 23),
                ("red", 10),
                ("red", 15),
                ("red", 35),
            ],
            (VARCHAR, INTEGER),
            *_COUNTED,
        ),
        rows(
            "select color, cnt from count_by_color unpivot include nulls (cnt for color in "
            "(red, green, blue)) where cnt is null order by 1",
            [("blue", None), ("green", None)],
            (VARCHAR, INTEGER),
            *_COUNTED,
            kind=Kind.NULL,
        ),
        rows(
            "select * from count_by_color unpivot (cnt for color in (red as r, green as g, "
            "blue as b)) where quality = 'high' order by color",
            [("high", "b", 7), ("high", "g", 20), ("high", "r", 15)],
            (VARCHAR, VARCHAR, INTEGER),
            *_COUNTED,
            kind=Kind.BOUNDARY,
        ),
        error(
            "select * from count_by_color unpivot (cnt for color in (missing))", "42703", *_COUNTED
        ),
    ),
    subject(
        "GENERATE_SERIES",
        "c_SQL_functions_leader_node_only",
        rows("select generate_series(1, 3)", [(1,), (2,), (3,)], (INTEGER,)),
        rows("select n + 1 from generate_series(-1, 5, 3) as g(n)", [(0,), (3,), (6,)], (INTEGER,)),
        rows("select * from generate_series(2, 1)", [], (INTEGER,), kind=Kind.BOUNDARY),
        error(
            "select n from generate_series(1, 3) as g(n), part",
            "0A000",
            _PART,
            message="not supported on Redshift tables",
        ),
    ),
)
