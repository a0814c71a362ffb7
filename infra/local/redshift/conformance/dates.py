"""Dates and times."""

import datetime

from .case import subject
from .expressions import value
from .types import BIGINT, DATE, INTEGER, TIMESTAMP, VARCHAR

SUBJECTS = (
    subject(
        "DATEADD",
        "r_DATEADD_function",
        value("dateadd(month, 1, '2008-01-31'::date)", datetime.datetime(2008, 2, 29), TIMESTAMP),
        value(
            "dateadd('hour', -1, '2008-01-31 21:49:05'::timestamp)",
            datetime.datetime(2008, 1, 31, 20, 49, 5),
            TIMESTAMP,
        ),
    ),
    subject(
        "DATEDIFF",
        "r_DATEDIFF_function",
        value("datediff(day, '2009-01-01 23:59', '2009-01-02 00:01')", 1, BIGINT),
        value("datediff(qtr, '1998-07-01', '2008-06-30')", 39, BIGINT),
        value("datediff(year, '2008-12-31', '2009-01-01')", 1, BIGINT),
    ),
    subject(
        "DATE_TRUNC",
        "r_DATE_TRUNC",
        value(
            "date_trunc('month', '2008-01-31 21:49:05'::timestamp)",
            datetime.datetime(2008, 1, 1),
            TIMESTAMP,
        ),
        value("date_trunc('week', '2008-02-03'::date)", datetime.datetime(2008, 1, 28), TIMESTAMP),
    ),
    subject(
        "EXTRACT",
        "r_EXTRACT_function",
        value("extract(hour from '2008-01-31 21:49:05'::timestamp)", 21, INTEGER),
    ),
    subject(
        "EXTRACT",
        "r_Dateparts_for_datetime_functions",
        value("extract(dow from '2026-11-22'::date)", 0, INTEGER),
    ),
    subject(
        "LAST_DAY",
        "r_LAST_DAY",
        value("last_day('2004-02-03'::date)", datetime.date(2004, 2, 29), DATE),
    ),
    subject(
        "TRUNC",
        "r_TRUNC_date",
        value("trunc('2008-01-31 21:49:05'::timestamp)", datetime.date(2008, 1, 31), DATE),
    ),
    subject(
        "CONVERT_TIMEZONE",
        "CONVERT_TIMEZONE",
        value(
            "convert_timezone('EST', '2008-08-21 07:23:54'::timestamp)",
            datetime.datetime(2008, 8, 21, 2, 23, 54),
            TIMESTAMP,
        ),
    ),
    subject(
        "TO_CHAR",
        "r_TO_CHAR",
        value(
            "to_char('2008-01-31 21:49:05'::timestamp, 'YYYY-MM-DD HH24:MI:SS')",
            "2008-01-31 21:49:05",
            VARCHAR,
        ),
    ),
    subject(
        "TO_DATE",
        "r_TO_DATE_function",
        value("to_date('02 10 2001', 'DD MM YYYY')", datetime.date(2001, 10, 2), DATE),
    ),
)
