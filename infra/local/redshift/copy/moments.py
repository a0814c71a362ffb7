"""Dates and timestamps as COPY reads them: DATEFORMAT and TIMEFORMAT.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_DATEFORMAT_and_TIMEFORMAT_strings.html
'auto' is read as ISO 8601 alone. The other spellings that Redshift guesses at raise its own error
1206 here: a load that fails is better than a date with day and month changed round.
"""

import re

from infra.local.redshift.copy import problems as p
from infra.local.redshift.copy.errors import refuse
from infra.local.redshift.copy.problems import Conversion, Field, Problem
from infra.local.redshift.copy.statement import CopyOptions

DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?"
# As nearly all machines write it. What the cast would take for more digits than there are, blanks
# and signs, is none of it.
_USUAL = "____-__-__T__:__:__.___Z"
OFFSET = "[+-][0-9]{2}(:?[0-9]{2})?"
DEFAULT_DATE_FORMAT = "YYYY-MM-DD"
DEFAULT_TIME_FORMAT = "YYYY-MM-DD HH:MI:SS"
# Numbers beyond these are no moment that DuckDB or Redshift can hold.
_EPOCH_UNITS = {"epochsecs": 1_000_000, "epochmillisecs": 1_000}

_FORMAT_PARTS = {
    "YYYY": "%Y", "YY": "%y", "MM": "%m", "MON": "%b", "DD": "%d",
    "HH24": "%H", "HH12": "%I", "HH": "%H", "MI": "%M", "SS": "%S", "AM": "%p", "PM": "%p",
}  # fmt: skip
_FORMAT = re.compile("YYYY|YY|MM|MON|DD|HH24|HH12|HH|MI|SS|AM|PM|[A-Za-z]+|[^A-Za-z]+")


def convert_date(field: Field, options: CopyOptions) -> Conversion:
    """A DATE column."""
    text = field.text
    shown = options.date_format or DEFAULT_DATE_FORMAT
    if shown.lower() == "auto" or shown.upper() == DEFAULT_DATE_FORMAT:
        value = f"TRY_CAST({text} AS DATE)"
        form = f"regexp_full_match({text}, '{DATE}')"
    else:
        value = f"CAST(try_strptime({text}, '{_strptime(shown)}') AS DATE)"
        form = "true"
    reason = f"Invalid Date Format - length must be 10 or more [{shown}]"
    if options.accept_any_date:
        return Conversion(f"CASE WHEN {form} THEN {value} END", (), "date")
    return Conversion(value, (_invalid(field, f"NOT {form}", p.INVALID_DATE, reason),), "date")


def convert_timestamp(field: Field, options: CopyOptions, *, with_zone: bool = False) -> Conversion:
    """A TIMESTAMP or TIMESTAMPTZ column. An offset moves the moment to UTC; none means UTC."""
    shown = options.time_format or DEFAULT_TIME_FORMAT
    value, form = _read_timestamp(field.text, shown, with_zone)
    if with_zone:
        value = f"timezone('UTC', {value})"
    reason = f"Invalid timestamp format or value [{shown}]"
    shown_type = "timestamptz" if with_zone else "timestamp"
    if options.accept_any_date:
        return Conversion(f"CASE WHEN {form} THEN {value} END", (), shown_type)
    if shown.lower() == "auto":
        # Less than half the cost of the regular expression, which is asked about the rest alone.
        unusual = f"NOT ({_is_usual(field.text)}) AND NOT {form}"
    else:
        unusual = f"NOT {form}"
    problem = _invalid(field, unusual, p.INVALID_TIMESTAMP, reason)
    return Conversion(value, (problem,), shown_type)


def _read_timestamp(text: str, shown: str, with_zone: bool) -> tuple[str, str]:
    """A naive UTC timestamp, and the form that the text must have, as SQL."""
    wanted = shown.lower()
    if wanted == "auto":
        form = f"{DATE}([T ]{TIME}(Z| ?UTC| ?{OFFSET})?)?"
        return _utc(text), f"regexp_full_match({text}, '{form}')"
    if wanted in _EPOCH_UNITS:
        number = f"TRY_CAST({text} AS BIGINT)"
        # Bounded to the years 1 to 9999, where make_timestamp cannot overflow.
        inside = f"{number} BETWEEN {_bound(wanted, -1)} AND {_bound(wanted, 1)}"
        bounded = f"CASE WHEN {inside} THEN {number} END"
        return (
            f"make_timestamp({bounded} * {_EPOCH_UNITS[wanted]})",
            f"regexp_full_match({text}, '-?[0-9]+')",
        )
    if shown.upper() in (DEFAULT_TIME_FORMAT, "YYYY-MM-DD HH24:MI:SS"):
        zone = f"( ?{OFFSET})?" if with_zone else ""
        form = f"{DATE} [0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}([.][0-9]{{1,6}})?{zone}"
        return _utc(text), f"regexp_full_match({text}, '{form}')"
    pattern = _strptime(shown)
    return f"try_strptime({text}, ['{pattern}', '{pattern}.%f'])", "true"


def _bound(unit: str, sign: int) -> int:
    return (
        sign * (62_000_000_000 if sign < 0 else 253_000_000_000) * 1_000_000 // _EPOCH_UNITS[unit]
    )


def _utc(text: str) -> str:
    """DuckDB's cast to TIMESTAMP drops an offset; its cast to TIMESTAMPTZ reads it."""
    offset = f"strlen({text}) > 16 AND regexp_matches({text}, '[0-9] ?{OFFSET}$')"
    moved = f"timezone('UTC', TRY_CAST({text} AS TIMESTAMPTZ))"
    plain = f"TRY_CAST(rtrim({text}, 'ZUTC ') AS TIMESTAMP)"
    # Nearly all text ends in Z, which the cast reads well and fast.
    zulu = f"ends_with({text}, 'Z') THEN TRY_CAST({text} AS TIMESTAMP)"
    return f"CASE WHEN {zulu} WHEN {offset} THEN {moved} ELSE {plain} END"


def _is_usual(text: str) -> str:
    return (
        f"{text} LIKE '{_USUAL}' AND {text} >= '0' AND {text} < ':' AND NOT contains({text}, ' ')"
    )


def _invalid(field: Field, unlike: str, code: int, reason: str) -> Problem:
    wrong = f"{field.text} IS NOT NULL AND ({field.value} IS NULL OR ({unlike}))"
    return Problem(wrong, code, reason)


def _strptime(shown: str) -> str:
    """Redshift's format string in strptime's letters. Raises CopyError (0A000) on unknown parts."""
    parts = []
    for part in _FORMAT.findall(shown.upper().replace("SS.SSSSSS", "SS").replace("SS.SSS", "SS")):
        if part in _FORMAT_PARTS:
            parts.append(_FORMAT_PARTS[part])
        elif part[0].isalpha() and part != "T":
            raise refuse(f"COPY with the date or time format '{shown}'")
        else:
            parts.append(part.replace("%", "%%").replace("'", "''"))
    return "".join(parts)
