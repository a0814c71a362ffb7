"""Moments written otherwise than ISO 8601, as Redshift reads text that must be one.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html
"""

import datetime
import re

from .failure import ComputationError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>[a-z]{3})[a-z]*\.?"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"{_MONTH}[ -](?P<day>\d{{1,2}})(?:, *| +|-)(?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})[ -]{_MONTH}[ -](?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[ -]{_MONTH}[ -](?P<day>\d{{1,2}})",
        r"(?P<month>\d{1,2})[/.](?P<day>\d{1,2})[/.](?P<year>\d{4}|\d{2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{4})\.(?P<yearday>\d{1,3})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    )
)
_CLOCK = re.compile(
    r"(?:[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<part>\d{1,6})\d*)?)?"
    r" ?(?P<half>[AP]M)?)?",
    re.IGNORECASE,
)
# UTC as an offset of one digit, which DuckDB does not read.
_NO_OFFSET = re.compile(r"(:\d\d(?:\.\d+)?) ?[+-]0$")
_EPOCH = datetime.datetime(1970, 1, 1)


def read_moment_literal(text: str) -> datetime.datetime:
    """The moment; raises 22007 for text that is none."""
    plain = _NO_OFFSET.sub(r"\1", text.strip())
    if plain.lower() == "epoch":
        return _EPOCH
    for shape in _SHAPES:
        day = shape.match(plain)
        clock = _CLOCK.fullmatch(plain, day.end()) if day else None
        if day and clock:
            try:
                return _day(day.groupdict()) + _time(clock.groupdict())
            except ValueError:
                break
    raise ComputationError("22007", f'invalid input syntax for type timestamp: "{text}"')


def _day(found: dict[str, str]) -> datetime.datetime:
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year < 70 else 1900
    if "yearday" in found:
        day = datetime.datetime(year, 1, 1) + datetime.timedelta(days=int(found["yearday"]) - 1)
        if day.year != year:
            raise ValueError(found["yearday"])
        return day
    name = found.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(found["month"])
    return datetime.datetime(year, month, int(found["day"]))


def _time(found: dict[str, str | None]) -> datetime.timedelta:
    hour, minute, second = (int(found[key] or 0) for key in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(found)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].upper() == "PM" else 0)
    microseconds = int((found["part"] or "0").ljust(6, "0"))
    return datetime.timedelta(hours=hour, minutes=minute, seconds=second, microseconds=microseconds)


COMPUTED = (("read_moment_literal", read_moment_literal, ("VARCHAR",), "TIMESTAMP"),)
