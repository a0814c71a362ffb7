"""Expected values and types, each after the page of the Redshift documentation that states it.

Pages are those of https://docs.aws.amazon.com/redshift/latest/dg/<page>.html. The type is the OID
that the driver reports: 16 bool, 20 int8, 23 int4, 701 float8, 1043 varchar, 1082 date,
1114 timestamp, 1700 numeric, 4000 super.
"""

import datetime
from decimal import Decimal
from typing import Any, NamedTuple


class Case(NamedTuple):
    """One expression, what it must answer, and where that is written."""

    page: str
    expression: str
    value: Any
    oid: int


NUMBERS = [
    Case("r_numeric_computations201", "8.00::decimal(8,2) / 2.00::decimal(8,2)",
         Decimal("4.000000000"), 1700),
    Case("r_numeric_computations201", "1::decimal(8,2) / 3::decimal(8,2)",
         Decimal("0.333333333"), 1700),
    Case("r_numeric_computations201", "7 / 2", 3, 23),
    Case("r_numeric_computations201", "-7 / 2", -3, 23),
    Case("r_numeric_computations201", "7::bigint / 2", 3, 20),
    Case("r_numeric_computations201", "7 / 2.0::float", 3.5, 701),
    Case("r_numeric_computations201", "1.10::decimal(4,2) * 2.20::decimal(4,2)",
         Decimal("2.4200"), 1700),
    Case("r_MOD", "mod(10, 4)", 2, 23),
    Case("r_ROUND", "round(28.05::decimal(8,2), 1)", Decimal("28.10"), 1700),
    Case("r_TRUNC", "trunc(111.86::decimal(8,2))", Decimal("111"), 1700),
    Case("r_FLOOR", "floor(28.05::decimal(8,2))", Decimal("28"), 1700),
    Case("r_CEILING_FUNCTION", "ceiling(28.05::decimal(8,2))", Decimal("29"), 1700),
    Case("r_POWER", "power(2, 10)", 1024.0, 701),
    Case("r_CAST_function", "cast(109.652 as decimal(4,1))", Decimal("109.7"), 1700),
    Case("r_CAST_function", "cast(139.6 as int)", 140, 23),
    Case("r_CAST_function", "true::int", 1, 23),
]  # fmt: skip

TEXTS = [
    Case("r_Character_types", "'éé'::varchar(3)", "é", 1043),
    Case("r_Character_types", "'a€b'::varchar(3)", "a", 1043),
    Case("r_CAST_function", "2.5::float::varchar", "2.5", 1043),
    Case("r_CAST_function", "2::float::varchar", "2", 1043),
    Case("r_CONCAT", "concat('a', null)", None, 1043),
    Case("r_concat_op", "'a' || 'b'", "ab", 1043),
    Case("r_LEN", "len('ééé')", 3, 20),
    Case("r_OCTET_LENGTH", "octet_length('ééé')", 6, 20),
    Case("r_SUBSTRING", "substring('caterpillar', 6, 4)", "pill", 1043),
    Case("SPLIT_PART", "split_part('abc$def$ghi', '$', 2)", "def", 1043),
    Case("r_CHARINDEX", "charindex('fish', 'dogfish')", 4, 20),
    Case("REGEXP_SUBSTR", "regexp_substr('abc123', '[0-9]+')", "123", 1043),
    Case("REGEXP_SUBSTR", "regexp_substr('varchar2(12)', '[0-9]+', 9)", "12", 1043),
    Case("r_CAST_function", "'2026-01-02 03:04:05'::timestamp::varchar",
         "2026-01-02 03:04:05", 1043),
    Case("REGEXP_REPLACE", "regexp_replace('a-b-c', '-', '')", "abc", 1043),
    Case("REGEXP_COUNT", "regexp_count('abcabc', 'b')", 2, 23),
    Case("pattern-matching-conditions-posix", "'abc' ~ '^a'", True, 16),
    Case("r_patternmatching_condition_like", "'a_b' like 'a\\\\_b'", True, 16),
    Case("r_patternmatching_condition_like", "'axb' like 'a\\\\_b'", False, 16),
    Case("r_MD5", "md5('Amazon Redshift')", "f7415e33f972c03abd4f3fed36748f7a", 1043),
    Case("r_NVL_function", "nvl(null, 'b')", "b", 1043),
    Case("r_DECODE_expression", "decode(null, null, 'n', 'x')", "n", 1043),
    Case("r_GREATEST_LEAST", "greatest(1, null, 3)", 3, 23),
]

_MOMENT = "'2008-01-31 21:49:05'::timestamp"

DATES = [
    Case("r_DATEADD_function", "dateadd(month, 1, '2008-01-31'::date)",
         datetime.datetime(2008, 2, 29), 1114),
    Case("r_DATEADD_function", f"dateadd('hour', -1, {_MOMENT})",
         datetime.datetime(2008, 1, 31, 20, 49, 5), 1114),
    Case("r_DATEDIFF_function", "datediff(day, '2009-01-01 23:59', '2009-01-02 00:01')", 1, 20),
    Case("r_DATEDIFF_function", "datediff(qtr, '1998-07-01', '2008-06-30')", 39, 20),
    Case("r_DATEDIFF_function", "datediff(year, '2008-12-31', '2009-01-01')", 1, 20),
    Case("r_DATE_TRUNC", f"date_trunc('month', {_MOMENT})", datetime.datetime(2008, 1, 1), 1114),
    Case("r_DATE_TRUNC", "date_trunc('week', '2008-02-03'::date)",
         datetime.datetime(2008, 1, 28), 1114),
    Case("r_EXTRACT_function", f"extract(hour from {_MOMENT})", 21, 23),
    Case("r_Dateparts_for_datetime_functions", "extract(dow from '2026-11-22'::date)", 0, 23),
    Case("r_LAST_DAY", "last_day('2004-02-03'::date)", datetime.date(2004, 2, 29), 1082),
    Case("r_TRUNC_date", f"trunc({_MOMENT})", datetime.date(2008, 1, 31), 1082),
    Case("CONVERT_TIMEZONE", "convert_timezone('EST', '2008-08-21 07:23:54'::timestamp)",
         datetime.datetime(2008, 8, 21, 2, 23, 54), 1114),
    Case("r_TO_CHAR", f"to_char({_MOMENT}, 'YYYY-MM-DD HH24:MI:SS')",
         "2008-01-31 21:49:05", 1043),
    Case("r_TO_DATE_function", "to_date('02 10 2001', 'DD MM YYYY')",
         datetime.date(2001, 10, 2), 1082),
]  # fmt: skip

_JSON = """json_parse('{"a":[1,{"b":"c"}],"n":2.5,"s":"12","t":true,"z":null}')"""

SUPERS = [
    Case("query-super", "v.a[0]::int", 1, 23),
    Case("query-super", "v.a[1].b::varchar", "c", 1043),
    Case("super-configurations", "v.missing.deeper::varchar", None, 1043),
    Case("super-configurations", "v.a[7]::int", None, 23),
    Case("super-configurations", "v.a::int", None, 23),
    Case("super-configurations", "v.a::varchar", None, 1043),
    Case("query-super", "v.s::int", 12, 23),
    Case("query-super", "v.n::decimal(10,2)", Decimal("2.50"), 1700),
    Case("query-super", "v.t::bool", True, 16),
    Case("r_is_array", "is_array(v.a)", True, 16),
    Case("r_is_object", "is_object(v)", True, 16),
    Case("r_json_typeof", "json_typeof(v.n)", "number", 1043),
    Case("r_get_array_length", "get_array_length(v.a)", 2, 23),
    Case("JSON_SERIALIZE", "json_serialize(v.a)", '[1,{"b":"c"}]', 1043),
    Case("query-super", "v.a", '[1,{"b":"c"}]', 4000),
]

SUPER_SOURCE = f"(select {_JSON} as v)"

AGGREGATES = [
    Case("r_SUM", "sum(i)", 6, 20),
    Case("r_SUM", "sum(b)", Decimal("6"), 1700),
    Case("r_SUM", "sum(d)", Decimal("4.00"), 1700),
    Case("r_SUM", "sum(f)", 4.0, 701),
    Case("r_AVG", "avg(i)", 1, 20),
    Case("r_AVG", "avg(d)", Decimal("1.00"), 1700),
    Case("r_AVG", "avg(f)", 1.0, 701),
    Case("r_AVG", "avg(i) over ()", 1, 20),
    Case("r_COUNT", "count(distinct g)", 2, 20),
    Case("r_COUNT", "approximate count(distinct g)", 2, 20),
    Case("r_LISTAGG", "listagg(g, ',') within group (order by i)", "x,x,y,y", 1043),
    Case("r_LISTAGG", "listagg(distinct g, '|') within group (order by g desc)", "y|x", 1043),
    Case("r_BOOL_OR", "bool_or(i > 2)", True, 16),
    Case("r_numeric_computations201", "sum(d) / count(*)", Decimal("1.0000"), 1700),
    Case("r_STDDEV_functions", "stddev_pop(f)", 0.7071067811865476, 701),
    Case("r_MIN", "min(g)", "x", 1043),
]

AGGREGATE_SOURCE = """(
    select 0 as i, 0::bigint as b, 0.5::decimal(18,2) as d, 0::float as f, 'x' as g
    union all select 1, 1, 0.5, 1, 'x'
    union all select 2, 2, 1, 1, 'y'
    union all select 3, 3, 2, 2, 'y'
)"""

# What must be refused by name, rather than answered otherwise than Redshift would.
REFUSED = [
    "initcap('a')",
    "fnv_hash('a')",
    "add_months('2008-01-31'::date, 1)",
    "datediff(week, '2009-01-01', '2009-12-31')",
    "'a' similar to 'a'",
    "json_parse('{\"a\":1.5}').a + 1",
    "sha2('a', 512)",
    "'a'::char(3)",
    "list_extract(array(1,2), 1)",
    "getvariable('x')",
]
