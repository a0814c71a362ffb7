"""Types: what a column holds, what it refuses, and how it is sent."""

from decimal import Decimal

from .case import subject
from .expressions import boundary, null, value
from .statements import error, refused, rows
from .types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    INTEGER,
    REAL,
    SMALLINT,
    VARCHAR,
    numeric,
)


def _column(declared: str, literal: str) -> tuple[str, str]:
    return f"create temp table typed (c {declared})", f"insert into typed values ({literal})"


_ASK = "select c from typed"

SUBJECTS = (
    subject("type SMALLINT", "r_Numeric_types201",
            rows(_ASK, [(32767,)], (SMALLINT,), *_column("smallint", "32767")),
            rows(_ASK, [(None,)], (SMALLINT,), *_column("int2", "null")),
            error("insert into typed values (32768)", "22003", "create temp table typed (c int2)"),
            value("'5'::smallint", 5, SMALLINT), also=("INT2",)),
    subject("type INTEGER", "r_Numeric_types201",
            rows(_ASK, [(-2147483648,)], (INTEGER,), *_column("integer", "-2147483648")),
            rows(_ASK, [(3,)], (INTEGER,), *_column("int", "2.5")),
            null("null::int4", INTEGER),
            error("insert into typed values (2147483648)", "22003",
                  "create temp table typed (c int)"), also=("INT", "INT4")),
    subject("type BIGINT", "r_Numeric_types201",
            rows(_ASK, [(9223372036854775807,)], (BIGINT,),
                 *_column("bigint", "9223372036854775807")),
            null("null::int8", BIGINT), boundary("-9223372036854775807::bigint",
            -9223372036854775807, BIGINT), also=("INT8",)),
    subject("type DECIMAL", "r_Numeric_types201",
            rows(_ASK, [(Decimal("1.24"),)], (numeric(8, 2),), *_column("decimal(8,2)", "1.235")),
            rows(_ASK, [(Decimal("2"),)], (numeric(18, 0),), *_column("numeric", "1.5")),
            null("null::decimal(38,37)", numeric(38, 37)),
            value("9223372036854775808", Decimal(2**63), numeric(19, 0)),
            boundary("-9223372036854775808", -(2**63), BIGINT),
            error("select 99999999999999999999999999999999999999 + 1", "22003"),
            error("select 999999999999999999999999999999999999999", "22003"),
            error("select 9223372036854775808::bigint", "22003"),
            error("insert into typed values (1000)", "22003",
                  "create temp table typed (c decimal(4,2))"),
            error("create temp table typed (c decimal(39,2))", "22023"), also=("NUMERIC",)),
    subject("type REAL", "r_Numeric_types201", value("1.5::real", 1.5, REAL),
            boundary("'NaN'::float4 is not null", True, BOOLEAN), null("null::real", REAL),
            also=("FLOAT4",)),
    subject("type DOUBLE PRECISION", "r_Numeric_types201",
            value("1.5::double precision", 1.5, DOUBLE, text="1.5"),
            value("1::float", 1.0, DOUBLE, text="1"), null("null::float8", DOUBLE),
            error("select 1e400", "22003"),
            error("select '1e400'::float", "22003"), also=("FLOAT8", "FLOAT")),
    subject("type BOOLEAN", "r_Boolean_type", value("'yes'::boolean", True, BOOLEAN, text="t"),
            value("'f'::bool", False, BOOLEAN, text="f"), null("null::boolean", BOOLEAN),
            boundary("0::boolean", False, BOOLEAN), also=("BOOL",)),
    subject("type VARCHAR(n)", "r_Character_types", boundary("'éé'::varchar(3)", "é", VARCHAR),
            boundary("'a€b'::varchar(3)", "a", VARCHAR),
            rows(_ASK, [("abc",)], (), *_column("varchar(3)", "'abc   '")),
            rows(_ASK, [(None,)], (), *_column("character varying(3)", "null")),
            error("insert into typed values ('abcd')", "22001",
                  "create temp table typed (c nvarchar(3))"),
            error("insert into typed values ('éé')", "22001",
                  "create temp table typed (c varchar(3))"),
            also=("CHARACTER VARYING", "NVARCHAR")),
    subject("type CHAR(n)", "r_Character_types",
            refused("create temp table typed (c char(3))", message="CHAR"),
            refused("select cast('a' as char(3))", message="CHAR"),
            refused("select 'a'::bpchar", message="BPCHAR")),
    subject("type TIMETZ", "r_Datetime_types",
            refused("create temp table typed (c timetz)", message="TIME"),
            refused("select '10:00:00+02'::timetz", message="TIME")),
    subject("type GEOMETRY", "geospatial-overview",
            refused("create temp table typed (c geometry)", message="geometry")),
    subject("type GEOGRAPHY", "geospatial-overview",
            refused("create temp table typed (c geography)", message="geography")),
    subject("type HLLSKETCH", "r_HLLSKTECH_type",
            refused("create temp table typed (c hllsketch)", message="hllsketch")),
)  # fmt: skip
