"""Macros of characters, patterns and SUPER values."""

from .computed.hashes import DEFAULT_SEED

_IS_NESTED = "(variant_typeof(x) LIKE 'OBJECT%' OR variant_typeof(x) LIKE 'ARRAY%')"

# Whole bytes, then a last character's first bytes without the rest of them.
_CUT_CHARACTER = (
    "^((?:[0-9A-F]{2})*?)"
    "(?:[CD][0-9A-F]|E[0-9A-F](?:[89AB][0-9A-F])?|F[0-9A-F](?:[89AB][0-9A-F]){0,2})$"
)
_NO_BOOLEAN = "error('[42846] cannot cast type boolean to character varying')::VARCHAR"
# Not by overloads: a whole number or a DECIMAL would be taken for a DOUBLE, and lose digits.
# Redshift writes a DOUBLE with 15 digits and no point behind a whole number.
NUMBER_TEXT = (
    "CASE typeof(x) WHEN 'DOUBLE' THEN printf('%.15g', x) "
    "WHEN 'FLOAT' THEN printf('%.6g', x) ELSE x::VARCHAR END"
)
# One macro could not call another of several types: its arguments have none yet.
_TO_TEXT = (
    f"(x VARIANT) AS CASE WHEN {_IS_NESTED} THEN NULL ELSE x::VARCHAR END, "
    f"(x BOOLEAN) AS CASE WHEN x IS NULL THEN NULL ELSE {_NO_BOOLEAN} END, (x) AS {NUMBER_TEXT}"
)
_BLANK_AT_END = "typeof(x) = 'VARCHAR' AND suffix(x::VARCHAR, ' ')"
_WITHOUT_BLANKS = (
    f"CASE WHEN {_BLANK_AT_END} THEN cast_to_type(rtrim(x::VARCHAR, ' '), x) ELSE x END"
)
_WHOLE = "('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT')"
_REFUSED = "error('[0A000] {} is not supported by the local Redshift: cast one of them')"
_MIXED = _REFUSED.format("a text compared with another type")
_BLANK_REFUSED = (
    "error('[0A000] a text that ends with a blank as a key that tells rows apart is not supported "
    "by the local Redshift: rtrim() it')"
)
_NO_NEGATIVE = "error('[0A000] a negative length is not supported by the local Redshift')"


def _fnv(seed: str, more: str) -> str:
    numbers = {"SMALLINT": 2, "INTEGER": 4, "BIGINT": 8}
    listed = [
        f"(x {kind}{more}) AS redshift_fnv_number(x, {size}, {seed})"
        for kind, size in numbers.items()
    ]
    other = "error('[0A000] FNV_HASH of this type is not supported by the local Redshift')::BIGINT"
    listed += [f"(x {kind}{more}) AS {other}" for kind in ("DATE", "TIMESTAMP", "DOUBLE")]
    listed.append(f"(x VARCHAR{more}) AS redshift_fnv_text(x, {seed})")
    return ", ".join([*listed, f"(x{more}) AS {other}"])


MACROS = {
    "without_blanks": f"(x) AS {_WITHOUT_BLANKS}",
    "without_blanks_beside": (
        "(x, y) AS CASE WHEN (typeof(x) = 'VARCHAR') <> (typeof(y) = 'VARCHAR') "
        "AND typeof(x) NOT IN ('VARIANT', '\"NULL\"') AND typeof(y) NOT IN ('VARIANT', '\"NULL\"') "
        f"THEN cast_to_type({_MIXED}, x) ELSE {_WITHOUT_BLANKS} END"
    ),
    "beside_number": (
        f"(x) AS CASE WHEN typeof(x) = 'VARCHAR' THEN cast_to_type({_MIXED}, x) ELSE x END"
    ),
    # A text with a fraction as the type beside it, which must hold all of its digits; one with a
    # word behind a moment, which DuckDB passes over.
    "literal_beside": (
        f"(t, x) AS CASE WHEN typeof(x) IN {_WHOLE} OR typeof(x) LIKE 'DECIMAL%' "
        "AND TRY_CAST(t AS DECIMAL(38,18)) "
        "IS DISTINCT FROM TRY_CAST(cast_to_type(t, x)::VARCHAR AS DECIMAL(38,18)) "
        f"THEN cast_to_type({_REFUSED.format('a number beside a text of more digits')}, x) "
        "WHEN (typeof(x) = 'DATE' OR typeof(x) LIKE 'TIMESTAMP%') AND "
        "regexp_matches(t, '[A-SU-Ya-su-y]') "
        f"THEN cast_to_type({_REFUSED.format('a moment beside a text with words')}, x) "
        "ELSE cast_to_type(t, x) END"
    ),
    "no_blank_at_end": f"(x) AS CASE WHEN {_BLANK_AT_END} THEN {_BLANK_REFUSED} ELSE x END",
    "ends_without_blank": (
        f"(x) AS CASE WHEN {_BLANK_AT_END} THEN {_BLANK_REFUSED}::BOOLEAN ELSE TRUE END"
    ),
    # A character value for a column of n bytes: trailing blanks may go, anything else must not.
    # https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
    "fit_bytes": (
        "(x, n) AS CASE WHEN x IS NULL THEN NULL WHEN strlen(x::VARCHAR) <= n THEN x::VARCHAR "
        "WHEN strlen(rtrim(x::VARCHAR, ' ')) <= n THEN rtrim(x::VARCHAR, ' ') "
        "|| repeat(' ', n - strlen(rtrim(x::VARCHAR, ' '))) "
        "ELSE error('value too long for type character varying(' || n || ')') END"
    ),
    # An explicit cast cuts: to n bytes, never through a character. In hexadecimal, since a lambda
    # could not be used where x is a subquery.
    "cut_bytes": (
        "(x, n) AS CASE WHEN strlen(x) <= n THEN x ELSE decode(unhex(regexp_replace("
        f"left(hex(encode(x)), 2 * n), '{_CUT_CHARACTER}', '\\1'))) END"
    ),
    "to_text": f"(x BLOB) AS decode(x), {_TO_TEXT}",
    "to_joinable": f"(x BLOB) AS x, {_TO_TEXT}",
    "text_length": "(x BLOB) AS octet_length(x), (x) AS length(x::VARCHAR)",
    "byte_length": "(x BLOB) AS octet_length(x), (x) AS strlen(x)",
    "cut_text": (
        "(x, s) AS substr(x, CASE WHEN s < 1 THEN 1 ELSE s END), "
        "(x, s, n) AS CASE WHEN n < 0 THEN error('[22011] negative substring length not allowed') "
        "WHEN s < 1 THEN left(x, CASE WHEN s + n < 1 THEN 0 ELSE s + n - 1 END) "
        "ELSE substr(x, s, n) END"
    ),
    "left_text": f"(x, n) AS CASE WHEN n < 0 THEN {_NO_NEGATIVE} ELSE left(x, n) END",
    "right_text": f"(x, n) AS CASE WHEN n < 0 THEN {_NO_NEGATIVE} ELSE right(x, n) END",
    "split_at": (
        "(x, d, n) AS CASE WHEN n < 1 THEN error('[22023] field position must be greater than "
        "zero') WHEN d = '' THEN CASE WHEN n = 1 THEN x WHEN x IS NOT NULL THEN '' END "
        "ELSE split_part(x, d, n) END"
    ),
    "compare_values": "(x, y) AS CASE WHEN x = y THEN 0 WHEN x < y THEN -1 WHEN x > y THEN 1 END",
    "nth_match": (
        "(x, p, n, g, o) AS CASE WHEN x IS NOT NULL THEN "
        "coalesce(list_extract(regexp_extract_all(x, p, g, o), n), '') END"
    ),
    "fnv_hash": _fnv(str(DEFAULT_SEED), "") + ", " + _fnv("s", ", s"),
    "super_type": (
        "(x VARIANT) AS CASE WHEN x IS NULL THEN NULL "
        "WHEN variant_typeof(x) LIKE 'OBJECT%' THEN 'object' "
        "WHEN variant_typeof(x) LIKE 'ARRAY%' THEN 'array' "
        "WHEN variant_typeof(x) = 'VARCHAR' THEN 'string' "
        "WHEN variant_typeof(x) LIKE 'BOOL%' THEN 'boolean' ELSE 'number' END"
    ),
}
