"""Macros of casts that DuckDB does otherwise: by the type that its binder finds.

Text that is no number of the type is refused, where DuckDB would round it; a SUPER value that does
not fit is NULL, as in Redshift's lax mode.
https://docs.aws.amazon.com/redshift/latest/dg/query-super.html#lax-semantics
"""

_WHOLE = r"regexp_full_match(x::VARCHAR, '\s*[+-]?[0-9]+\s*')"


def _lax(kind: str, of_text: str = "") -> str:
    text = f"WHEN 'VARCHAR' THEN {of_text} " if of_text else ""
    return (
        f"(x) AS CASE typeof(x) {text}WHEN 'VARIANT' THEN TRY_CAST(x AS {kind}) ELSE x::{kind} END"
    )


def _whole(kind: str, name: str) -> str:
    refusal = f"error('[22P02] invalid input syntax for {name}: \"' || x::VARCHAR || '\"')::{kind}"
    return _lax(
        kind,
        f"CASE WHEN x IS NULL THEN NULL WHEN {_WHOLE} THEN x::VARCHAR::{kind} ELSE {refusal} END",
    )


def _moment(kind: str) -> str:
    read = f"redshift_read_moment_literal(x::VARCHAR)::{kind}"
    return _lax(
        kind,
        f"coalesce(TRY_CAST(x AS {kind}), TRY_CAST(x::VARCHAR AS TIMESTAMP)::{kind}, {read})",
    )


MACROS = {
    "cast_smallint": _whole("SMALLINT", "smallint"),
    "cast_integer": _whole("INTEGER", "integer"),
    "cast_bigint": _whole("BIGINT", "bigint"),
    "cast_boolean": _lax("BOOLEAN"),
    "cast_real": _lax("FLOAT"),
    "cast_double": _lax("DOUBLE"),
    "cast_date": _moment("DATE"),
    "cast_timestamp": _moment("TIMESTAMP"),
    "cast_timestamptz": _moment("TIMESTAMPTZ"),
}
