"""Dates and times.

Source: https://docs.aws.amazon.com/redshift/latest/dg/Date_functions_header.html
"""

import datetime
import re
from collections.abc import Callable

from sqlglot import exp

from ..errors import not_supported
from .build import call, cast
from .context import Context

Translator = Callable[[exp.Expr, Context], exp.Expr]

_UNITS = {
    "YEAR": "year", "YEARS": "year", "Y": "year", "YR": "year", "YRS": "year",
    "QUARTER": "quarter", "QTR": "quarter", "QTRS": "quarter", "QUARTERS": "quarter",
    "MONTH": "month", "MONTHS": "month", "MON": "month", "MONS": "month",
    "WEEK": "week", "WEEKS": "week", "W": "week",
    "DAY": "day", "DAYS": "day", "D": "day",
    "HOUR": "hour", "HOURS": "hour", "H": "hour", "HR": "hour", "HRS": "hour",
    "MINUTE": "minute", "MINUTES": "minute", "M": "minute", "MIN": "minute", "MINS": "minute",
    "SECOND": "second", "SECONDS": "second", "S": "second", "SEC": "second", "SECS": "second",
    "MILLISECOND": "millisecond", "MILLISECONDS": "millisecond", "MS": "millisecond",
    "MICROSECOND": "microsecond", "MICROSECONDS": "microsecond", "US": "microsecond",
}  # fmt: skip
_PARTS = {*_UNITS.values(), "dow", "doy", "epoch"} - {"millisecond", "microsecond"}


def _unit(node: exp.Expr) -> str:
    written = node.args.get("unit")
    name = written.name.upper() if written is not None else "DAY"
    if name not in _UNITS:
        raise not_supported(f"the date part {name}")
    return _UNITS[name]


def _moment(value: exp.Expr) -> exp.Expr:
    return call("to_moment", value)


def _difference(node: exp.Expr, _: Context) -> exp.Expr:
    # DATEDIFF counts the boundaries crossed. Weeks: the two do not agree on where one begins.
    unit = _unit(node)
    if unit == "week":
        raise not_supported("DATEDIFF in weeks")
    return call("date_diff", unit, _moment(node.expression), _moment(node.this))


def _addition(node: exp.Expr, _: Context) -> exp.Expr:
    unit = _unit(node)
    number = cast(node.expression, "BIGINT")
    name = {"quarter": "to_quarters"}.get(unit, f"to_{unit}s")
    step = call(name, number if unit in _LONG else cast(number, "INTEGER"))
    return exp.paren(exp.Add(this=_moment(node.this), expression=step))


_LONG = {"hour", "minute", "second", "millisecond", "microsecond"}


def _truncation(node: exp.Expr, _: Context) -> exp.Expr:
    return call("date_trunc", _unit(node), _moment(node.this))


def _part(node: exp.Expr, _: Context) -> exp.Expr:
    written = node.name.upper()
    part = {"DOW": "dow", "WEEKDAY": "dow", "DAYOFWEEK": "dow", "DOY": "doy", "DAYOFYEAR": "doy"}
    name = part.get(written, "epoch" if written == "EPOCH" else _UNITS.get(written, ""))
    if name not in _PARTS:
        raise not_supported(f"the date part {written}")
    value = call("date_part", name, _moment(node.expression))
    return cast(call("floor", value) if name == "epoch" else value, _part_type(name))


def _part_type(name: str) -> str:
    return "BIGINT" if name == "epoch" else "INTEGER"


def _convert(node: exp.Expr, _: Context) -> exp.Expr:
    source = node.args.get("source_tz") or exp.Literal.string("UTC")
    local = call("timezone", source, cast(node.args["timestamp"], "TIMESTAMP"))
    return call("timezone", node.args["target_tz"], local)


def _now(node: exp.Expr, context: Context) -> exp.Expr:
    if context.lasting:
        value = cast(call("now"), "TIMESTAMP")
        return value if node.args.get("sysdate") else call("date_trunc", "second", value)
    context.momentary = True
    if node.args.get("sysdate"):
        return _literal(context.transaction_start, "TIMESTAMP")
    return _literal(context.now.replace(microsecond=0), "TIMESTAMP")


def _today(_: exp.Expr, context: Context) -> exp.Expr:
    if context.lasting:
        return cast(call("now"), "DATE")
    context.momentary = True
    return _literal(context.transaction_start.date(), "DATE")


def _literal(value: datetime.date, name: str) -> exp.Expr:
    return cast(exp.Literal.string(str(value)), name)


def _date(node: exp.Expr, _: Context) -> exp.Expr:
    if node.args.get("expressions") or node.args.get("zone"):
        raise not_supported("function date() with several arguments")
    return cast(_moment(node.this), "DATE")


def _format(node: exp.Expr) -> str:
    written = node.args.get("format")
    if not isinstance(written, exp.Literal):
        raise not_supported("a format of a date that is no literal")
    # sqlglot has replaced the parts that it knows by %-codes; letters left over are unknown ones.
    rest = re.sub(r"%[YmdHIMSpfj]", "", written.name)
    if re.search(r"[A-Za-z%\"]", rest):
        raise not_supported(f"the date format {written.name}")
    return written.name


def _to_char(node: exp.Expr, _: Context) -> exp.Expr:
    return call("strftime", _moment(node.this), _format(node))


def _to_date(node: exp.Expr, _: Context) -> exp.Expr:
    return cast(call("strptime", node.this, _format(node)), "DATE")


def _to_timestamp(node: exp.Expr, _: Context) -> exp.Expr:
    return cast(call("strptime", node.this, _format(node)), "TIMESTAMPTZ")


def _at_time_zone(node: exp.Expr, _: Context) -> exp.Expr:
    return call("timezone", node.args["zone"], node.this)


def _timezone(node: exp.Expr, _: Context) -> exp.Expr:
    return call("timezone", *node.expressions)


def _truncate(node: exp.Expr, _: Context) -> exp.Expr:
    # TRUNC of a timestamp is its date, of a number its whole part: one macro for each type.
    if node.args.get("decimals") is not None:
        raise not_supported("TRUNC with a number of digits")
    return call("to_whole", node.this)


BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.TsOrDsDiff: _difference,
    exp.TsOrDsAdd: _addition,
    exp.TimestampTrunc: _truncation,
    exp.DateTrunc: _truncation,
    exp.Extract: _part,
    exp.ConvertTimezone: _convert,
    exp.CurrentTimestamp: _now,
    exp.CurrentDate: _today,
    exp.Date: _date,
    exp.TimeToStr: _to_char,
    exp.StrToDate: _to_date,
    exp.StrToTime: _to_timestamp,
    exp.AtTimeZone: _at_time_zone,
    exp.Trunc: _truncate,
}
BY_NAME: dict[str, Translator] = {"timezone": _timezone}
