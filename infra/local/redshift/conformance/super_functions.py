"""Functions of SUPER values: arrays, numbers, and what a value is."""

from .case import subject
from .expressions import boundary, error, null, refused, value
from .types import BOOLEAN, INTEGER, SUPER

_SOURCE = """from (
    select json_parse('{"n":2.5,"i":5,"m":-3,"l":[1,[2]],"s":"ab","e":"é","z":null}') as v
) as t"""

SUBJECTS = (
    subject("ARRAY_CONCAT", "r_array_concat",
            value("array_concat(array(10001, 10002), array('ab', 'cd'))",
                  '[10001,10002,"ab","cd"]', SUPER),
            boundary("array_concat(array(), array(1))", "[1]", SUPER),
            null("array_concat(array(1), v.i)", SUPER, _SOURCE),
            null("array_concat(array(1), null)", SUPER), error("array_concat(array(1))", "42883")),
    subject("ARRAY_FLATTEN", "array_flatten",
            value("array_flatten(array(array(1, 2, 3, 4), array(5, 6, 7, 8), array(9, 10)))",
                  "[1,2,3,4,5,6,7,8,9,10]", SUPER),
            boundary("array_flatten(array(1, array(2, array(3, array()))))", "[1,2,3]", SUPER),
            null("array_flatten(v.i)", SUPER, _SOURCE), null("array_flatten(null)", SUPER)),
    subject("SUBARRAY", "r_subarray",
            value("subarray(array('a', 'b', 'c', 'd', 'e', 'f'), 2, 3)", '["c","d","e"]', SUPER),
            boundary("subarray(array('a', 'b', 'c'), -2, 1)", '["b"]', SUPER),
            null("subarray(null, 0, 1)", SUPER),
            refused("subarray(array('a'), 5, 1)", message="SUBARRAY"),
            refused("subarray(v.i, 0, 1)", _SOURCE, message="SUBARRAY"),
            notes="refused: of no array, from a position that it has not"),
    subject("SPLIT_TO_ARRAY", "split_to_array",
            value("split_to_array('12|345|6789', '|')", '["12","345","6789"]', SUPER),
            value("split_to_array('12,345')", '["12","345"]', SUPER),
            boundary("split_to_array('12', '|')", '["12"]', SUPER),
            null("split_to_array(null, '|')", SUPER), error("split_to_array()", "42883")),
    subject("JSON_SIZE", "json_size-function",
            value("json_size(json_parse('[10001,10002,\"⬤\"]'))", 19, INTEGER),
            boundary("json_size(json_parse('[]'))", 2, INTEGER), null("json_size(null)", INTEGER)),
    subject("IS_SCALAR", "r_is_scalar", value("is_scalar(v.n)", True, BOOLEAN, _SOURCE),
            value("is_scalar(v.l)", False, BOOLEAN, _SOURCE),
            null("is_scalar(v.z)", BOOLEAN, _SOURCE, expected=False)),
    subject("IS_CHAR", "r_is_char", value("is_char(v.s)", True, BOOLEAN, _SOURCE),
            boundary("is_char(v.e)", False, BOOLEAN, _SOURCE),
            value("is_char(v.i)", False, BOOLEAN, _SOURCE),
            null("is_char(v.z)", BOOLEAN, _SOURCE, expected=False)),
    *(subject(f"IS_{name.upper()}", f"r_is_{name}",
              value(f"is_{name}(v.i)", True, BOOLEAN, _SOURCE),
              value(f"is_{name}(v.n)", False, BOOLEAN, _SOURCE),
              boundary(f"is_{name}(json_parse('{most}'))", True, BOOLEAN),
              boundary(f"is_{name}(json_parse('{most + 1}'))", False, BOOLEAN),
              null(f"is_{name}(v.z)", BOOLEAN, _SOURCE, expected=False))
      for name, most in (("smallint", 2**15 - 1), ("integer", 2**31 - 1), ("bigint", 2**63 - 1))),
    subject("ABS, CEIL, FLOOR and ROUND of SUPER numbers", "operators-functions",
            value("abs(v.m)", "3", SUPER, _SOURCE), value("floor(v.n)", "2", SUPER, _SOURCE),
            value("ceil(v.n)", "3", SUPER, _SOURCE), value("ceiling(v.i)", "5", SUPER, _SOURCE),
            boundary("round(v.n)", "3", SUPER, _SOURCE), null("abs(v.s)", SUPER, _SOURCE),
            null("round(v.l)", SUPER, _SOURCE), null("floor(v.z)", SUPER, _SOURCE),
            refused("round(v.n, 1)", _SOURCE, message="ROUND of a SUPER value"),
            notes="refused: ROUND to digits"),
    subject("IS_DECIMAL", "r_is_decimal", refused("is_decimal(v.n)", _SOURCE)),
    subject("IS_FLOAT", "r_is_float", refused("is_float(v.n)", _SOURCE)),
    subject("DECIMAL_PRECISION", "r_decimal_precision", refused("decimal_precision(v.n)", _SOURCE)),
    subject("DECIMAL_SCALE", "r_decimal_scale", refused("decimal_scale(v.n)", _SOURCE)),
    subject("OBJECT_TRANSFORM", "r_object_transform_function",
            refused("object_transform(v set '\"i\"', 1)", _SOURCE)),
)  # fmt: skip
