"""The names of date parts, in full and abbreviated.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html
"""

from ..errors import not_supported

_SPELLINGS = {
    "millennium": "MILLENNIUM MILLENNIA MIL MILS",
    "century": "CENTURY CENTURIES C CENT CENTS",
    "decade": "DECADE DECADES DEC DECS",
    "year": "YEAR YEARS Y YR YRS",
    "quarter": "QUARTER QUARTERS QTR QTRS",
    "month": "MONTH MONTHS MON MONS",
    "week": "WEEK WEEKS W",
    "day": "DAY DAYS D",
    "hour": "HOUR HOURS H HR HRS",
    "minute": "MINUTE MINUTES M MIN MINS",
    "second": "SECOND SECONDS S SEC SECS",
    "millisecond": "MILLISECOND MILLISECONDS MS MSEC MSECS MSECOND MSECONDS MILLISEC MILLISECS "
    "MILLISECON",
    "microsecond": "MICROSECOND MICROSECONDS MICROSEC MICROSECS USECOND USECONDS US USEC USECS",
}
_ONLY_READ = {
    "dow": "DOW DW DAYOFWEEK WEEKDAY",
    "doy": "DOY DY DAYOFYEAR YEARDAY",
    "epoch": "EPOCH",
    "timezone": "TIMEZONE",
    "timezone_hour": "TIMEZONE_HOUR",
    "timezone_minute": "TIMEZONE_MINUTE",
}
_UNITS = {name: unit for unit, names in _SPELLINGS.items() for name in names.split()}
_FIELDS = _UNITS | {name: part for part, names in _ONLY_READ.items() for name in names.split()}


def read_unit(name: str) -> str:
    """The unit of a step or of a truncation; raises 0A000 for any other word."""
    if name.upper() not in _UNITS:
        raise not_supported(f"the date part {name}")
    return _UNITS[name.upper()]


def read_field(name: str) -> str:
    """The part that is read of a moment; raises 0A000 for any other word."""
    if name.upper() not in _FIELDS:
        raise not_supported(f"the date part {name}")
    return _FIELDS[name.upper()]
