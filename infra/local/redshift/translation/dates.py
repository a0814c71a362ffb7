"""Dates and times.

Source: https://docs.aws.amazon.com/redshift/latest/dg/Date_functions_header.html
"""

import datetime

from sqlglot import exp

from ..errors import not_supported
from .build import Translator, arguments, bare_word, call, cast, renamed
from .context import Context
from .date_parts import read_field, read_unit

_LONG_STEPS = {"hour", "minute", "second", "millisecond", "microsecond"}
_STEPS = {"quarter": "to_quarters", "century": "to_centuries", "millennium": "to_millennia"}
_FRACTIONS = ("millisecond", "microsecond")


def _moment(value: exp.Expr) -> exp.Expr:
    null = isinstance(value, exp.Null)
    return cast(value, "TIMESTAMP") if null else call("to_moment", value)


def _difference(node: exp.Expr, _: Context) -> exp.Expr:
    # DATEDIFF counts the boundaries crossed. Where a week begins is not documented: weeks are
    # answered where Sunday and Monday agree.
    part, start, end = arguments(node, 3)
    unit = read_unit(bare_word(part, "a date part"))
    if unit in ("decade", "century", "millennium"):
        raise not_supported(f"DATEDIFF in the part {unit}")
    name = "weeks_between" if unit == "week" else "date_diff"
    given = [_clock_or_moment(start), _clock_or_moment(end)]
    return call(name, *([] if unit == "week" else [exp.Literal.string(unit)]), *given)


def _clock_or_moment(value: exp.Expr) -> exp.Expr:
    null = isinstance(value, exp.Null)
    return cast(value, "TIMESTAMP") if null else call("to_clock_or_moment", value)


def _addition(node: exp.Expr, _: Context) -> exp.Expr:
    part, amount, start = arguments(node, 3)
    unit = read_unit(bare_word(part, "a date part"))
    number = cast(amount, "BIGINT")
    if unit == "year":
        # A leap day a year on is 1 March, 12 months on 28 February.
        return call("add_years", _moment(start), cast(number, "INTEGER"))
    step = call(_STEPS.get(unit, f"to_{unit}s"),
                number if unit in _LONG_STEPS else cast(number, "INTEGER"))  # fmt: skip
    return exp.paren(exp.Add(this=_clock_or_moment(start), expression=step))


def _add_months(node: exp.Expr, _: Context) -> exp.Expr:
    start, months = arguments(node, 2)
    return call("add_months", _moment(start), cast(months, "INTEGER"))


def _months_between(node: exp.Expr, _: Context) -> exp.Expr:
    return call("months_between", *map(_moment, arguments(node, 2)))


def _truncation(node: exp.Expr, _: Context) -> exp.Expr:
    part, value = arguments(node, 2)
    return call("date_trunc", read_unit(bare_word(part, "a date part")), _moment(value))


def _extracted(node: exp.Expr, _: Context) -> exp.Expr:
    """EXTRACT: a whole number of a TIMESTAMP, a DOUBLE of a TIMESTAMPTZ; its part alone."""
    part = read_field(node.name)
    if part == "epoch" and not isinstance(node.expression, exp.Null):
        return call("epoch_of", node.expression)
    value = _clock_or_moment(node.expression)
    if part in _FRACTIONS:
        divisor = 1000 if part == "millisecond" else 1
        return call("sub_second", value, divisor)
    if part == "epoch":
        return cast(call("floor", call("epoch", value)), "BIGINT")
    return call("part_of", part, value) if part != "decade" else _decade(value)


def _decade(value: exp.Expr) -> exp.Expr:
    return cast(exp.paren(exp.Add(this=call("date_part", "decade", value),
                                  expression=exp.Literal.number(1))), "INTEGER")  # fmt: skip


def _part(node: exp.Expr, _: Context) -> exp.Expr:
    """DATE_PART: a DOUBLE, seconds with their fraction."""
    written, value = arguments(node, 2)
    part, moment = read_field(bare_word(written, "a date part")), _clock_or_moment(value)
    if part in ("second", *_FRACTIONS):
        return call("seconds_of", moment)
    if part == "epoch":
        return cast(call("epoch", moment), "DOUBLE")
    found = _decade(moment) if part == "decade" else call("date_part", part, moment)
    return cast(found, "DOUBLE")


def _convert(node: exp.Expr, _: Context) -> exp.Expr:
    given = arguments(node, 2, 3)
    source = given[0] if len(given) == 3 else exp.Literal.string("UTC")
    local = call("timezone", source, cast(_moment(given[-1]), "TIMESTAMP"))
    return call("timezone", given[-2], local)


def _now(node: exp.Expr, context: Context) -> exp.Expr:
    """GETDATE() and SYSDATE: a TIMESTAMP, of the statement and of its transaction."""
    in_transaction = bool(node.args.get("sysdate"))
    if context.lasting:
        value = cast(call("now"), "TIMESTAMP")
        return value if in_transaction else call("date_trunc", "second", value)
    context.momentary = True
    moment = context.transaction_start if in_transaction else context.now.replace(microsecond=0)
    return _literal(moment, "TIMESTAMP")


def _today(_: exp.Expr, context: Context) -> exp.Expr:
    if context.lasting:
        return cast(call("now"), "DATE")
    context.momentary = True
    return _literal(context.transaction_start.date(), "DATE")


def _literal(value: datetime.date, name: str) -> exp.Expr:
    return cast(exp.Literal.string(str(value)), name)


def _compared(node: exp.Expr, _: Context) -> exp.Expr:
    left, right = arguments(node, 2)
    return cast(call("compare_values", _moment(left), _moment(right)), "INTEGER")


def _at_time_zone(node: exp.Expr, _: Context) -> exp.Expr:
    return call("timezone", node.args["zone"], _moment(node.this))


def _next_day(node: exp.Expr, _: Context) -> exp.Expr:
    value, day = arguments(node, 2)
    return call("next_day", cast(_moment(value), "DATE"), call("lower", day))


def _intervals_compared(node: exp.Expr, _: Context) -> exp.Expr:
    left, right = (cast(given, "INTERVAL") for given in arguments(node, 2))
    return cast(call("compare_values", left, right), "INTEGER")


def _time_of_day(node: exp.Expr, context: Context) -> exp.Expr:
    arguments(node, 0)
    if context.lasting:
        raise not_supported("TIMEOFDAY in a view")
    context.momentary = True
    return _literal_text(f"{context.now:%a %b %d %H:%M:%S.%f %Y} UTC")


def _literal_text(text: str) -> exp.Expr:
    return cast(exp.Literal.string(text), "VARCHAR")


BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.Extract: _extracted,
    exp.CurrentTimestamp: _now,
    exp.CurrentDate: _today,
    exp.AtTimeZone: _at_time_zone,
}
BY_NAME: dict[str, Translator] = {
    "add_months": _add_months,
    "convert_timezone": _convert,
    "date": lambda node, _: cast(_moment(arguments(node, 1)[0]), "DATE"),
    "date_cmp": _compared,
    "date_cmp_timestamp": _compared,
    "date_cmp_timestamptz": _compared,
    "date_part": _part,
    "date_part_year": lambda node, _: cast(
        call("date_part", "year", _moment(arguments(node, 1)[0])), "INTEGER"
    ),
    "date_trunc": _truncation,
    "dateadd": _addition,
    "date_add": _addition,
    "datediff": _difference,
    "date_diff": _difference,
    "getdate": lambda node, context: _now(node, context) if arguments(node, 0) == [] else node,
    "interval_cmp": _intervals_compared,
    "last_day": lambda node, _: call("last_day", _moment(arguments(node, 1)[0])),
    "months_between": _months_between,
    "next_day": _next_day,
    "pgdate_part": _part,
    "timestamp_cmp": _compared,
    "timestamp_cmp_date": _compared,
    "timestamp_cmp_timestamptz": _compared,
    "timestamptz_cmp": _compared,
    "timestamptz_cmp_date": _compared,
    "timestamptz_cmp_timestamp": _compared,
    "timeofday": _time_of_day,
    "timezone": renamed("timezone", 2),
}
