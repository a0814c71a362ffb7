"""Aggregate functions."""

from decimal import Decimal

from .case import subject
from .expressions import value
from .types import BIGINT, BOOLEAN, DOUBLE, NUMERIC, VARCHAR

_SOURCE = """from (
    select 0 as i, 0::bigint as b, 0.5::decimal(18,2) as d, 0::float as f, 'x' as g
    union all select 1, 1, 0.5, 1, 'x'
    union all select 2, 2, 1, 1, 'y'
    union all select 3, 3, 2, 2, 'y'
) as t"""

SUBJECTS = (
    subject(
        "SUM",
        "r_SUM",
        value("sum(i)", 6, BIGINT, _SOURCE),
        value("sum(b)", Decimal("6"), NUMERIC, _SOURCE),
        value("sum(d)", Decimal("4.00"), NUMERIC, _SOURCE),
        value("sum(f)", 4.0, DOUBLE, _SOURCE),
    ),
    subject(
        "AVG",
        "r_AVG",
        value("avg(i)", 1, BIGINT, _SOURCE),
        value("avg(d)", Decimal("1.00"), NUMERIC, _SOURCE),
        value("avg(f)", 1.0, DOUBLE, _SOURCE),
        value("avg(i) over ()", 1, BIGINT, _SOURCE + " limit 1"),
    ),
    subject(
        "COUNT",
        "r_COUNT",
        value("count(distinct g)", 2, BIGINT, _SOURCE),
        value("approximate count(distinct g)", 2, BIGINT, _SOURCE),
    ),
    subject(
        "LISTAGG",
        "r_LISTAGG",
        value("listagg(g, ',') within group (order by i)", "x,x,y,y", VARCHAR, _SOURCE),
        value("listagg(distinct g, '|') within group (order by g desc)", "y|x", VARCHAR, _SOURCE),
    ),
    subject(
        "BOOL_OR",
        "r_BOOL_OR",
        value("bool_or(i > 2)", True, BOOLEAN, _SOURCE),
    ),
    subject(
        "operator /",
        "r_numeric_computations201",
        value("sum(d) / count(*)", Decimal("1.0000"), NUMERIC, _SOURCE),
    ),
    subject(
        "STDDEV_POP",
        "r_STDDEV_functions",
        value("stddev_pop(f)", 0.7071067811865476, DOUBLE, _SOURCE),
    ),
    subject(
        "MIN",
        "r_MIN",
        value("min(g)", "x", VARCHAR, _SOURCE),
    ),
)
