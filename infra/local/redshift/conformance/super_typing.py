"""Dynamic typing of SUPER values: comparisons, casts, and functions that need a cast."""

import datetime
from decimal import Decimal

from .case import Kind, subject
from .expressions import boundary, error, null, refused, value
from .statements import error as statement_error
from .statements import refused as statement_refused
from .statements import rows
from .types import BOOLEAN, DATE, INTEGER, NUMERIC, SUPER, VARCHAR

_SOURCE = """from (
    select json_parse('{"n":2.5,"i":5,"f":5.0,"q":"2.5","s":"ab  ","t":true,"z":null,
        "d":"2001-09-08","l":[1,2.0],"o":{"x":1}}') as v
) as t"""

_TABLE = "create table made (id int, v super)"

SUBJECTS = (
    subject("equality of SUPER values", "query-super",
            value("v.q = '2.5'", True, BOOLEAN, _SOURCE),
            value("v.q = 2.5", False, BOOLEAN, _SOURCE),
            value("v.q <> 2.5", True, BOOLEAN, _SOURCE),
            value("v.q in (1, '2.5')", True, BOOLEAN, _SOURCE),
            value("coalesce(v.z, v.q) = 2.5", False, BOOLEAN, _SOURCE),
            boundary("v.i = v.f", True, BOOLEAN, _SOURCE),
            boundary("v.s = 'ab'", True, BOOLEAN, _SOURCE),
            value("v.l = array(1, 2)", True, BOOLEAN, _SOURCE),
            value("v.o = json_parse('{\"x\": 1.0}')", True, BOOLEAN, _SOURCE),
            value("v.o = json_parse('{\"x\": \"1\"}')", False, BOOLEAN, _SOURCE),
            null("v.z = 1", BOOLEAN, _SOURCE),
            refused("v.d = current_date", _SOURCE, message="comparing a SUPER value")),
    subject("order of SUPER values", "query-super",
            value("v.n < 3", True, BOOLEAN, _SOURCE), null("v.q < 3", BOOLEAN, _SOURCE),
            null("json_parse('1') < 'a'", BOOLEAN), value("v.q <= '3'", True, BOOLEAN, _SOURCE),
            null("v.q between 1 and 3", BOOLEAN, _SOURCE),
            boundary("json_parse('5') >= v.f", True, BOOLEAN, _SOURCE),
            null("coalesce(v.z, v.q) > 1", BOOLEAN, _SOURCE)),
    subject("JSON's null", "query-super",
            null("v.z is null", BOOLEAN, _SOURCE, expected=True),
            null("v.z::int", INTEGER, _SOURCE), null("nvl(v.z, v.i)", SUPER, _SOURCE, "5"),
            value("v.o.missing is null", True, BOOLEAN, _SOURCE),
            refused("json_typeof(v.z) = 'null'", _SOURCE, message="JSON_TYPEOF"),
            notes="IS NULL as missing values are"),
    subject("casts of SUPER values", "limitations-super",
            value("5::super::bool", True, BOOLEAN), boundary("5.0::super::bool", None, BOOLEAN),
            null("v.f::bool", BOOLEAN, _SOURCE), null("v.q::int", INTEGER, _SOURCE),
            boundary("v.n::int", 3, INTEGER, _SOURCE),
            value("v.q::decimal(5,2)", Decimal("2.50"), NUMERIC, _SOURCE),
            value("v.d::date", datetime.date(2001, 9, 8), DATE, _SOURCE),
            null("v.l::varchar", VARCHAR, _SOURCE), null("v.i::date", DATE, _SOURCE)),
    subject("casts to SUPER", "limitations-super",
            value("5::super", "5", SUPER), value("'a'::super", '"a"', SUPER),
            value("array(1.50, 2)", "[1.50,2]", SUPER), boundary("1.22::super", "1.22", SUPER),
            null("null::int::super", SUPER),
            error("'2019-09-09'::date::super", "42846", message="cannot cast type date to super"),
            error("array(current_date)", "42846"), error("object('a', getdate())", "42846"),
            refused("2.22::float::super", message="floating-point"),
            notes="refused: of floating-point numbers"),
    subject("values for SUPER columns", "limitations-super",
            rows("select v from made order by id", [("1.22",), ('"t"',), ("true",), (None,)],
                 (SUPER,), _TABLE, "insert into made values (1, 1.22), (4, null)",
                 "insert into made values (2, 't')", "insert into made values (3, true)",
                 kind=Kind.BOUNDARY),
            rows("select v from made", [("[1,2]",)], (SUPER,), _TABLE,
                 "insert into made select 1, array(1, 2)"),
            rows("select v from made", [('"a"',)], (SUPER,), _TABLE, "insert into made values "
                 "(1, null)", "update made set v = 'a'::varchar", kind=Kind.NULL),
            statement_error("insert into made values (1, current_date)", "42804", _TABLE,
                            message="is of type super"),
            statement_error("update made set v = getdate()", "42804", _TABLE),
            statement_refused("insert into made select 1, 2.22::float", _TABLE,
                              message="floating-point"),
            notes="refused: floating-point numbers"),
    subject("functions and conditions of SUPER values without a cast", "operators-functions",
            refused("upper(v.s)", _SOURCE, message="upper()"),
            refused("len(coalesce(v.z, v.s))", _SOURCE, message="len()"),
            refused("v.s || 'x'", _SOURCE, message="||"),
            refused("v.s like 'a%'", _SOURCE, message="LIKE"),
            refused("dateadd(day, 1, v.d)", _SOURCE, message="cast"),
            refused("case when v.t then 1 end", _SOURCE, message="a condition"),
            refused("nullif(v.q, '2.5')", _SOURCE, message="NULLIF"),
            refused("sqrt(json_parse('4'))", message="sqrt()")),
)  # fmt: skip
