"""DuckDB macros for what differs by the type of an argument, which only DuckDB's binder knows."""

import duckdb

MACRO_SCHEMA = "redshift_functions"

# Text of a DOUBLE as Redshift casts it: 15 digits, no point behind a whole number.
_FLOAT_TEXT = "printf('%.15g', x)"
_IS_NESTED = "(variant_typeof(x) LIKE 'OBJECT%' OR variant_typeof(x) LIKE 'ARRAY%')"

# Whole bytes, then a last character's first bytes without the rest of them.
_CUT_CHARACTER = (
    "^((?:[0-9A-F]{2})*?)"
    "(?:[CD][0-9A-F]|E[0-9A-F](?:[89AB][0-9A-F])?|F[0-9A-F](?:[89AB][0-9A-F]){0,2})$"
)

MACROS = {
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
    "to_text": (
        f"(x VARIANT) AS CASE WHEN {_IS_NESTED} THEN NULL ELSE x::VARCHAR END, "
        f"(x DOUBLE) AS {_FLOAT_TEXT}, (x FLOAT) AS printf('%.6g', x), (x) AS x::VARCHAR"
    ),
    "to_moment": (
        "(x DATE) AS x::TIMESTAMP, (x TIMESTAMP) AS x, (x TIMESTAMPTZ) AS x, "
        "(x VARCHAR) AS x::TIMESTAMP"
    ),
    "to_whole": (
        "(x TIMESTAMP) AS x::DATE, (x TIMESTAMPTZ) AS x::DATE, (x DATE) AS x, (x) AS trunc(x)"
    ),
    "super_type": (
        "(x VARIANT) AS CASE WHEN x IS NULL THEN NULL "
        "WHEN variant_typeof(x) LIKE 'OBJECT%' THEN 'object' "
        "WHEN variant_typeof(x) LIKE 'ARRAY%' THEN 'array' "
        "WHEN variant_typeof(x) = 'VARCHAR' THEN 'string' "
        "WHEN variant_typeof(x) LIKE 'BOOL%' THEN 'boolean' ELSE 'number' END"
    ),
}


def install_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Create or replace the macros in their schema of the current database."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {MACRO_SCHEMA}")
    for name, body in MACROS.items():
        connection.execute(f"CREATE OR REPLACE MACRO {MACRO_SCHEMA}.{name}{body}")
