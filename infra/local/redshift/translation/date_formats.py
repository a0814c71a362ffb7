"""TO_CHAR, TO_DATE, TO_TIMESTAMP and TO_NUMBER.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Data_type_formatting.html
"""

from sqlglot import exp

from .build import Translator, arguments, as_text, call, cast, literal_text
from .computed.date_formats import Part, read_format
from .context import Context

# Fields that DuckDB writes as Redshift does.
_STRFTIME = {
    "YYYY": "%Y", "MM": "%m", "DD": "%d", "HH24": "%H", "HH12": "%I", "HH": "%I", "MI": "%M",
    "SS": "%S", "US": "%f", "MS": "%g", "DDD": "%j",
}  # fmt: skip
_MOST_DIGITS = 38


def _to_char(node: exp.Expr, _: Context) -> exp.Expr:
    value, written = arguments(node, 2)
    text = literal_text(written, "a format of TO_CHAR")
    native = _strftime(read_format(text))
    if native is None:
        return call("value_to_char", value, text)
    return call("moment_to_char", value, text, native)


def _strftime(parts: tuple[Part, ...]) -> str | None:
    """DuckDB's format, where it has the same fields."""
    simple = all(not p.name or (p.name in _STRFTIME and p.fills and not p.ordinal) for p in parts)
    if not simple:
        return None
    return "".join(_STRFTIME[p.name] if p.name else p.written.replace("%", "%%") for p in parts)


def _read(name: str, kind: str) -> Translator:
    def translate(node: exp.Expr, _: Context) -> exp.Expr:
        text, written, *strict = arguments(node, 2, 3)
        format_text = literal_text(written, "a format of a date")
        is_strict = strict[0] if strict else exp.false()
        return cast(call(name, as_text(text), format_text, is_strict), kind)

    return translate


def _to_number(node: exp.Expr, _: Context) -> exp.Expr:
    text, written = arguments(node, 2)
    picture = literal_text(written, "a format of TO_NUMBER")
    before, _point, after = picture.upper().replace("D", ".").partition(".")
    scale = sum(character in "90" for character in after)
    precision = min(_MOST_DIGITS, max(1, scale + sum(c in "90" for c in before)))
    return cast(call("redshift_to_number", text, picture), f"DECIMAL({precision},{scale})")


BY_NAME: dict[str, Translator] = {
    "to_char": _to_char,
    "to_date": _read("redshift_to_date", "DATE"),
    "to_timestamp": _read("redshift_to_timestamp", "TIMESTAMPTZ"),
    "to_number": _to_number,
}
