"""SUPER values: paths, casts, functions."""

from decimal import Decimal

from .case import subject
from .expressions import null, value
from .types import BOOLEAN, INTEGER, NUMERIC, SUPER, VARCHAR

_SOURCE = """from (
    select json_parse('{"a":[1,{"b":"c"}],"n":2.5,"s":"12","t":true,"z":null}') as v
) as t"""

SUBJECTS = (
    subject(
        "SUPER navigation",
        "query-super",
        value("v.a[0]::int", 1, INTEGER, _SOURCE),
        value("v.a[1].b::varchar", "c", VARCHAR, _SOURCE),
        value("v.s::int", 12, INTEGER, _SOURCE),
        value("v.n::decimal(10,2)", Decimal("2.50"), NUMERIC, _SOURCE),
        value("v.t::bool", True, BOOLEAN, _SOURCE),
        value("v.a", '[1,{"b":"c"}]', SUPER, _SOURCE),
    ),
    subject(
        "SUPER lax mode",
        "super-configurations",
        null("v.missing.deeper::varchar", VARCHAR, _SOURCE),
        null("v.a[7]::int", INTEGER, _SOURCE),
        null("v.a::int", INTEGER, _SOURCE),
        null("v.a::varchar", VARCHAR, _SOURCE),
    ),
    subject(
        "IS_ARRAY",
        "r_is_array",
        value("is_array(v.a)", True, BOOLEAN, _SOURCE),
    ),
    subject(
        "IS_OBJECT",
        "r_is_object",
        value("is_object(v)", True, BOOLEAN, _SOURCE),
    ),
    subject(
        "JSON_TYPEOF",
        "r_json_typeof",
        value("json_typeof(v.n)", "number", VARCHAR, _SOURCE),
    ),
    subject(
        "GET_ARRAY_LENGTH",
        "r_get_array_length",
        value("get_array_length(v.a)", 2, INTEGER, _SOURCE),
    ),
    subject(
        "JSON_SERIALIZE",
        "JSON_SERIALIZE",
        value("json_serialize(v.a)", '[1,{"b":"c"}]', VARCHAR, _SOURCE),
    ),
)
