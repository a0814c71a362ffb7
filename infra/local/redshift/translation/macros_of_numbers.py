"""Macros of numbers: results that keep their argument's type, and errors instead of infinities."""

_NEGATIVE_ROOT = "error('[2201F] cannot take square root of a negative number')"
_NO_LOGARITHM = "error('[2201E] cannot take logarithm of a number that is not positive')"
_NO_NEGATIVE = "error('[0A000] TO_HEX of a negative number is not supported')"

MACROS = {
    "finite": (
        "(x) AS CASE WHEN x IS NULL OR isfinite(x) THEN x "
        "ELSE error('[22003] value out of range: overflow or no number') END"
    ),
    "ratio_to_total": (
        "(x, total) AS CASE WHEN total = 0 THEN error('[22012] Divide by zero') "
        "ELSE x::DOUBLE / total::DOUBLE END"
    ),
    # Infinities that were stored stay what they are.
    "within_range": (
        "(x, of_finite) AS CASE WHEN NOT isfinite(x) AND of_finite "
        "THEN error('[22003] value out of range: overflow') ELSE x END"
    ),
    # An infinity of stored ones is refused too: which it is, only a second pass would tell.
    "total_in_range": (
        "(x) AS CASE WHEN isinf(x) THEN error('[22003] value out of range: overflow') ELSE x END"
    ),
    "few_digits": (
        "(x, past) AS CASE WHEN abs(x) >= past THEN error('[0A000] a continuous percentile of "
        "numbers of so many digits is not supported') ELSE x END"
    ),
    # DuckDB's root of 27 is 3 and a little.
    "cube_root": (
        "(x) AS CASE WHEN round(cbrt(x)) * round(cbrt(x)) * round(cbrt(x)) = x "
        "THEN round(cbrt(x)) ELSE cbrt(x) END"
    ),
    "square_root": f"(x) AS CASE WHEN x < 0 THEN {_NEGATIVE_ROOT} ELSE sqrt(x) END",
    "natural_logarithm": f"(x) AS CASE WHEN x <= 0 THEN {_NO_LOGARITHM} ELSE ln(x) END",
    "common_logarithm": f"(x) AS CASE WHEN x <= 0 THEN {_NO_LOGARITHM} ELSE log10(x) END",
    "cut_digits": "(x, n) AS cast_to_type(trunc(x, n), x)",
    "to_whole": (
        "(x TIMESTAMP) AS x::DATE, (x TIMESTAMPTZ) AS x::DATE, (x DATE) AS x, "
        "(x) AS cast_to_type(trunc(x), x)"
    ),
    "to_hexadecimal": (
        "(x BLOB) AS lower(hex(x)), "
        f"(x) AS CASE WHEN x < 0 THEN {_NO_NEGATIVE} ELSE lower(to_hex(x::BIGINT)) END"
    ),
}
