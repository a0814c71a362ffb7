"""Window functions: each over three rows, in their order."""

from typing import Any

from .case import Case, Kind, Type, subject
from .statements import error, rows
from .types import BIGINT, DOUBLE, INTEGER, VARCHAR

_SOURCE = "(select 1 as i union all select 2 union all select 2 union all select null) as t"


def _each(
    function: str, expected: list[Any], kind: Type, over: str = "order by i", null: bool = False
) -> Case:
    """The function's values in the rows 1, 2, 2, NULL."""
    query = f"select {function} over ({over}) as value from {_SOURCE} order by i, value"
    shown = Kind.NULL if null else Kind.VALUE
    return rows(query, [(item,) for item in expected], (kind,), kind=shown)


def _missing_order(function: str) -> Case:
    return error(f"select {function} over (order by nothing) from {_SOURCE}", "42703")


SUBJECTS = (
    subject("ROW_NUMBER", "r_WF_ROW_NUMBER", _each("row_number()", [1, 2, 3, 4], BIGINT),
            _each("row_number()", [1, 1, 2, 1], BIGINT, "partition by i order by i"),
            _missing_order("row_number()")),
    subject("RANK", "r_WF_RANK", _each("rank()", [1, 2, 2, 4], BIGINT),
            _each("rank()", [4, 2, 2, 1], BIGINT, "order by i desc", null=True),
            _missing_order("rank()")),
    subject("DENSE_RANK", "r_WF_DENSE_RANK", _each("dense_rank()", [1, 2, 2, 3], BIGINT),
            _each("dense_rank()", [3, 2, 2, 1], BIGINT, "order by i desc", null=True),
            _missing_order("dense_rank()")),
    subject("PERCENT_RANK", "r_WF_PERCENT_RANK",
            _each("percent_rank()", [0.0, 1 / 3, 1 / 3, 1.0], DOUBLE),
            _each("percent_rank()", [0.0, 0.0, 0.0, 0.0], DOUBLE, "partition by i order by i"),
            _missing_order("percent_rank()")),
    subject("CUME_DIST", "r_WF_CUME_DIST", _each("cume_dist()", [0.25, 0.75, 0.75, 1.0], DOUBLE),
            _each("cume_dist()", [1.0, 1.0, 1.0, 1.0], DOUBLE, "partition by i order by i"),
            _missing_order("cume_dist()")),
    subject("NTILE", "r_WF_NTILE", _each("ntile(2)", [1, 1, 2, 2], BIGINT),
            _each("ntile(9)", [1, 2, 3, 4], BIGINT), _missing_order("ntile(2)")),
    subject("LAG", "r_WF_LAG", _each("lag(i)", [None, 1, 2, 2], INTEGER, null=True),
            _each("lag(i, 2)", [None, 1, None, 2], INTEGER), _missing_order("lag(i)")),
    subject("LEAD", "r_WF_LEAD", _each("lead(i)", [2, 2, None, None], INTEGER, null=True),
            _each("lead(i, 3)", [None, None, None, None], INTEGER), _missing_order("lead(i)")),
    subject("FIRST_VALUE", "r_WF_first_value",
            _each("first_value(i)", [1, 1, 1, 1], INTEGER,
                  "order by i rows between unbounded preceding and unbounded following"),
            _each("last_value(i)", [None, None, None, None], INTEGER,
                  "order by i rows between unbounded preceding and unbounded following", null=True),
            _each("nth_value(i, 2)", [2, 2, 2, 2], INTEGER,
                  "order by i rows between unbounded preceding and unbounded following"),
            also=("LAST_VALUE", "NTH_VALUE")),
    subject("LISTAGG as a window function", "r_WF_LISTAGG",
            _each("listagg(i, ',') within group (order by i)", ["1,2,2"] * 4, VARCHAR, ""),
            _each("listagg(distinct i, ',') within group (order by i desc)", ["2,1"] * 4, VARCHAR,
                  ""),
            _each("listagg(distinct i, ',') within group (order by i)", ["1", "2", "2", None],
                  VARCHAR, "partition by i", null=True),
            error(f"select listagg(i, ',') over (order by i) from {_SOURCE}", "42601")),
    subject("RATIO_TO_REPORT", "r_WF_RATIO_TO_REPORT",
            _each("ratio_to_report(i)", [0.2, 0.4, 0.4, None], DOUBLE, "", null=True),
            _each("ratio_to_report(i)", [1.0, 0.5, 0.5, None], DOUBLE, "partition by i"),
            rows(f"select ratio_to_report(sum(i)) over () from {_SOURCE} where i = 2",
                 [(1.0,)], (DOUBLE,), kind=Kind.BOUNDARY),
            error(f"select ratio_to_report(i) over (order by i) from {_SOURCE}", "42601")),
)  # fmt: skip
