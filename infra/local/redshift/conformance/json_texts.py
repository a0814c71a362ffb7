"""JSON kept as text."""

from .case import subject
from .expressions import boundary, error, null, value
from .types import BOOLEAN, INTEGER, VARCHAR

_NESTED = """'{"f2":{"f3":1.10},"f4":{"f5":99,"f6":"star"}}'"""
_BROKEN = """'{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}'"""
_LIST = """'[111,112,113,{"f1":1},null]'"""
_BAD_LIST = """'["a",["b",1,["c",2,3,null,]]]'"""

SUBJECTS = (
    subject("JSON_EXTRACT_PATH_TEXT", "JSON_EXTRACT_PATH_TEXT",
            value(f"json_extract_path_text({_NESTED}, 'f4', 'f6')", "star", VARCHAR),
            value(f"json_extract_path_text({_NESTED}, 'f4')", '{"f5":99,"f6":"star"}', VARCHAR),
            value(f"json_extract_path_text({_NESTED}, 'f2', 'f3')", "1.10", VARCHAR),
            null(f"json_extract_path_text({_NESTED}, 'none')", VARCHAR),
            null(f"json_extract_path_text({_BROKEN}, 'f4', 'f6', true)", VARCHAR),
            null("json_extract_path_text(null, 'a')", VARCHAR),
            error(f"json_extract_path_text({_BROKEN}, 'f4', 'f6')", "22023")),
    subject("JSON_EXTRACT_ARRAY_ELEMENT_TEXT", "JSON_EXTRACT_ARRAY_ELEMENT_TEXT",
            value(f"json_extract_array_element_text({_LIST}, 2)", "113", VARCHAR),
            value(f"json_extract_array_element_text({_LIST}, 3)", '{"f1":1}', VARCHAR),
            null(f"json_extract_array_element_text({_LIST}, 9)", VARCHAR),
            null(f"json_extract_array_element_text({_BAD_LIST}, 1, true)", VARCHAR),
            error(f"json_extract_array_element_text({_BAD_LIST}, 1)", "22023")),
    subject("JSON_ARRAY_LENGTH", "JSON_ARRAY_LENGTH",
            value(f"json_array_length({_LIST})", 5, INTEGER),
            boundary("json_array_length('[]')", 0, INTEGER),
            null("json_array_length('[11,12', true)", INTEGER),
            error("json_array_length('[11,12')", "22023")),
    subject("IS_VALID_JSON", "IS_VALID_JSON", value("""is_valid_json('{"a":2}')""", True, BOOLEAN),
            value("""is_valid_json('{"a":{"b":[1,2,3}}')""", False, BOOLEAN),
            null("is_valid_json(null)", BOOLEAN)),
    subject("IS_VALID_JSON_ARRAY", "IS_VALID_JSON_ARRAY",
            value("""is_valid_json_array('["a",["b",1]]')""", True, BOOLEAN),
            value("""is_valid_json_array('{"a":4}')""", False, BOOLEAN),
            null("is_valid_json_array(null)", BOOLEAN)),
    subject("CAN_JSON_PARSE", "CAN_JSON_PARSE",
            value("can_json_parse('[10001,10002,\"abc\"]')", True, BOOLEAN),
            value("can_json_parse('This is a random string')", False, BOOLEAN),
            null("can_json_parse(null)", BOOLEAN)),
)  # fmt: skip
