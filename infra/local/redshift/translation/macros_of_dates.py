"""Macros of dates and times."""

from .macros_of_casts import HAS_WORD
from .macros_of_texts import NUMBER_TEXT

_KINDS = ("DATE", "TIMESTAMP", "TIMESTAMPTZ")
_READ = (
    f"CASE WHEN {HAS_WORD} THEN redshift_read_moment_literal(x) "
    "ELSE coalesce(TRY_CAST(x AS TIMESTAMP), redshift_read_moment_literal(x)) END"
)
_MOMENTS = (
    f"(x DATE) AS x::TIMESTAMP, (x TIMESTAMP) AS x, (x TIMESTAMPTZ) AS x, (x VARCHAR) AS {_READ}"
)
_WEEK_REFUSED = (
    "error('[0A000] DATEDIFF in weeks, where weeks from Sunday and from Monday differ, is not "
    "supported by the local Redshift')::BIGINT"
)
# Weeks from Monday, or from Sunday where a day is added; DuckDB's own difference counts 7 days.
_WEEKS = "(date_diff('day', date_trunc('week', x{0}), date_trunc('week', y{0})) // 7)"
_DAY_NUMBERS = (
    "CASE WHEN n IN ('su', 'sun', 'sunday') THEN 0 WHEN n IN ('m', 'mo', 'mon', 'monday') THEN 1 "
    "WHEN n IN ('tu', 'tue', 'tues', 'tuesday') THEN 2 "
    "WHEN n IN ('w', 'we', 'wed', 'wednesday') THEN 3 "
    "WHEN n IN ('th', 'thu', 'thurs', 'thursday') THEN 4 "
    "WHEN n IN ('f', 'fr', 'fri', 'friday') THEN 5 "
    "WHEN n IN ('sa', 'sat', 'saturday') THEN 6 WHEN n IS NULL THEN NULL "
    "ELSE error('[22023] Unknown day of the week: ' || n)::INTEGER END"
)
# Days of a month with the time of day as a fraction.
_DAY = "(day({0}) + (epoch({0}::TIMESTAMP) - epoch({0}::DATE)) / 86400.0::DOUBLE)"


def _months_between(a: str, b: str) -> str:
    months = f"((year({a}) - year({b})) * 12 + month({a}) - month({b}))::DOUBLE"
    return (
        f"CASE WHEN day({a}) = day({b}) OR ({a}::DATE = last_day({a}) AND {b}::DATE = "
        f"last_day({b})) THEN {months} ELSE {months} + "
        f"({_DAY.format(a)} - {_DAY.format(b)}) / 31.0::DOUBLE END"
    )


def _by_zone(template: str) -> str:
    """A part: a DOUBLE of what has a time zone and a date, else a whole number."""
    kinds = {"TIMESTAMPTZ": "DOUBLE", **dict.fromkeys(("DATE", "TIMESTAMP", "TIME"), "INTEGER")}
    return ", ".join(template.format(*pair) for pair in (*kinds.items(), ("TIMETZ", "INTEGER")))


# What a month is of, an interval does not tell.
_SECONDS = (
    "CASE WHEN date_part('month', x) <> 0 OR date_part('year', x) <> 0 THEN error('[0A000] EXTRACT "
    "of the epoch of months is not supported by the local Redshift')::BIGINT ELSE {} END"
)
_EPOCH = "floor(epoch({}))::BIGINT"


def _epoch() -> str:
    clocks = [f"(x {kind}) AS {_EPOCH.format('x')}" for kind in ("TIME", "TIMETZ", *_KINDS)]
    return ", ".join([
        f"(x INTERVAL) AS {_SECONDS.format(_EPOCH.format('x'))}", *clocks,
        f"(x VARCHAR) AS {_EPOCH.format(_READ)}",
    ])  # fmt: skip


MACROS = {
    "to_moment": _MOMENTS,
    "to_clock_or_moment": f"(x TIME) AS x, (x TIMETZ) AS x, {_MOMENTS}",
    "epoch_of": _epoch(),
    "add_years": (
        "(x, n) AS CASE WHEN month(x) = 2 AND day(x) = 29 AND day(x + to_years(n)) = 28 "
        "THEN x + to_years(n) + to_days(1) ELSE x + to_years(n) END"
    ),
    "add_months": (
        "(x, n) AS CASE WHEN last_day(x) = x::DATE "
        "THEN last_day(x + to_months(n::INTEGER)) + x::TIME "
        "ELSE (x + to_months(n::INTEGER))::TIMESTAMP END"
    ),
    "weeks_between": (
        f"(x, y) AS CASE WHEN {_WEEKS.format('')} = {_WEEKS.format(' + to_days(1)')} "
        f"THEN {_WEEKS.format('')} WHEN x IS NOT NULL AND y IS NOT NULL THEN {_WEEK_REFUSED} END"
    ),
    "months_between": f"(x, y) AS {_months_between('x', 'y')}",
    "next_day": f"(x, n) AS x + ((({_DAY_NUMBERS}) - dayofweek(x) + 6) % 7 + 1)::INTEGER",
    "part_of": _by_zone("(p, x {}) AS date_part(p, x)::{}"),
    "sub_second": _by_zone("(x {}, d) AS (date_part('microsecond', x) % 1000000 // d)::{}"),
    "seconds_of": "(x) AS date_part('microsecond', x)::DOUBLE / 1000000.0::DOUBLE",
    # Where DuckDB has the format `f`, and where it has not.
    "moment_to_char": ", ".join(f"(x {kind}, p, f) AS strftime(x::TIMESTAMP, f)" for kind in _KINDS)
    + f", (x, p, f) AS redshift_number_to_char({NUMBER_TEXT}, p)",
    "value_to_char": ", ".join(
        f"(x {kind}, p) AS redshift_moment_to_char(x::TIMESTAMP, p)" for kind in _KINDS
    )
    + f", (x, p) AS redshift_number_to_char({NUMBER_TEXT}, p)",
}
