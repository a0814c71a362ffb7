"""Aggregate functions."""

import datetime
from decimal import Decimal

from .case import subject
from .expressions import boundary, error, null, refused, value
from .types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    INTEGER,
    NUMERIC,
    SMALLINT,
    TIMESTAMP,
    VARCHAR,
    numeric,
)

_SOURCE = """from (
    select 0 as i, 0::bigint as b, 0.5::decimal(18,2) as d, 0::float as f, 'x' as g
    union all select 1, 1, 0.5, 1, 'x'
    union all select 2, 2, 1, 1, 'y'
    union all select 3, 3, 2, 2, 'y'
) as t"""
_NONE = _SOURCE + " where false"
_ONE = _SOURCE + " where i = 1"

_BITS = "from (select 3 as i union all select 7 union all select 10 union all select 22) as t"

_MOMENT = datetime.datetime(2020, 1, 1)

SUBJECTS = (
    subject("SUM", "r_SUM", value("sum(i)", 6, BIGINT, _SOURCE),
            value("sum(b)", Decimal("6"), numeric(38, 0), _SOURCE),
            value("sum(d)", Decimal("4.00"), numeric(38, 2), _SOURCE),
            value("sum(f)", 4.0, DOUBLE, _SOURCE), null("sum(i)", BIGINT, _NONE),
            error("sum(g)", "42883", _SOURCE),
            error("sum(1e308::float)", "22003", _SOURCE), null("sum(f)", DOUBLE, _NONE)),
    subject("AVG", "r_AVG", value("avg(i)", 1, BIGINT, _SOURCE),
            value("avg(d)", Decimal("1.00"), numeric(38, 2), _SOURCE),
            value("avg(f)", 1.0, DOUBLE, _SOURCE),
            value("avg(i) over ()", 1, BIGINT, _SOURCE + " limit 1"),
            null("avg(d)", NUMERIC, _NONE)),
    subject("COUNT", "r_COUNT", value("count(*)", 4, BIGINT, _SOURCE),
            value("count(distinct g)", 2, BIGINT, _SOURCE),
            value("approximate count(distinct g)", 2, BIGINT, _SOURCE),
            boundary("count(*)", 0, BIGINT, _NONE),
            null("count(nullif(i, 0))", BIGINT, _SOURCE, expected=3)),
    subject("LISTAGG", "r_LISTAGG",
            value("listagg(g, ',') within group (order by i)", "x,x,y,y", VARCHAR, _SOURCE),
            value("listagg(i) within group (order by i desc)", "3210", VARCHAR, _SOURCE),
            value("listagg(distinct g, '|') within group (order by g desc)", "y|x", VARCHAR,
                  _SOURCE),
            boundary("listagg(nullif(g, 'x'), ',')", "y,y", VARCHAR, _SOURCE),
            boundary("listagg(case when g = 'x' then '' else g end, ',')", "y,y", VARCHAR, _SOURCE),
            boundary("listagg(distinct case when g = 'x' then '' else g end, ',')", "y", VARCHAR,
                     _SOURCE),
            null("listagg(g, ',')", VARCHAR, _NONE)),
    subject("BOOL_OR", "r_BOOL_OR", value("bool_or(i > 2)", True, BOOLEAN, _SOURCE),
            value("bool_and(i > 2)", False, BOOLEAN, _SOURCE),
            null("bool_or(i > 2)", BOOLEAN, _NONE), null("bool_and(i > 2)", BOOLEAN, _NONE),
            also=("BOOL_AND",)),
    subject("STDDEV_SAMP", "r_STDDEV_functions",
            value("stddev_pop(f)", 0.7071067811865476, DOUBLE, _SOURCE),
            value("round(stddev_samp(f), 6)", 0.816497, DOUBLE, _SOURCE),
            value("round(stddev(i), 6)", 1.290994, DOUBLE, _SOURCE),
            null("stddev_samp(f)", DOUBLE, _ONE), boundary("stddev_pop(f)", 0.0, DOUBLE, _ONE),
            also=("STDDEV_POP", "STDDEV")),
    subject("VAR_SAMP", "r_STDDEV_functions", value("var_pop(f)", 0.5, DOUBLE, _SOURCE),
            value("round(var_samp(f), 6)", 0.666667, DOUBLE, _SOURCE),
            value("round(variance(f), 6)", 0.666667, DOUBLE, _SOURCE),
            null("var_samp(f)", DOUBLE, _ONE), boundary("var_pop(f)", 0.0, DOUBLE, _ONE),
            also=("VAR_POP", "VARIANCE")),
    subject("MIN", "r_MIN", value("min(g)", "x", VARCHAR, _SOURCE),
            value("max(i)", 3, INTEGER, _SOURCE), null("min(i)", INTEGER, _NONE),
            null("max(g)", VARCHAR, _NONE), also=("MAX",)),
    subject("ANY_VALUE", "r_ANY_VALUE", value("any_value(g)", "y", VARCHAR, _SOURCE +
            " where g = 'y'"), boundary("any_value(i)", 1, INTEGER, _ONE),
            null("any_value(i)", INTEGER, _NONE)),
    subject("MEDIAN", "r_MEDIAN", value("median(f)", 1.0, DOUBLE, _SOURCE),
            boundary("median(f)", 1.0, DOUBLE, _ONE), null("median(f)", DOUBLE, _NONE),
            value("median(i)", Decimal("1.5"), NUMERIC, _SOURCE),
            value("median(d)", Decimal("0.75"), NUMERIC, _SOURCE),
            null("median(d)", NUMERIC, _NONE),
            value("median(i) over ()", Decimal("1.5"), NUMERIC, _SOURCE + " limit 1"),
            value("median(timestamp '2020-01-01')", _MOMENT, TIMESTAMP, _SOURCE),
            refused("median(date '2020-01-01' + i)", _SOURCE, message="percentile"),
            refused("median(b + 9000000000000000)", _SOURCE, message="percentile"),
            notes="exact numbers to one more digit; refused: of dates, of more than 15 digits"),
    subject("PERCENTILE_CONT", "r_PERCENTILE_CONT",
            value("percentile_cont(0.5) within group (order by f)", 1.0, DOUBLE, _SOURCE),
            value("percentile_cont(0.25) within group (order by f)", 0.75, DOUBLE, _SOURCE),
            boundary("percentile_cont(1) within group (order by f)", 2.0, DOUBLE, _SOURCE),
            null("percentile_cont(0.5) within group (order by f)", DOUBLE, _NONE),
            value("percentile_cont(0.25) within group (order by i)", Decimal("0.75"), NUMERIC,
                  _SOURCE),
            value("percentile_cont(0.5) within group (order by d)", Decimal("0.75"), NUMERIC,
                  _SOURCE),
            null("percentile_cont(0.5) within group (order by i)", NUMERIC, _NONE),
            notes="exact numbers to all their digits; refused as MEDIAN's"),
    subject("PERCENTILE_DISC", "r_WF_PERCENTILE_DISC",
            value("percentile_disc(0.5) within group (order by i)", 1, INTEGER, _SOURCE),
            boundary("percentile_disc(1) within group (order by i)", 3, INTEGER, _SOURCE),
            null("percentile_disc(0.5) within group (order by i)", INTEGER, _NONE)),
    subject("APPROXIMATE PERCENTILE_DISC", "r_APPROXIMATE_PERCENTILE_DISC",
            value("approximate percentile_disc(0.5) within group (order by i)", 1, INTEGER,
                  _SOURCE),
            boundary("approximate percentile_disc(1) within group (order by d)", Decimal("2.00"),
                     numeric(18, 2), _SOURCE),
            null("approximate percentile_disc(0.5) within group (order by i)", INTEGER, _NONE),
            refused("approximate percentile_disc(0.5) within group (order by i desc)", _SOURCE,
                    message="descending"), notes="answered exactly"),
    subject("HLL", "r_HLL_function", value("hll(g)", 2, BIGINT, _SOURCE),
            boundary("hll(i)", 0, BIGINT, _NONE),
            null("hll(nullif(g, 'x'))", BIGINT, _SOURCE, expected=1), notes="answered exactly"),
    # The four values of the page.
    subject("BIT_AND", "c_bitwise_aggregate_functions",
            value("bit_and(i)", 2, INTEGER, _BITS),
            value("bit_and(distinct i::bigint)", 2, BIGINT, _BITS),
            boundary("bit_and(i::smallint)", 0, SMALLINT, _SOURCE),
            null("bit_and(i)", INTEGER, _NONE), error("bit_and(d)", "42883", _SOURCE)),
    subject("BIT_OR", "c_bitwise_aggregate_functions",
            value("bit_or(i)", 31, INTEGER, _BITS), boundary("bit_or(b)", 3, BIGINT, _SOURCE),
            null("bit_or(i)", INTEGER, _NONE),
            refused("bit_or(i) over ()", _SOURCE, message="BIT_OR")),
    subject("STRING_AGG", "c_Aggregate_Functions",
            refused("string_agg(g, ',')", _SOURCE, message="string_agg()")),
)  # fmt: skip
