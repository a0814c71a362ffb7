"""Macros of casts that DuckDB does otherwise: by the type that its binder finds.

Text that is no number of the type is refused, where DuckDB would round it; a SUPER value that does
not fit is NULL, as in Redshift's lax mode.
https://docs.aws.amazon.com/redshift/latest/dg/query-super.html#lax-semantics
"""

_WHOLE = r"regexp_full_match(x::VARCHAR, '\s*[+-]?[0-9]+\s*')"


def _lax(kind: str, of_text: str = "", of_super: str = "") -> str:
    text = f"WHEN 'VARCHAR' THEN {of_text} " if of_text else ""
    lax = of_super or f"TRY_CAST(x AS {kind})"
    return f"(x) AS CASE typeof(x) {text}WHEN 'VARIANT' THEN {lax} ELSE x::{kind} END"


def _whole(kind: str, name: str) -> str:
    refusal = f"error('[22P02] invalid input syntax for {name}: \"' || x::VARCHAR || '\"')::{kind}"
    return _lax(
        kind,
        f"CASE WHEN x IS NULL THEN NULL WHEN {_WHOLE} THEN x::VARCHAR::{kind} ELSE {refusal} END",
        # A number of JSON is a decimal: its half is rounded away from zero, a DOUBLE's to even.
        "CASE variant_typeof(x::VARIANT) WHEN 'DOUBLE' "
        f"THEN TRY_CAST(round(TRY_CAST(x AS DOUBLE)) AS {kind}) ELSE TRY_CAST(x AS {kind}) END",
    )


# DuckDB passes over any word behind a moment, PM too.
HAS_WORD = "regexp_matches(x::VARCHAR, '[A-SU-Ya-su-y]')"


def _moment(kind: str) -> str:
    read = f"redshift_read_moment_literal(x::VARCHAR)::{kind}"
    with_zone = f"coalesce(TRY_CAST(x AS {kind}), {read})" if kind == "TIMESTAMPTZ" else read
    return _lax(
        kind,
        f"CASE WHEN {HAS_WORD} THEN {with_zone} ELSE "
        f"coalesce(TRY_CAST(x AS {kind}), TRY_CAST(x::VARCHAR AS TIMESTAMP)::{kind}, {read}) END",
    )


def _in_range(kind: str) -> str:
    """A number of floating point of a text; infinite only where the text says so."""
    return (
        f"CASE WHEN isinf(x::{kind}) AND NOT regexp_matches(x::VARCHAR, '[iI]') THEN "
        f"error('[22003] \"' || x::VARCHAR || '\" is out of range')::{kind} ELSE x::{kind} END"
    )


MACROS = {
    "require_boolean": (
        "(x) AS CASE WHEN typeof(x) IN ('BOOLEAN', '\"NULL\"') THEN x::BOOLEAN ELSE "
        "error('[42804] a condition must be type boolean, not type ' || lower(typeof(x)))::BOOLEAN "
        "END"
    ),
    "cast_smallint": _whole("SMALLINT", "smallint"),
    "cast_integer": _whole("INTEGER", "integer"),
    "cast_bigint": _whole("BIGINT", "bigint"),
    # Of SUPER numbers only whole ones: 5.0 is no boolean.
    "cast_boolean": (
        "(x) AS CASE WHEN typeof(x) LIKE 'D%' AND typeof(x) <> 'DATE' OR typeof(x) = 'FLOAT' "
        "THEN error('[42846] cannot cast type ' || CASE WHEN typeof(x) LIKE 'DEC%' THEN 'numeric' "
        "WHEN typeof(x) = 'FLOAT' THEN 'real' ELSE 'double precision' END || ' to boolean')"
        "::BOOLEAN WHEN typeof(x) <> 'VARIANT' THEN x::BOOLEAN "
        "WHEN variant_typeof(x::VARIANT) LIKE 'D%' OR variant_typeof(x::VARIANT) = 'FLOAT' "
        "THEN NULL ELSE TRY_CAST(x AS BOOLEAN) END"
    ),
    # https://docs.aws.amazon.com/redshift/latest/dg/limitations-super.html
    "cast_super": (
        "(x) AS CASE WHEN typeof(x) LIKE 'TIME%' OR typeof(x) IN ('DATE', 'INTERVAL') "
        "THEN error('[42846] cannot cast type ' || lower(typeof(x)) || ' to super')::VARIANT "
        "WHEN typeof(x) IN ('DOUBLE', 'FLOAT') "
        "THEN error('[0A000] a cast of floating-point numbers to SUPER is not supported by the "
        "local Redshift')::VARIANT ELSE x::VARIANT END"
    ),
    "cast_real": _lax("FLOAT", _in_range("FLOAT")),
    "cast_double": _lax("DOUBLE", _in_range("DOUBLE")),
    "cast_date": _moment("DATE"),
    "cast_timestamp": _moment("TIMESTAMP"),
    "cast_timestamptz": _moment("TIMESTAMPTZ"),
}
