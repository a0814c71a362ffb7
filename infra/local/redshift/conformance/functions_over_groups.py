"""Functions by the type of an aggregate's or a window function's result: a session's length."""

import datetime
from typing import Any

from .case import Case, Kind, Type, subject
from .statements import refused, rows
from .types import BIGINT, DATE, INTEGER, TIMESTAMP, TIMESTAMPTZ, VARCHAR

_T = datetime.datetime
_EVENTS = """(
    select 1 as id, 7 as who, timestamp '2008-01-01 10:00:00' as t, date '2008-01-31' as d,
        timestamptz '2008-01-01 10:00:00+00' as z, 'Café' as name
    union all select 2, 7, timestamp '2008-01-01 10:40:30', date '2008-02-01', null, 'b'
    union all select 3, 8, null, null, null, null
) as events"""


def _of_all(expression: str, expected: Any, kind: Type, shown: Kind = Kind.VALUE) -> Case:
    return rows(f"select {expression} as value from {_EVENTS}", [(expected,)], (kind,), kind=shown)


def _of_each(expression: str, expected: list[Any], kind: Type, shown: Kind = Kind.VALUE) -> Case:
    query = f"select {expression} as value from {_EVENTS} order by id"
    return rows(query, [(item,) for item in expected], (kind,), kind=shown)


_PREVIOUS = "lag(t) over (partition by who order by t)"

SUBJECTS = (
    subject("DATEDIFF of aggregates and windows", "r_DATEDIFF_function",
            _of_all("datediff(second, min(t), max(t))", 2430, BIGINT),
            _of_each(f"datediff(minute, {_PREVIOUS}, t)", [None, 40, None], BIGINT, Kind.NULL),
            _of_each(f"case when datediff(minute, {_PREVIOUS}, t) > 30 then 1 else 0 end",
                     [0, 1, 0], INTEGER),
            _of_all("datediff(day, min(d), max(d)) + count(*)", 4, BIGINT),
            rows(f"select who from {_EVENTS} group by who having "
                 "datediff(second, min(t), max(t)) > 60 order by datediff(day, max(d), min(t))",
                 [(7,)], (INTEGER,))),
    subject("DATEADD of aggregates and windows", "r_DATEADD_function",
            _of_all("dateadd(day, 1, max(d))", _T(2008, 2, 2), TIMESTAMP),
            _of_all("dateadd(month, 1, min(d))", _T(2008, 2, 29), TIMESTAMP, Kind.BOUNDARY),
            _of_each(f"dateadd(hour, 1, {_PREVIOUS})", [None, _T(2008, 1, 1, 11), None],
                     TIMESTAMP, Kind.NULL)),
    subject("DATE_TRUNC, EXTRACT and TO_CHAR of aggregates and windows", "r_DATE_TRUNC",
            _of_all("date_trunc('day', min(t))", _T(2008, 1, 1), TIMESTAMP),
            _of_all("date_trunc('year', min(z))", _T(2008, 1, 1, tzinfo=datetime.UTC), TIMESTAMPTZ),
            _of_all("extract(day from max(d))", 1, INTEGER),
            _of_all("to_char(max(t), 'YYYY-MM-DD HH24:MI')", "2008-01-01 10:40", VARCHAR),
            _of_all("trunc(max(t))", datetime.date(2008, 1, 1), DATE),
            _of_each("to_char(first_value(t) over (partition by who order by id rows unbounded "
                     "preceding), 'MM/DD')", ["01/01", "01/01", None], VARCHAR, Kind.NULL)),
    subject("EXTRACT(EPOCH) of the time between moments", "r_EXTRACT_function",
            _of_all("extract(epoch from max(t) - min(t))", 2430, BIGINT),
            _of_all("extract(epoch from (max(t) - max(t)))", 0, BIGINT, Kind.BOUNDARY),
            _of_each(f"extract(epoch from t - {_PREVIOUS})", [None, 2430, None], BIGINT, Kind.NULL),
            refused("select extract(epoch from interval '1 month')", message="epoch of months"),
            notes="refused: of months"),
    subject("characters of aggregates and windows", "r_LEN",
            _of_all("len(max(name) || min(name))", 5, INTEGER),
            _of_all("octet_length(min(name))", 5, INTEGER, Kind.BOUNDARY),
            _of_all("max(id) || '-' || count(*)", "3-3", VARCHAR),
            _of_each("upper(lag(name) over (order by id))", [None, "CAFÉ", "B"], VARCHAR,
                     Kind.NULL)),
    subject("functions of users, of aggregates", "r_CREATE_FUNCTION",
            *(rows(f"select late_by({of}, max(id)) as value from {_EVENTS}", [(expected,)], (kind,),
                   "create function late_by(timestamp, int) returns timestamp stable as "
                   "$$ select dateadd(day, $2, $1) $$ language sql",
                   "create function late_by(date, int) returns date stable as "
                   "$$ select dateadd(day, $2, $1)::date $$ language sql", kind=shown)
              for of, expected, kind, shown in (
                  ("min(t)", _T(2008, 1, 4, 10), TIMESTAMP, Kind.VALUE),
                  ("max(d)", datetime.date(2008, 2, 4), DATE, Kind.BOUNDARY),
                  ("min(case when id > 3 then t end)", None, TIMESTAMP, Kind.NULL)))),
)  # fmt: skip
