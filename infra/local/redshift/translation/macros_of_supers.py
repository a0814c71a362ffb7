"""DuckDB macros for SUPER values: arrays, numbers, what is unnested, and what values are equal.

A number of JSON is whole, or a DOUBLE that stands for a decimal of Redshift's.
https://docs.aws.amazon.com/redshift/latest/dg/operators-functions.html
"""

_IS_ARRAY = "json_type({}::JSON) = 'ARRAY'"
_IS_WHOLE = "variant_typeof(x) LIKE '%INT%'"
_IS_DOUBLE = "variant_typeof(x) IN ('DOUBLE', 'FLOAT')"
_IS_DECIMAL = "variant_typeof(x) LIKE 'DECIMAL%'"
_REFUSED = "error('[0A000] {} is not supported by the local Redshift')::VARIANT"


def _by_type(whole: str, of_double: str, of_decimal: str) -> str:
    """A function of SUPER numbers, NULL of other values."""
    return (
        f"CASE WHEN {_IS_WHOLE} THEN {whole} WHEN {_IS_DOUBLE} THEN {of_double} "
        f"WHEN {_IS_DECIMAL} THEN {of_decimal} END"
    )


def _without_scale(function: str) -> str:
    made = (
        f"coalesce({function}(TRY_CAST(x AS DECIMAL(38,10)))::DECIMAL(38,0)::VARIANT, "
        "error('[22003] a SUPER number is out of range')::VARIANT)"
    )
    return _by_type("x", made, made)


# Absolute values of decimals would have to keep a scale that only each value knows.
_ABSOLUTE = _by_type(
    "abs(TRY_CAST(x AS DECIMAL(38,0)))::VARIANT",
    "abs(TRY_CAST(x AS DOUBLE))::VARIANT",
    _REFUSED.format("ABS of a SUPER decimal"),
)
# Scalars are compared by their value: numbers as decimals, texts without their trailing blanks.
# Other values only where there are such within them.
_KEY = (
    f"CASE WHEN {_IS_DOUBLE} "
    "AND TRY_CAST(TRY_CAST(x AS DOUBLE) AS DECIMAL(38,15))::DOUBLE = TRY_CAST(x AS DOUBLE) "
    "THEN TRY_CAST(TRY_CAST(x AS DOUBLE) AS DECIMAL(38,15))::VARIANT "
    "WHEN variant_typeof(x) = 'VARCHAR' THEN rtrim(x::VARCHAR, ' ')::VARIANT "
    "WHEN variant_typeof(x) LIKE 'OBJECT%' OR variant_typeof(x) LIKE 'ARRAY%' "
    "THEN redshift_comparable_json(x::JSON::VARCHAR)::JSON::VARIANT ELSE x END"
)
_FROM = "CASE WHEN s < 0 THEN len(x::JSON::JSON[]) + s ELSE s END"

MACROS = {
    # What is unnested in FROM, as JSON; what becomes of other values is not documented.
    "array_of_super": (
        "(x) AS CASE WHEN x IS NULL OR json_type(x) = 'NULL' THEN NULL "
        "WHEN json_type(x) = 'ARRAY' THEN x::JSON[] ELSE error('unnesting a SUPER value "
        "that is no array is not supported by the local Redshift') END"
    ),
    "object_of_super": (
        "(x) AS CASE WHEN x IS NULL OR json_type(x) = 'NULL' THEN NULL "
        "WHEN json_type(x) = 'OBJECT' THEN x::MAP(VARCHAR, JSON) ELSE error('unpivoting a SUPER "
        "value that is no object is not supported by the local Redshift') END"
    ),
    # Only a number of so many digits, or of such an exponent, may be more than a DOUBLE holds.
    "parse_json": (
        "(x) AS CASE WHEN regexp_matches(x::VARCHAR, '[0-9.]{17}|[eE][+]?[0-9]{3}') "
        "THEN redshift_exact_json(x::VARCHAR)::JSON::VARIANT ELSE x::VARCHAR::JSON::VARIANT END"
    ),
    "super_key": f"(x) AS {_KEY}",
    "super_round": f"(x) AS {_without_scale('round')}",
    "absolute": f"(x VARIANT) AS {_ABSOLUTE}, (x) AS abs(x)",
    "ceil_keeping_type": (
        f"(x VARIANT) AS {_without_scale('ceil')}, (x) AS cast_to_type(ceil(x), x)"
    ),
    "floor_keeping_type": (
        f"(x VARIANT) AS {_without_scale('floor')}, (x) AS cast_to_type(floor(x), x)"
    ),
    "super_array_concat": (
        f"(x, y) AS CASE WHEN {_IS_ARRAY.format('x')} AND {_IS_ARRAY.format('y')} "
        "THEN list_concat(TRY_CAST(x AS VARIANT[]), "
        "TRY_CAST(y AS VARIANT[]))::VARIANT END"
    ),
    "super_array_flatten": (
        f"(x) AS CASE WHEN {_IS_ARRAY.format('x')} "
        "THEN redshift_flatten_json(x::JSON::VARCHAR)::JSON::VARIANT END"
    ),
    "super_subarray": (
        f"(x, s, n) AS CASE WHEN x IS NULL OR s IS NULL OR n IS NULL THEN NULL "
        f"WHEN {_IS_ARRAY.format('x')} AND n >= 0 AND {_FROM} BETWEEN 0 AND "
        f"len(x::JSON::JSON[]) - 1 "
        f"THEN list_slice(TRY_CAST(x AS VARIANT[]), {_FROM} + 1, {_FROM} + n)::VARIANT "
        f"ELSE {_REFUSED.format('SUBARRAY of no array, or out of its bounds,')} END"
    ),
    "super_split": (
        f"(x, d) AS CASE WHEN d = '' THEN {_REFUSED.format('SPLIT_TO_ARRAY by nothing')} "
        "ELSE to_json(string_split(x, d))::VARIANT END"
    ),
    "super_whole": (
        f"(x, least, most) AS CASE WHEN {_IS_WHOLE} "
        "THEN TRY_CAST(x AS DECIMAL(38,0)) BETWEEN least AND most ELSE false END"
    ),
    "super_ascii": (
        "(x) AS CASE WHEN variant_typeof(x) = 'VARCHAR' "
        "THEN strlen(x::VARCHAR) = length(x::VARCHAR) ELSE false END"
    ),
}
