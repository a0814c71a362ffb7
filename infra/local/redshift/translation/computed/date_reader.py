"""Moments read by a datetime format.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_TO_DATE_function.html
"""

import datetime
import re

from .date_formats import Part, read_format
from .failure import ComputationError

# The most digits that each field takes.
_DIGITS = {
    "YYYY": 4, "YYY": 3, "YY": 2, "Y": 1, "MM": 2, "DD": 2, "DDD": 3, "HH24": 2, "HH12": 2,
    "HH": 2, "MI": 2, "SS": 2, "MS": 3, "US": 6,
}  # fmt: skip
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_LETTERS = re.compile(r"[A-Za-z]+")
_HALF = re.compile(r"[AP]\.?M\.?", re.IGNORECASE)
_LIMITS = {"MM": 12, "HH24": 24, "HH12": 12, "HH": 12, "MI": 59, "SS": 59, "DDD": 366}
Fields = dict[str, int]


def read_date(text: str, format_text: str, strict: bool) -> datetime.date:
    """The day; past a month's end it runs on into the next, unless strict."""
    return read_moment(text, format_text, strict).date()


def read_moment(text: str, format_text: str, strict: bool) -> datetime.datetime:
    """The moment; what is behind the format's last field is not looked at."""
    fields: Fields = {}
    rest = text.strip()
    for part in read_format(format_text):
        rest = _read(part, rest, fields, text, format_text)
    return _make(fields, strict, text)


def _read(part: Part, rest: str, fields: Fields, text: str, format_text: str) -> str:
    if not part.name:
        return rest[len(part.written) :] if part.written.strip() else rest.lstrip()
    rest = rest.lstrip()
    if part.name in _DIGITS:
        match = re.match(rf"\d{{1,{_DIGITS[part.name]}}}", rest)
        value = int(match[0]) if match else 0
        if match and part.name in ("MS", "US"):
            value = int(match[0].ljust(_DIGITS[part.name], "0"))
    else:
        match, value = _read_word(part, rest)
    if match is None:
        raise ComputationError("22007", f'invalid value "{text}" for the format "{format_text}"')
    fields[part.name] = value
    return rest[match.end() :]


def _read_word(part: Part, rest: str) -> tuple[re.Match[str] | None, int]:
    if part.name.replace(".", "") in ("AM", "PM"):
        half = _HALF.match(rest)
        return half, int(half is not None and half[0][0] in "pP")
    match = _LETTERS.match(rest)
    if part.name in ("DAY", "DY"):
        return match, 0
    if part.name in ("MON", "MONTH"):
        name = match[0][:3].upper() if match else ""
        if part.name == "MON" and match is not None:
            match = re.match(r".{3}", rest)
        return (match, _MONTHS.index(name) + 1) if name in _MONTHS else (None, 0)
    raise ComputationError("0A000", f"reading the datetime format {part.name} is not supported")


def _make(fields: Fields, strict: bool, text: str) -> datetime.datetime:
    for name, limit in _LIMITS.items():
        if fields.get(name, 0) > limit:
            raise ComputationError("22008", f"date/time field value out of range: {text}")
    year = _year(fields)
    month = fields.get("MM") or fields.get("MON") or fields.get("MONTH") or 1
    day = fields.get("DD", 1) or 1
    try:
        first = datetime.datetime(year, month, 1)
        if "DDD" in fields:
            found = datetime.datetime(year, 1, 1) + datetime.timedelta(days=fields["DDD"] - 1)
        else:
            found = first + datetime.timedelta(days=day - 1)
    except (ValueError, OverflowError):
        raise ComputationError("22008", f"date/time field value out of range: {text}") from None
    if day > 31 or (strict and "DD" in fields and "DDD" not in fields and found.month != month):
        message = f"date/time field date value out of range: {year}-{month}-{day}"
        raise ComputationError("22008", message)
    return found + _clock(fields)


def _year(fields: Fields) -> int:
    if "YYYY" in fields:
        return fields["YYYY"] or 1
    if "YYY" in fields:
        return 2000 + fields["YYY"]
    if "YY" in fields:
        return fields["YY"] + (2000 if fields["YY"] < 70 else 1900)
    return 2000 + fields["Y"] if "Y" in fields else 1


def _clock(fields: Fields) -> datetime.timedelta:
    hour = fields.get("HH24", fields.get("HH12", fields.get("HH", 0)))
    halves = [v for k, v in fields.items() if k.replace(".", "") in ("AM", "PM")]
    if halves:
        hour = hour % 12 + 12 * halves[0]
    return datetime.timedelta(
        hours=hour, minutes=fields.get("MI", 0), seconds=fields.get("SS", 0),
        milliseconds=fields.get("MS", 0), microseconds=fields.get("US", 0),
    )  # fmt: skip
