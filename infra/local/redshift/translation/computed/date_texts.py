"""TO_CHAR of moments, TO_DATE and TO_TIMESTAMP, where DuckDB's formats do not say it.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_FORMAT_strings.html
"""

import datetime
from collections.abc import Callable

from .date_formats import Part, read_format
from .date_reader import read_date, read_moment
from .failure import ComputationError

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# The days from January 1, 4713 BC, to the last one before Christ.
_JULIAN_EPOCH = 1721425
_NAME_WIDTH = 9
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# A field's number and how many digits it is filled to.
_NUMBERS: dict[str, tuple[Callable[[datetime.datetime], int], int]] = {
    "YYYY": (lambda t: t.year, 4), "YYY": (lambda t: t.year % 1000, 3),
    "YY": (lambda t: t.year % 100, 2), "Y": (lambda t: t.year % 10, 1),
    "IYYY": (lambda t: t.isocalendar()[0], 4), "IYY": (lambda t: t.isocalendar()[0] % 1000, 3),
    "IY": (lambda t: t.isocalendar()[0] % 100, 2), "I": (lambda t: t.isocalendar()[0] % 10, 1),
    "CC": (lambda t: (t.year + 99) // 100, 2), "Q": (lambda t: (t.month + 2) // 3, 1),
    "MM": (lambda t: t.month, 2), "DD": (lambda t: t.day, 2),
    "DDD": (lambda t: t.timetuple().tm_yday, 3),
    "IDDD": (lambda t: (t.isocalendar()[1] - 1) * 7 + t.isoweekday(), 3),
    "D": (lambda t: t.isoweekday() % 7 + 1, 1), "ID": (lambda t: t.isoweekday(), 1),
    "W": (lambda t: (t.day - 1) // 7 + 1, 1),
    "WW": (lambda t: (t.timetuple().tm_yday - 1) // 7 + 1, 2),
    "IW": (lambda t: t.isocalendar()[1], 2),
    "J": (lambda t: t.toordinal() + _JULIAN_EPOCH, 7),
    "HH24": (lambda t: t.hour, 2), "HH12": (lambda t: (t.hour + 11) % 12 + 1, 2),
    "HH": (lambda t: (t.hour + 11) % 12 + 1, 2), "MI": (lambda t: t.minute, 2),
    "SS": (lambda t: t.second, 2), "MS": (lambda t: t.microsecond // 1000, 3),
    "US": (lambda t: t.microsecond, 6),
    "SSSS": (lambda t: t.hour * 3600 + t.minute * 60 + t.second, 1),
}  # fmt: skip
_NAMES: dict[str, tuple[Callable[[datetime.datetime], str], int]] = {
    "MONTH": (lambda t: _MONTHS[t.month - 1], _NAME_WIDTH),
    "MON": (lambda t: _MONTHS[t.month - 1][:3], 0),
    "DAY": (lambda t: _DAYS[t.weekday()], _NAME_WIDTH),
    "DY": (lambda t: _DAYS[t.weekday()][:3], 0),
    "RM": (lambda t: _ROMAN[t.month - 1], 4),
    "TZ": (lambda _: "UTC", 0),
}


def to_char(moment: datetime.datetime, format_text: str) -> str:
    """The moment in the format."""
    return "".join(_show(part, moment) for part in read_format(format_text))


def _show(part: Part, moment: datetime.datetime) -> str:
    if not part.name:
        return part.written
    if part.name in _NUMBERS:
        return _number(part, moment)
    if part.name in _NAMES:
        name, width = _NAMES[part.name]
        text = _in_case(name(moment), part.written)
        return text.ljust(width) if part.fills else text
    return _half_or_era(part, moment)


def _number(part: Part, moment: datetime.datetime) -> str:
    number, digits = _NUMBERS[part.name]
    value = number(moment)
    text = str(value).zfill(digits) if part.fills else str(value)
    if not part.ordinal:
        return text
    suffix = "TH" if value // 10 % 10 == 1 else {1: "ST", 2: "ND", 3: "RD"}.get(value % 10, "TH")
    return text + (suffix.lower() if part.ordinal.islower() else suffix)


def _half_or_era(part: Part, moment: datetime.datetime) -> str:
    plain = part.name.replace(".", "")
    if plain in ("AM", "PM"):
        shown = "AM" if moment.hour < 12 else "PM"
    elif plain in ("AD", "BC"):
        shown = "AD"
    elif plain == "Y,YYY":
        return f"{moment.year:,}"
    else:
        raise ComputationError("0A000", f"the datetime format {part.name} is not supported")
    dotted = f"{shown[0]}.{shown[1]}." if "." in part.name else shown
    return dotted.lower() if part.written.islower() else dotted


def _in_case(name: str, written: str) -> str:
    """MONTH, Month or month: as the format is written."""
    if written.isupper():
        return name.upper()
    return name.lower() if written.islower() else name


COMPUTED = (
    ("moment_to_char", to_char, ("TIMESTAMP", "VARCHAR"), "VARCHAR"),
    ("to_date", read_date, ("VARCHAR", "VARCHAR", "BOOLEAN"), "DATE"),
    ("to_timestamp", read_moment, ("VARCHAR", "VARCHAR", "BOOLEAN"), "TIMESTAMP"),
)
