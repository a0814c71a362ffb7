"""SUPER values: paths, casts, functions."""

from decimal import Decimal

from .case import subject
from .expressions import boundary, error, null, refused, value
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
    subject("JSON_PARSE", "JSON_PARSE", value("json_parse('[1,2]')", "[1,2]", SUPER),
            boundary("json_parse('{}')", "{}", SUPER), null("json_parse(null)", SUPER),
            boundary("json_parse('[18446744073709551615,0.1,\"12345678901234567890.5\"]')",
                     '[18446744073709551615,0.1,"12345678901234567890.5"]', SUPER),
            error("json_parse('{bad')", "22P02"), error("json_parse('{12345678901234567890')",
            "22P02"),
            refused("json_parse('[12345678901234567890123]')", message="12345678901234567890123"),
            refused("json_parse('{\"a\":0.12345678901234567891}')", message="lose digits"),
            notes="refused: numbers of more digits than a DOUBLE holds"),
    subject("JSON_SERIALIZE", "JSON_SERIALIZE",
            value("json_serialize(v.a)", '[1,{"b":"c"}]', VARCHAR, _SOURCE),
            boundary("json_serialize(json_parse('[]'))", "[]", VARCHAR),
            null("json_serialize(v.missing)", VARCHAR, _SOURCE)),
    subject("JSON_TYPEOF", "r_json_typeof", value("json_typeof(v.n)", "number", VARCHAR, _SOURCE),
            value("json_typeof(v.a)", "array", VARCHAR, _SOURCE),
            value("json_typeof(v)", "object", VARCHAR, _SOURCE),
            value("json_typeof(v.s)", "string", VARCHAR, _SOURCE),
            value("json_typeof(v.t)", "boolean", VARCHAR, _SOURCE),
            boundary("case when json_typeof(v.z) = 'string' or json_typeof(v.n) in ('array') "
                     "then 1 else 0 end", 0, INTEGER, _SOURCE),
            null("case json_typeof(v.missing) when 'string' then 1 end", INTEGER, _SOURCE),
            refused("json_typeof(v.z)", _SOURCE, message="JSON_TYPEOF of a null"),
            refused("not json_typeof(v.z) = 'string'", _SOURCE, message="JSON_TYPEOF of a null"),
            notes="refused: of a null, but where it is compared with other kinds"),
    subject("IS_ARRAY", "r_is_array", value("is_array(v.a)", True, BOOLEAN, _SOURCE),
            value("is_array(v.n)", False, BOOLEAN, _SOURCE),
            null("is_array(v.missing)", BOOLEAN, _SOURCE, expected=False)),
    subject("IS_OBJECT", "r_is_object", value("is_object(v)", True, BOOLEAN, _SOURCE),
            value("is_object(v.a)", False, BOOLEAN, _SOURCE),
            null("is_object(v.missing)", BOOLEAN, _SOURCE, expected=False)),
    subject("IS_BOOLEAN", "r_is_boolean", value("is_boolean(v.t)", True, BOOLEAN, _SOURCE),
            value("is_boolean(v.s)", False, BOOLEAN, _SOURCE),
            null("is_boolean(v.missing)", BOOLEAN, _SOURCE, expected=False)),
    subject("IS_VARCHAR", "r_is_varchar", value("is_varchar(v.s)", True, BOOLEAN, _SOURCE),
            value("is_varchar(v.t)", False, BOOLEAN, _SOURCE),
            null("is_varchar(v.missing)", BOOLEAN, _SOURCE, expected=False)),
    subject("GET_ARRAY_LENGTH", "r_get_array_length",
            value("get_array_length(v.a)", 2, INTEGER, _SOURCE),
            boundary("get_array_length(json_parse('[]'))", 0, INTEGER),
            null("get_array_length(v.missing)", INTEGER, _SOURCE)),
    subject("ARRAY", "r_array", value("array(1, 'a')", '[1,"a"]', SUPER),
            boundary("array()", "[]", SUPER), null("array(null)", SUPER, expected="[null]")),
    subject("OBJECT", "r_object_function", value("object('a', 1, 'b', 'c')", '{"a":1,"b":"c"}',
            SUPER), null("object('a', null)", SUPER, expected='{"a":null}'),
            value("object('a', object('b', 2))", '{"a":{"b":2}}', SUPER),
            error("object('a')", "42883")),
    subject("arithmetic on SUPER", "query-super",
            refused("v.n + 1", _SOURCE, message="arithmetic on a SUPER value")),
)  # fmt: skip
